"""What must be read and confirmed, by whom and by when, and who has."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AcknowledgementConfig(AppConfig):
    name = "content.acknowledgement"
    label = "acknowledgement"
    verbose_name = _("Acknowledgement")

    def ready(self) -> None:
        from content.acknowledgement import exporting, receivers, telling

        telling.register_kinds()
        exporting.register_tables()
        receivers.connect()
