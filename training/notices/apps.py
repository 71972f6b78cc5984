"""Notices: what a person is told, once, in the portal and by mail."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "training.notices"
    label = "training_notices"
    verbose_name = _("Notices")
