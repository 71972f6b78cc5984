"""Questions from and into files of other systems: read, say what would happen, and only then do it."""
