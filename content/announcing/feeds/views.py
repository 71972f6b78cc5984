"""The feeds themselves, and the page on which a person finds their address and renews it."""

from __future__ import annotations

from hashlib import sha256
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from content.announcing.feeds import address, atom
from content.announcing.feeds.entries import Entry
from content.announcing.feeds.sources import entries, listed, topics_of_feeds
from portal.network.api import viewer_for
from portal.network.models import User
from portal.notices.api import topic_name

PER_PAGE = 50


@require_safe
def publications(request: HttpRequest, token: str, topic: str = "") -> HttpResponseBase:
    """What the owner of the address may see now, of one topic or all, to who knows the address. No sign-in: feed
    readers have none. Five or six statements, one more for each kind of thing beside editions on the page."""
    user = address.owner_of(token)
    if user is None or (topic and topic not in topics_of_feeds()):
        raise Http404
    viewer = viewer_for(user=user)
    try:
        page = Paginator(listed(viewer=viewer, topic=topic), PER_PAGE).page(request.GET.get("page", 1))
    except InvalidPage:
        raise Http404 from None
    with translation.override(user.language or settings.LANGUAGE_CODE):
        found = entries(viewer=viewer, topic=topic, page=list(page.object_list))
        body = _document(user, topic, found, _links(page, settings.BASE_URL + request.path))
        language = translation.get_language()
    answer = HttpResponse(body, content_type=atom.CONTENT_TYPE)
    answer["ETag"] = etag = f'"{sha256(body).hexdigest()[:32]}"'
    answer["Cache-Control"] = "private, no-cache"
    answer["Content-Language"] = language or settings.LANGUAGE_CODE
    answer["X-Robots-Tag"] = "noindex"
    return get_conditional_response(request, etag=etag, response=answer) or answer


def _document(user: User, topic: str, found: list[Entry], links: dict[str, str]) -> bytes:
    title = f"{settings.PORTAL_NAME}: {topic_name(topic) if topic else _('Publications')}"
    return atom.feed(
        feed_id=uuid5(NAMESPACE_URL, f"forecourt:feed:{user.pk}:{topic}").urn,
        title=title,
        # A feed without entries has changed when its person came: RFC 4287 wants an instant.
        updated=max((entry.updated for entry in found), default=user.date_joined),
        links=links,
        base_url=settings.BASE_URL,
        entries=[(entry, _heading(entry)) for entry in found],
    )


def _heading(entry: Entry) -> str:
    if not entry.label:
        return entry.title
    return _("%(title)s, edition %(edition)s") % {"title": entry.title, "edition": entry.label}


def _links(page: Page, own: str) -> dict[str, str]:
    """RFC 5005, section 3: the first page has no number, so that its address is the feed's."""

    def at(number: int) -> str:
        return own if number == 1 else f"{own}?page={number}"

    links = {"self": at(page.number), "first": at(1), "last": at(page.paginator.num_pages)}
    if page.has_previous():
        links["previous"] = at(page.previous_page_number())
    if page.has_next():
        links["next"] = at(page.next_page_number())
    return links


@require_safe
@login_required
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """The person's addresses."""
    token = address.token_of(user=_own(request))
    found = [(_("All publications"), reverse("feeds:publications", args=[token]))]
    found += [(topic_name(topic), reverse("feeds:topic", args=[token, topic])) for topic in topics_of_feeds()]
    addresses = [(name, settings.BASE_URL + path) for name, path in found]
    return render(request, "announcing/feeds.html", {"addresses": addresses})


@require_POST
@login_required
def renew(request: HttpRequest) -> HttpResponse:
    """New addresses."""
    address.renew(user=_own(request))
    messages.success(request, _("Your feeds have new addresses. The old ones work no more."))
    return redirect("feeds:mine")


def _own(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  (login_required)
    return request.user
