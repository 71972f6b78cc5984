"""What changed between two editions of a publication, page by page."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChangesConfig(AppConfig):
    name = "content.changes"
    label = "changes"
    verbose_name = _("Changes between editions")

    def ready(self) -> None:
        from content.changes import making  # noqa: F401  (listens for editions that are ready)
