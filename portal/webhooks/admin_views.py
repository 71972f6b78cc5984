"""One webhook in the CMS: what it was told and answered, and what administrators do with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.core.errors import Refused
from portal.core.keys import LARGEST_ID
from portal.network.models import User
from portal.webhooks import managing
from portal.webhooks.admin import secret_page
from portal.webhooks.delivering import message_id
from portal.webhooks.events import name_of
from portal.webhooks.models import Delivery, Endpoint, Try

PER_PAGE = 25
View = Callable[..., HttpResponse]


def administrators_only(view: View) -> View:
    """Who may change webhooks."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not (isinstance(request.user, User) and request.user.has_perm("webhooks.change_endpoint")):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return asked


def _endpoint(endpoint_id: int) -> Endpoint:
    found = Endpoint.objects.select_related("dealer").filter(pk=endpoint_id) if endpoint_id <= LARGEST_ID else None
    endpoint = found.first() if found is not None else None
    if endpoint is None:
        raise Http404
    return endpoint


def _frame(endpoint: Endpoint, *more: str) -> dict[str, Any]:
    crumbs = [{"url": reverse("webhooks:index"), "label": _("Webhooks")}]
    own = reverse("webhooks_desk:endpoint", args=[endpoint.pk])
    crumbs.append({"url": own if more else "", "label": endpoint.name})
    crumbs += [{"url": "", "label": one} for one in more]
    return {
        "endpoint": endpoint,
        "header_title": endpoint.name,
        "page_title": endpoint.name,
        "header_icon": "link",
        "breadcrumbs_items": crumbs,
    }


@require_safe
@administrators_only
def endpoint(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """The webhook with its deliveries, the newest first; those in one state if the request names it."""
    shown = _endpoint(endpoint_id)
    state = request.GET.get("state", "")
    found = shown.deliveries.select_related("message").prefetch_related(Prefetch("log", Try.objects.order_by("-pk")))
    if state in Delivery.State.values:
        found = found.filter(state=state)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
    context = {
        **_frame(shown),
        "page": page,
        "rows": [(one, name_of(one.message.event), message_id(one), list(one.log.all())) for one in page],
        "events": [name_of(code) for code in shown.events],
        "states": Delivery.State.choices,
        "state": state if state in Delivery.State.values else "",
        "kept": urlencode({"state": state}) if state in Delivery.State.values else "",
    }
    return render(request, "webhooks/admin/endpoint.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def renew(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """Asks, and on POST shows the new secret, once."""
    shown = _endpoint(endpoint_id)
    if request.method == "POST":
        secret = managing.renew_secret(actor=_actor(request), endpoint_id=shown.pk)
        return secret_page(request, _endpoint(endpoint_id), secret)
    context = {**_frame(shown, _("New secret")), "hours": settings.WEBHOOK_OVERLAP_HOURS}
    return render(request, "webhooks/admin/renew.html", context)


@require_POST
@administrators_only
def pause(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    return _done(request, endpoint_id, managing.pause, _("It is paused: it is told nothing."))


@require_POST
@administrators_only
def switch_on(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    return _done(request, endpoint_id, managing.switch_on, _("It is active."))


@require_POST
@administrators_only
def test(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    return _done(request, endpoint_id, managing.send_test, _("A test is on its way. The answer stands below soon."))


@require_POST
@administrators_only
def again(request: HttpRequest, endpoint_id: int, delivery_id: int) -> HttpResponse:
    if delivery_id > LARGEST_ID:
        raise Http404
    return _done(request, endpoint_id, managing.send_again, _("It is sent again."), delivery_id=delivery_id)


def _done(
    request: HttpRequest, endpoint_id: int, change: Callable[..., object], said: str, **more: int
) -> HttpResponse:
    shown = _endpoint(endpoint_id)
    try:
        change(actor=_actor(request), endpoint_id=shown.pk, **more)
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, said)
    return redirect("webhooks_desk:endpoint", shown.pk)


def _actor(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  (administrators_only)
    return request.user
