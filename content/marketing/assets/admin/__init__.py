"""Assets in the CMS."""
