"""The door of campaigns."""

from content.marketing.campaigns.dates import dates_between
from content.marketing.campaigns.dealer_tasks import dealer_tasks, open_task
from content.marketing.campaigns.handing_in import TaskRefused, add_photo, hand_in, take_back
from content.marketing.campaigns.judging import decide
from content.marketing.campaigns.models import Campaign, DealerTask
from content.marketing.campaigns.reading import (
    OpenCampaign,
    campaigns_coming,
    campaigns_running,
    items_visible,
    open_campaign,
    phases_seen,
)
from content.marketing.campaigns.signals import campaign_changed

__all__ = [
    "Campaign",
    "DealerTask",
    "OpenCampaign",
    "TaskRefused",
    "add_photo",
    "campaign_changed",
    "campaigns_coming",
    "campaigns_running",
    "dates_between",
    "dealer_tasks",
    "decide",
    "hand_in",
    "items_visible",
    "open_campaign",
    "open_task",
    "phases_seen",
    "take_back",
]
