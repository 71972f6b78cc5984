"""Wagtail's own pages, where they show more than a person may see."""
