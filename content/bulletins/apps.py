"""Bulletins: short publications that are written in the CMS, printed by the portal and read like manuals."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BulletinsConfig(AppConfig):
    name = "content.bulletins"
    label = "bulletins"
    verbose_name = _("Bulletins")

    def ready(self) -> None:
        from content.bulletins import receivers

        receivers.connect()
