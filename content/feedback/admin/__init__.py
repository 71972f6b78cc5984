"""Feedback in the CMS: the inbox of a department, a report, what an edition fixed."""
