"""What was in force on a past day for a dealer, with a proof to print."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AsOfConfig(AppConfig):
    name = "content.asof"
    label = "asof"
    verbose_name = _("As of a date")
