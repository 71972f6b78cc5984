"""What the addresses of duties answer, one module per person who looks."""
