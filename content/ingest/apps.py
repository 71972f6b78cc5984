"""The ingest room."""

from django.apps import AppConfig


class IngestConfig(AppConfig):
    name = "content.ingest"
    label = "ingest"
