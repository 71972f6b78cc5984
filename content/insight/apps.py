"""What of the things that were sent out was seen, taken, confirmed or left unused; and the audit."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InsightConfig(AppConfig):
    name = "content.insight"
    label = "insight"
    verbose_name = _("Insight")

    def ready(self) -> None:
        from content.insight import marketing_kinds, publishing, recording, tables  # noqa: F401  (they listen)

        tables.register_tables()
