"""The dealer network: brands, regions, dealers, people, and who may see what."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworkConfig(AppConfig):
    name = "portal.network"
    label = "network"
    verbose_name = _("Dealer network")

    def ready(self) -> None:
        from portal.network import auditing, history

        auditing.connect()
        history.connect()
