"""A Django application with one model, so that Wagtail's search (modelsearch) has something to index. Bench only."""
