"""From content to passages, one module per kind of content. They read the database and never a file."""
