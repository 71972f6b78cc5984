"""The reader: pages of manuals as images with text over them, and the ways to the right one."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReaderConfig(AppConfig):
    name = "content.reader"
    label = "reader"
    verbose_name = _("Reader")
