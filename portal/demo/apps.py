"""A fictional maker, its network and its manuals, for `make demo`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    name = "portal.demo"
    label = "demo"
    verbose_name = _("Demo")
