"""Needs: who lacks what, dealer standards, forecasts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NeedsConfig(AppConfig):
    name = "training.needs"
    label = "training_needs"
    verbose_name = _("Needs")

    def ready(self) -> None:
        from training.needs import receivers

        receivers.connect()
