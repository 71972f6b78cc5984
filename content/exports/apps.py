"""Tables that people take away: at once, or as a file that a job writes."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExportsConfig(AppConfig):
    name = "content.exports"
    label = "exports"
    verbose_name = _("Exports")

    def ready(self) -> None:
        from content.exports import wording
        from portal.notices.api import OTHER, register_kind

        register_kind(wording.READY, wording.ready, topic=OTHER)
        register_kind(wording.FAILED, wording.failed, topic=OTHER)
