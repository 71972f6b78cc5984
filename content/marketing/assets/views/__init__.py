"""What dealers see of assets."""
