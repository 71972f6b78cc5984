"""Certification: curricula, certificates, validity, renewal."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificationConfig(AppConfig):
    name = "training.certification"
    label = "training_certification"
    verbose_name = _("Certification")

    def ready(self) -> None:
        from training.certification import naming, noticing, programs, receivers
        from training.enrolment.api import register_finder

        receivers.connect()
        noticing.register_kinds()
        programs.connect()
        register_finder(naming.people_called)
