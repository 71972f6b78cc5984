"""The refresher in the CMS."""
