"""Practical tasks: photos, asking for a sign-off, and what an assessor saw."""
