"""Campaigns: a story, its phases and its tasks, from one instant to another."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    name = "content.marketing.campaigns"
    label = "marketing_campaigns"
    verbose_name = _("Campaigns")

    def ready(self) -> None:
        from content.announcing.api import register_pages
        from content.marketing.campaigns import exporting, feedback, front, receivers, telling
        from content.marketing.campaigns.reading import campaigns_running
        from content.marketing.kits.api import register_part

        register_part(order=10, template=front.TEMPLATE, context=front.context)
        receivers.connect()
        feedback.connect()
        exporting.register_tables()
        register_pages(telling.TOPIC, kind="campaign", rows=lambda viewer: campaigns_running(viewer=viewer))
        telling.register_kinds()
