"""The demo's manuals: a fictional maker's documents, written by this code, the same on every run. The door is `api`."""
