"""Campaigns: a story, its phases and its tasks, from one instant to another."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    name = "content.marketing.campaigns"
    label = "marketing_campaigns"
    verbose_name = _("Campaigns")

    def ready(self) -> None:
        from content.marketing.campaigns import exporting, feedback, feeding, front, receivers, telling
        from content.marketing.kits.api import register_part

        register_part(order=10, template=front.TEMPLATE, context=front.context)
        receivers.connect()
        feedback.connect()
        exporting.register_tables()
        feeding.register()
        telling.register_kinds()
