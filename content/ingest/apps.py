"""From a stored file to readable, findable pages."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IngestConfig(AppConfig):
    name = "content.ingest"
    label = "ingest"
    verbose_name = _("Ingest")

    def ready(self) -> None:
        from content.ingest import pipeline  # noqa: F401  (listens for received editions)
        from content.ingest.admin.converting import underway
        from content.ingest.admin.underway import register_underway
        from content.ingest.office import conversions
        from portal.core import outbox

        outbox.register(kind=conversions.KIND, handler=conversions.deliver)
        register_underway(underway)
