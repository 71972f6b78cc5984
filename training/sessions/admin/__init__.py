"""Planning and giving sessions in the CMS."""
