"""The judged documents as Wagtail's search would hold them."""

from __future__ import annotations

from django.db import models
from modelsearch import index


class Judged(index.Indexed, models.Model):
    """A document of a judged set."""

    key = models.TextField()
    title = models.TextField()
    text = models.TextField()

    search_fields = [index.SearchField("title", boost=2), index.SearchField("text")]

    class Meta:
        app_label = "peer"

    def __str__(self) -> str:
        return self.key
