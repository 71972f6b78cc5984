"""Publications and their editions: what is in force, for whom, and what replaced what."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LibraryConfig(AppConfig):
    name = "content.library"
    label = "library"
    verbose_name = _("Library")

    def ready(self) -> None:
        from content.library import publishing, records, scopes, sections  # noqa: F401  (they listen to signals)
        from content.library.emergencies import RELEASED_IN_EMERGENCY, emergency_sentence
        from content.library.handing import WAITING, waiting_sentence
        from portal.notices.api import register_kind

        register_kind(WAITING, waiting_sentence)
        register_kind(RELEASED_IN_EMERGENCY, emergency_sentence)
