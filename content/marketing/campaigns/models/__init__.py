"""Campaigns, their programme in force, what dealers have to do, and calendar addresses; one module per noun."""

from content.marketing.campaigns.models.calendar import CampaignFeed
from content.marketing.campaigns.models.campaign import Campaign
from content.marketing.campaigns.models.programme import Bound, Item, Phase
from content.marketing.campaigns.models.task import CampaignTask, DealerTask, HandIn, TaskPhoto

__all__ = ["Bound", "Campaign", "CampaignFeed", "CampaignTask", "DealerTask", "HandIn", "Item", "Phase", "TaskPhoto"]
