"""Print templates in the CMS, for the departments that own them."""
