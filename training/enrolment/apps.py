"""Enrolment: by rule, in bulk, with reminders."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EnrolmentConfig(AppConfig):
    name = "training.enrolment"
    label = "training_enrolment"
    verbose_name = _("Enrolment")

    def ready(self) -> None:
        from training.enrolment import receivers, telling

        telling.register_kinds()
        receivers.connect()
