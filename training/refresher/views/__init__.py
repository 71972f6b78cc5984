"""The pages of the refresher."""
