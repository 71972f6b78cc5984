"""Campaigns: a story, its phases and its tasks, from one instant to another."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    name = "content.marketing.campaigns"
    label = "marketing_campaigns"
    verbose_name = _("Campaigns")
