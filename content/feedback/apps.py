"""What readers say of a page, and what the department answers."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedbackConfig(AppConfig):
    name = "content.feedback"
    label = "feedback"
    verbose_name = _("Feedback")

    def ready(self) -> None:
        from content.feedback import receivers, telling  # noqa: F401  (the first listens for publications that change)
        from content.feedback.admin.noting import note
        from content.ingest.api import register_note

        telling.register_kinds()
        register_note(note)
