"""From a stored file to readable, findable pages."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IngestConfig(AppConfig):
    name = "content.ingest"
    label = "ingest"
    verbose_name = _("Ingest")

    def ready(self) -> None:
        from content.ingest import pipeline  # noqa: F401  (listens for received editions)
