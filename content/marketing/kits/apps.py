"""Sales kits: what a salesperson shows, shares and takes along."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KitsConfig(AppConfig):
    name = "content.marketing.kits"
    label = "marketing_kits"
    verbose_name = _("Sales kits")

    def ready(self) -> None:
        from content.announcing.api import register_pages
        from content.marketing.kits import feedback, receivers
        from content.marketing.kits.reading import kits_visible

        receivers.connect()
        feedback.connect()
        register_pages(
            receivers.TOPIC, kind="kit", rows=lambda viewer: kits_visible(viewer=viewer).select_related("department")
        )
