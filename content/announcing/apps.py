"""Telling dealers what has come into force: notices, feeds and webhooks."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnnouncingConfig(AppConfig):
    name = "content.announcing"
    label = "announcing"
    verbose_name = _("Announcing")
