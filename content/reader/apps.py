"""The reader: pages of manuals as images with text over them, and the ways to the right one."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReaderConfig(AppConfig):
    name = "content.reader"
    label = "reader"
    verbose_name = _("Reader")

    def ready(self) -> None:
        from content.reader import covers  # noqa: F401  (listens for editions that are ready)
