"""Office files: judged by content, converted to PDF by LibreOffice in a worker, kept as they are beside it."""
