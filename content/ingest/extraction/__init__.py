"""Reading PDF files: pure functions from a path to plain values.

No database, no settings, no Django beyond translated sentences. They run in the sandbox (`content.ingest.sandbox`),
because a PDF is hostile until parsed. The door is `api`.
"""
