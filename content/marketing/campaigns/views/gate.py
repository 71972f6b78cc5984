"""What every page of campaigns does first: find what the person may see, or say 404."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from content.library.api import unseen_is_absent
from content.marketing.campaigns import board
from content.marketing.campaigns.dealer_tasks import open_task
from content.marketing.campaigns.models import Campaign, DealerTask
from portal.core.keys import LARGEST_ID
from portal.network.api import request_viewer
from portal.network.models import User


def own_user(request: HttpRequest) -> User:
    """The person signed in. Behind `login_required` there is one."""
    assert isinstance(request.user, User)  # noqa: S101
    return request.user


def own_task(request: HttpRequest, task_id: int) -> DealerTask:
    """A task of the person's dealership. Raises Http404."""
    with unseen_is_absent(task_id):
        return open_task(viewer=request_viewer(request), task_id=task_id)


def led_campaign(request: HttpRequest, campaign_id: int) -> Campaign:
    """A campaign of a department for which the person writes. Raises Http404."""
    with unseen_is_absent(campaign_id):
        return board.led_campaign(user=own_user(request), campaign_id=campaign_id)


def asked_id(request: HttpRequest, name: str) -> int | None:
    """An id of the query; None if there is none. Raises Http404 for what is none."""
    text = request.GET.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 20 and int(text) <= LARGEST_ID):
        raise Http404
    return int(text)


def kept(request: HttpRequest) -> str:
    """The query without the page, for links to other pages of the same list."""
    query = request.GET.copy()
    query.pop("page", None)
    return str(query.urlencode())
