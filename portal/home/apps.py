"""The landing page, and how everything is put together for a person."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "portal.home"
    label = "home"
    verbose_name = _("Home")

    def ready(self) -> None:
        from portal.home.site_tree import after_migrate

        post_migrate.connect(after_migrate, sender=self)
