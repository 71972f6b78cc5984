"""Print templates that a dealer fills with its own name, address, logo and prices."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CobrandingConfig(AppConfig):
    name = "content.marketing.cobranding"
    label = "marketing_cobranding"
    verbose_name = _("Co-branding")

    def ready(self) -> None:
        from content.marketing.cobranding import receivers

        receivers.connect()
