"""Pages of kits, links and collections."""
