"""Instructor-led sessions: seats, waiting lists, attendance."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SessionsConfig(AppConfig):
    name = "training.sessions"
    label = "training_sessions"
    verbose_name = _("Sessions")

    def ready(self) -> None:
        from training.sessions import lesson_kind, mailing, telling

        telling.register_kinds()
        mailing.register()
        lesson_kind.register()
