"""Sales kits: what a salesperson shows, shares and takes along."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KitsConfig(AppConfig):
    name = "content.marketing.kits"
    label = "marketing_kits"
    verbose_name = _("Sales kits")

    def ready(self) -> None:
        from content.marketing.kits import feedback, feeding, receivers

        receivers.connect()
        feedback.connect()
        feeding.register()
