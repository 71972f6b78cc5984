"""Assets: pictures, films, print files and documents, their metadata, rights and renditions."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssetsConfig(AppConfig):
    name = "content.marketing.assets"
    label = "marketing_assets"
    verbose_name = _("Assets")

    def ready(self) -> None:
        from content.marketing.assets import feedback

        feedback.connect()
