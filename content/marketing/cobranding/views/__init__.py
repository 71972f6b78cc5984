"""Pages of this room for dealers."""
