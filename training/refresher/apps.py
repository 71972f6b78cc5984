"""Refresher: spaced questions after a course."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RefresherConfig(AppConfig):
    name = "training.refresher"
    label = "training_refresher"
    verbose_name = _("Refresher")
