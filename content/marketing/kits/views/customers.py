"""What a customer sees who has a link. Nobody signs in here; each request asks the link anew.

The page is in the language that the sender chose, in no search engine, and tells no other site where it was. One that
leads nowhere gives one and the same answer, whatever the reason.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Concatenate, ParamSpec

import structlog
from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from content.library.api import NotVisible
from content.marketing.assets.api import NotGivenOut, given_out
from content.marketing.cobranding.api import profile_of
from content.marketing.kits import material, packing
from content.marketing.kits.counting import count, is_a_person
from content.marketing.kits.models import ShareLink
from content.marketing.kits.pins import PinLocked, enter_pin
from content.marketing.kits.sharing import NotShared, OpenShare, open_share
from portal.core import events, storage

log = structlog.get_logger(__name__)
NOT_SENT = "share.store_failed"
TAKEN = "share.taken"
UNKNOWN_A_MINUTE = 30
"""Addresses that lead nowhere, from one place. A token has 192 bits: the limit keeps machines away, not guesses out."""
ASKED_A_MINUTE = 600
"""Requests for one link from one place: a page of sixty pictures, looked at again and again."""
PIN_SECONDS = 12 * 3600
_COOKIE = "share"
_SALT = "kits.share"

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, OpenShare, Rest], HttpResponseBase]


def shared(view: View[Rest]) -> Callable[Concatenate[HttpRequest, str, Rest], HttpResponseBase]:
    """The view of an open link, asked at this request; what it says is in the link's language."""

    @wraps(view)
    def asked(request: HttpRequest, token: str, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponseBase:
        if _too_many(request, "unknown", UNKNOWN_A_MINUTE, counts=False):
            return _guarded(render(request, "kits/share/busy.html", status=429))
        try:
            opened = open_share(token=token)
        except NotShared:
            _too_many(request, "unknown", UNKNOWN_A_MINUTE)
            return _nowhere(request)
        if _too_many(request, str(opened.link.pk), ASKED_A_MINUTE):
            return _guarded(render(request, "kits/share/busy.html", status=429))
        with translation.override(opened.link.language):
            try:
                return _guarded(view(request, opened, *args, **kwargs))
            except (NotShared, NotVisible):
                return _nowhere(request)
            except (storage.FileMissing, storage.StorageUnavailable) as error:
                log.error(NOT_SENT, link=opened.link.pk, error=type(error).__name__)
                return _guarded(_waits(request, opened))

    return asked


def _too_many(request: HttpRequest, what: str, most: int, *, counts: bool = True) -> bool:
    """Counts per address and minute; a cache that is away lets people through."""
    key = f"share:{what}:{_visitor(request)}"
    if not counts:
        return bool(cache.get(key, 0) > most)
    if cache.add(key, 1, timeout=60):
        return False
    try:
        return bool(cache.incr(key) > most)
    except ValueError:
        return False


def _visitor(request: HttpRequest) -> str:
    """Tells those who look apart, and does not say who they are."""
    return sha256(str(get_adapter().get_client_ip(request)).encode()).hexdigest()[:24]


def _nowhere(request: HttpRequest) -> HttpResponseBase:
    return _guarded(render(request, "kits/share/nowhere.html", status=404))


def _waits(request: HttpRequest, opened: OpenShare) -> HttpResponse:
    answer = render(request, "kits/share/waits.html", {"share": opened}, status=503)
    answer["Retry-After"] = "30"
    return answer


def _guarded(answer: HttpResponseBase) -> HttpResponseBase:
    answer["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    answer["Referrer-Policy"] = "no-referrer"
    # Pictures of a link that has ended are not shown from a browser's memory.
    answer["Cache-Control"] = "private, no-store"
    patch_vary_headers(answer, ["Cookie"])
    return answer


def _token(request: HttpRequest) -> str:
    """As it stands in the address."""
    assert request.resolver_match is not None  # noqa: S101  (views are reached by an address)
    return str(request.resolver_match.kwargs["token"])


def _has_pin(request: HttpRequest, link: ShareLink) -> bool:
    """Whether the PIN was typed in this browser, or none is asked for. Another PIN or address asks again."""
    if not link.pin:
        return True
    proof = request.get_signed_cookie(_COOKIE, default="", salt=_SALT, max_age=PIN_SECONDS)
    return proof == _proof(link)


def _proof(link: ShareLink) -> str:
    return sha256(f"{link.key.hex}:{link.digest}:{link.pin}".encode()).hexdigest()


def behind_pin(view: View[Rest]) -> View[Rest]:
    """The view for who typed the PIN; others are asked for it."""

    @wraps(view)
    def asked(request: HttpRequest, opened: OpenShare, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponseBase:
        if not _has_pin(request, opened.link):
            return _pin_page(request, opened.link, status=200 if view.__name__ == "page" else 403)
        return view(request, opened, *args, **kwargs)

    return asked


def _pin_page(request: HttpRequest, link: ShareLink, *, status: int, wrong: bool = False) -> HttpResponse:
    now = timezone.now()
    locked = link.locked_until if link.locked_until and link.locked_until > now else None
    context = {
        "profile": profile_of(dealer=link.dealer),
        "token": _token(request),
        "wrong": wrong,
        "locked": locked,
        "minutes": int((locked - now).total_seconds() // 60) + 1 if locked else 0,
        "for_good": bool(locked and locked >= link.expires_at),
    }
    return render(request, "kits/share/pin.html", context, status=429 if locked else status)


@require_safe
@shared
@behind_pin
def page(request: HttpRequest, opened: OpenShare) -> HttpResponse:
    """What the salesperson chose and what is still there of it."""
    link = opened.link
    if is_a_person(request):
        count(link=link, what="opens", visitor=_visitor(request), at=timezone.now())
    handed_out = packing.handed_out([one.asset for one in opened.offers if one.asset is not None])
    context = {
        "link": link,
        "profile": profile_of(dealer=link.dealer),
        "offers": opened.offers,
        "token": _token(request),
        "handed_out": handed_out,
    }
    return render(request, "kits/share/page.html", context)


# A site that sends no referrer gives its own forms no origin to check; and what is asked here is the token, which no
# other site has.
@csrf_exempt
@require_POST
@shared
def pin(request: HttpRequest, opened: OpenShare) -> HttpResponse:
    """Looks at a PIN. Right: the browser may look for twelve hours."""
    link = opened.link
    if not link.pin:
        return redirect("share:page", token=_token(request))
    try:
        right = enter_pin(link=link, pin=request.POST.get("pin", ""), at=timezone.now())
    except PinLocked as locked:
        link.locked_until = locked.until
        return _pin_page(request, link, status=429)
    if not right:
        link.refresh_from_db(fields=["locked_until"])
        return _pin_page(request, link, status=403, wrong=True)
    answer = redirect("share:page", token=_token(request))
    answer.set_signed_cookie(
        _COOKIE,
        _proof(link),
        salt=_SALT,
        max_age=PIN_SECONDS,
        path=answer["Location"],
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return answer


@require_safe
@shared
@behind_pin
def picture(request: HttpRequest, opened: OpenShare, asset_id: int, size: str) -> HttpResponseBase:
    """A picture to look at."""
    return material.send_picture(request, asset=opened.asset(asset_id), size=size)


@require_safe
@shared
@behind_pin
def logo(request: HttpRequest, opened: OpenShare) -> HttpResponseBase:
    """The logo of the dealership in whose name it was given, as its profile has it now."""
    found = profile_of(dealer=opened.link.dealer).logo
    if found is None:
        raise NotShared
    return material.send_logo(request, logo=found)


@require_safe
@shared
@behind_pin
def film(request: HttpRequest, opened: OpenShare, asset_id: int) -> HttpResponseBase:
    """A film to look at."""
    asset = opened.asset(asset_id)
    seconds = material.seconds_left(asset, until=opened.link.expires_at)
    return material.send_film(request, asset=asset, seconds=seconds)


@require_safe
@shared
@behind_pin
def captions(request: HttpRequest, opened: OpenShare, asset_id: int, language: str) -> HttpResponseBase:
    """The captions of a film in one language."""
    return material.send_captions(asset=opened.asset(asset_id), language=language)


@require_safe
@shared
@behind_pin
def file(request: HttpRequest, opened: OpenShare, asset_id: int) -> HttpResponseBase:
    """A file to take."""
    asset = opened.asset(asset_id)
    try:
        given = given_out(asset=asset)
    except NotGivenOut:
        raise NotShared from None
    if given is None:
        return _waits(request, opened)
    _record(request, opened, f"asset:{asset_id}")
    seconds = material.seconds_left(asset, until=opened.link.expires_at)
    return material.send_given(request, given=given, seconds=seconds)


@csrf_exempt
@require_POST
@shared
@behind_pin
def take_all(request: HttpRequest, opened: OpenShare) -> HttpResponseBase:
    """All files as one archive."""
    packed = packing.of_offers(opened.link.title, opened.offers)
    if packed.pending or not packed.entries:
        return _waits(request, opened)
    _record(request, opened, f"share:{opened.link.pk}")
    return packing.send(packed)


def _record(request: HttpRequest, opened: OpenShare, subject: str) -> None:
    """A download of the customer, once, and in the record of what left."""
    visitor = _visitor(request)
    taken = request.method == "POST" or is_a_person(request)
    if taken and count(link=opened.link, what="downloads", visitor=f"{visitor}:{subject}", at=timezone.now()):
        events.record(verb=TAKEN, subject=subject, actor=None, data={"share": opened.link.pk})
