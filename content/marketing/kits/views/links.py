"""The links that somebody gave to customers: the list, one of them, taking back, a new address."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast
from uuid import UUID

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from content.library.api import NotVisible
from content.marketing.kits import sharing
from content.marketing.kits.models import ShareLink
from content.marketing.kits.sharing import Made, NotShared, ShareRefused, links_visible
from portal.network.api import request_viewer
from portal.network.models import User

PER_PAGE = 30
DAYS_SHOWN = 30
_SHOWN_ONCE = "share_secrets"


def show_once(request: HttpRequest, made: Made) -> None:
    """Keep the secret for the page that follows, which shows it and forgets it."""
    request.session[_SHOWN_ONCE] = {str(made.link.key): made.token}


@require_safe
@login_required
def link_list(request: HttpRequest) -> HttpResponse:
    """One's own links and those of the dealerships that one manages, the newest first."""
    viewer = request_viewer(request)
    links = links_visible(viewer=viewer)
    if not viewer.managed_dealers and not viewer.everything and not viewer.standings:
        links = links.none()
    page = Paginator(links, PER_PAGE).get_page(request.GET.get("page"))
    now = timezone.now()
    for one in page.object_list:
        one.state = one.state_at(now)  # type: ignore[attr-defined]
    context = {"page_obj": page, "others": bool(viewer.managed_dealers or viewer.everything)}
    return render(request, "kits/share/list.html", context)


@require_safe
@login_required
def link(request: HttpRequest, key: UUID) -> HttpResponse:
    """What was given, until when, how often it was used; and, once, the address."""
    row = _own(request, key)
    token = (request.session.pop(_SHOWN_ONCE, None) or {}).get(str(row.key))
    address = settings.BASE_URL + reverse("share:page", args=[token]) if token else ""
    now = timezone.now()
    context: dict[str, Any] = {
        "link": row,
        "state": row.state_at(now),
        "address": address,
        "qr": segno.make(address, error="m").svg_data_uri(scale=4, border=2) if address else "",
        "is_mine": row.user_id == request_viewer(request).user_id,
        **_given(row),
        **_use(row),
    }
    response = render(request, "kits/share/link.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


def _given(row: ShareLink) -> dict[str, Any]:
    """What the customer has of it now, and how much is gone. `ended`: its sender or what it is of are not there."""
    try:
        offers = sharing.given_now(link=row, at=timezone.now()).offers
    except NotShared:
        return {"offers": [], "gone": 0, "ended": row.state_at(timezone.now()) == ShareLink.State.OPEN}
    return {"offers": offers, "gone": row.items.count() - len(offers), "ended": False}


def _use(row: ShareLink) -> dict[str, Any]:
    """The days of the last month as rows, and as a plot."""
    last = timezone.localdate()
    first = last - timedelta(days=DAYS_SHOWN - 1)
    kept = {one.day: one for one in row.days.filter(day__gte=first)}
    days = [first + timedelta(days=n) for n in range(DAYS_SHOWN)]
    opens = [kept[day].opens if day in kept else 0 for day in days]
    downloads = [kept[day].downloads if day in kept else 0 for day in days]
    plot = {
        "type": "bar",
        "labels": [day.strftime("%m-%d") for day in days],
        "series": [{"label": _("Opened"), "data": opens}, {"label": _("Downloads"), "data": downloads}],
    }
    return {"plot": plot, "use": sorted(kept.values(), key=lambda one: one.day, reverse=True)}


@require_POST
@login_required
def revoke(request: HttpRequest, key: UUID) -> HttpResponse:
    """End a link at once."""
    row = _own(request, key)
    sharing.revoke(actor=cast(User, request.user), viewer=request_viewer(request), link_id=row.pk)
    messages.success(request, _("The link leads nowhere any more."))
    return redirect("kits:link", key=key)


@require_POST
@login_required
def renew(request: HttpRequest, key: UUID) -> HttpResponse:
    """A new address for one's own link."""
    row = _own(request, key)
    try:
        made = sharing.renew(actor=cast(User, request.user), viewer=request_viewer(request), link_id=row.pk)
    except NotVisible:
        raise Http404 from None
    except ShareRefused as refusal:
        messages.error(request, refusal.reason)
    else:
        show_once(request, made)
    return redirect("kits:link", key=key)


def _own(request: HttpRequest, key: UUID) -> ShareLink:
    row = links_visible(viewer=request_viewer(request)).filter(key=key).select_related("kit", "collection").first()
    if row is None:
        raise Http404
    return row
