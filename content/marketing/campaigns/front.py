"""What campaigns put on the first page of marketing."""

from __future__ import annotations

from typing import Any

from content.marketing.assets.api import assets_visible
from content.marketing.campaigns.dealer_tasks import dealer_tasks
from content.marketing.campaigns.models import DealerTask
from content.marketing.campaigns.reading import campaigns_running
from content.marketing.campaigns.story import within
from portal.network.api import Viewer

MOST = 4
TEMPLATE = "marketing_campaigns/_part.html"


def tasks_waiting(*, viewer: Viewer) -> int:
    """How many tasks wait for the viewer's dealerships; the maker's staff have none."""
    if viewer.everything:
        return 0
    return dealer_tasks(viewer=viewer).filter(state__in=DealerTask.WITH_DEALER).count()


def context(viewer: Viewer) -> dict[str, Any]:
    """The campaigns that end first, and the tasks that wait; nothing if there is neither."""
    running = list(campaigns_running(viewer=viewer)[:MOST])
    waiting = tasks_waiting(viewer=viewer)
    if not running and not waiting:
        return {}
    heroes = within(assets_visible(viewer=viewer))(one.hero_id or 0 for one in running)
    return {"campaigns": [(one, heroes.get(one.hero_id or 0)) for one in running], "waiting": waiting}
