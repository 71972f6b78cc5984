"""Editions in the CMS: upload, progress, retry, withdraw. Whoever may publish a manual may change its editions."""
