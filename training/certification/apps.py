"""Certification: curricula, certificates, validity, renewal."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificationConfig(AppConfig):
    name = "training.certification"
    label = "training_certification"
    verbose_name = _("Certification")

    def ready(self) -> None:
        from training.certification import noticing, receivers

        receivers.connect()
        noticing.register_kinds()
