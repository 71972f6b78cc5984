"""Publications and their editions: what is in force, for whom, and what replaced what."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LibraryConfig(AppConfig):
    name = "content.library"
    label = "library"
    verbose_name = _("Library")

    def ready(self) -> None:
        from content.library import publishing, sections  # noqa: F401  (listen to signals of Wagtail and the network)
