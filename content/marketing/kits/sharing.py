"""Giving something to a customer: making a link, taking it back, opening it.

A link grants nothing by itself. At every request its sender is looked up as they are then at the dealership that it
names, and with those eyes the kit or collection is opened anew: what expired, was withdrawn, lost its rights or left
the audience is gone from the link at that instant, and the link ends when the sender left or sees its source no more.

open -> revoked | expired; open -> locked (wrong PINs) -> open; a new address can be made of all but a revoked one.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection as Several
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from content.library.api import NotVisible
from content.marketing.assets.api import Asset, NotGivenOut, agree, given_out, owing_terms
from content.marketing.kits.collections import OpenCollection, open_collection
from content.marketing.kits.customers import Offer, offers_of_assets, offers_of_kit
from content.marketing.kits.models import ShareItem, ShareLink
from content.marketing.kits.reading import OpenKit, open_kit
from portal.core import events
from portal.core.errors import Refused
from portal.network.api import Viewer, at_dealer, viewer_for
from portal.network.models import Dealer, User

SHARED, RENEWED, REVOKED = "share.made", "share.renewed", "share.revoked"
MOST_DAYS, USUAL_DAYS = 90, 14
MOST_THINGS = 200
SECRET_BYTES = 24
"""192 bits."""
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")
_PIN = re.compile(r"[0-9]{4,8}", re.ASCII)

Source = OpenKit | OpenCollection


class ShareRefused(Refused):
    """This cannot be given to a customer."""


class NotShared(Exception):
    """The address leads nowhere: unknown, expired, taken back, or its sender or source are gone. Which is not said."""


@dataclass(frozen=True, slots=True)
class Made:
    """A link and the secret of its address. This is the only time that it can be read."""

    link: ShareLink
    token: str


@dataclass(frozen=True, slots=True)
class OpenShare:
    """A link that is open, with what the customer may have of it now."""

    link: ShareLink
    offers: list[Offer]

    def asset(self, asset_id: int) -> Asset:
        """The asset of this id in it. Raises NotShared."""
        for offer in self.offers:
            if offer.asset is not None and offer.asset.pk == asset_id:
                return offer.asset
        raise NotShared


def offers_of(source: Source, *, viewer: Viewer) -> list[Offer]:
    """What of an open kit or collection may go to a customer."""
    if isinstance(source, OpenKit):
        return offers_of_kit(source)
    # Notes are for colleagues and do not go along.
    return offers_of_assets(source.assets, viewer=viewer)


def workplaces(*, viewer: Viewer) -> QuerySet[Dealer]:
    """The dealerships in whose name the viewer can give something to a customer, by name."""
    ids = {pk for standing in viewer.standings for pk in standing.dealers}
    return Dealer.objects.filter(pk__in=ids).order_by("name")


@transaction.atomic
def share(
    *,
    actor: User,
    viewer: Viewer,
    dealer_id: int,
    kit_id: int | None = None,
    collection_id: int | None = None,
    keys: Several[str],
    agreed: bool = False,
    language: str,
    days: int = USUAL_DAYS,
    pin: str = "",
    recipient: str = "",
    message: str = "",
) -> Made:
    """Give what `keys` name of a kit or a collection to a customer, for `days`. `agreed` says that the person agrees to
    the terms of use of what they give. Raises NotVisible, ShareRefused."""
    there = at_dealer(viewer=viewer, dealer_id=dealer_id)
    if not there.standings:
        raise ShareRefused(_("You give something to a customer in the name of a dealership where you work."))
    source = open_source(viewer=there, kit_id=kit_id, collection_id=collection_id)
    _check(days=days, pin=pin)
    chosen = _chosen(offers_of(source, viewer=there), keys)
    _hand_on([one.asset for one in chosen if one.asset is not None], actor, agreed)
    token = secrets.token_urlsafe(SECRET_BYTES)
    now = timezone.now()
    link = ShareLink.objects.create(
        digest=digest_of(token),
        user=actor,
        dealer_id=dealer_id,
        kit_id=kit_id,
        collection_id=collection_id,
        title=source.title,
        recipient=recipient[:120],
        message=message[:1000],
        language=language,
        pin=make_password(pin) if pin else "",
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    ShareItem.objects.bulk_create(ShareItem(link=link, key=one.key) for one in chosen)
    data: dict[str, object] = {"things": len(chosen), "days": days, "pin": bool(pin), "dealer": dealer_id}
    events.record(verb=SHARED, subject=f"share:{link.pk}", actor=actor, data=data | _source_data(link))
    return Made(link, token)


def _chosen(offers: list[Offer], keys: Several[str]) -> list[Offer]:
    wanted = set(keys)
    chosen = [one for one in offers if one.key in wanted]
    if not wanted:
        raise ShareRefused(_("Choose at least one thing for the customer."))
    if len(chosen) < len(wanted):
        raise ShareRefused(_("Something that you chose is not available any more. Look at the list again."))
    if len(chosen) > MOST_THINGS:
        raise ShareRefused(_("A link holds at most %(most)d things.") % {"most": MOST_THINGS})
    return chosen


def _hand_on(assets: list[Asset], actor: User, agreed: bool) -> None:
    """The terms of use first; then the files are asked for, so that they are there when the customer comes."""
    owing = owing_terms(assets=assets, user_id=actor.pk)
    if owing and not agreed:
        raise ShareRefused(_("Agree to the terms of use first."))
    for asset in assets:
        if asset.pk in owing:
            agree(asset=asset, user_id=actor.pk)
        with suppress(NotGivenOut):
            given_out(asset=asset)


def _check(*, days: int, pin: str) -> None:
    if not 1 <= days <= MOST_DAYS:
        raise ShareRefused(_("A link lasts between 1 and %(most)d days.") % {"most": MOST_DAYS})
    if pin and not _PIN.fullmatch(pin):
        raise ShareRefused(_("A PIN has 4 to 8 digits."))


def _source_data(link: ShareLink) -> dict[str, object]:
    return {"kit": link.kit_id} if link.kit_id else {"collection": link.collection_id}


def digest_of(token: str) -> str:
    """What is kept of a secret."""
    return sha256(token.encode()).hexdigest()


def open_source(*, viewer: Viewer, kit_id: int | None, collection_id: int | None) -> Source:
    """The kit or the collection that a link gives of, as the viewer sees it. Raises NotVisible."""
    if kit_id is not None:
        return open_kit(viewer=viewer, kit_id=kit_id)
    if collection_id is not None:
        return open_collection(viewer=viewer, collection_id=collection_id)
    raise NotVisible


def open_share(*, token: str, at: datetime | None = None) -> OpenShare:
    """What a customer may have now of the link with this secret, its PIN aside. Raises NotShared. About ten
    statements, however much is in it."""
    if not _TOKEN.fullmatch(token):
        raise NotShared
    link = ShareLink.objects.select_related("user", "dealer").filter(digest=digest_of(token)).first()
    if link is None:
        raise NotShared
    return given_now(link=link, at=at or timezone.now())


def given_now(*, link: ShareLink, at: datetime) -> OpenShare:
    """What a link gives at this instant, named in the link's language. Raises NotShared when it has ended."""
    if link.state_at(at) in (ShareLink.State.REVOKED, ShareLink.State.EXPIRED):
        raise NotShared
    sender = sender_of(link, at=at)
    try:
        source = open_source(viewer=sender, kit_id=link.kit_id, collection_id=link.collection_id)
    except NotVisible:
        raise NotShared from None
    chosen = set(link.items.values_list("key", flat=True))
    with override(link.language):
        return OpenShare(link, [one for one in offers_of(source, viewer=sender) if one.key in chosen])


def sender_of(link: ShareLink, *, at: datetime) -> Viewer:
    """Who gave the link, as they are now at the dealership in whose name they did. Raises NotShared when they are not
    there any more."""
    there = at_dealer(viewer=viewer_for(user=link.user, at=at), dealer_id=link.dealer_id)
    if not there.standings:
        raise NotShared
    return there


def links_visible(*, viewer: Viewer) -> QuerySet[ShareLink]:
    """The links that the viewer made, those of the dealerships that they manage, and for OEM staff all, the newest
    first."""
    links = ShareLink.objects.select_related("user", "dealer")
    if not viewer.everything:
        links = links.filter(Q(user=viewer.user_id) | Q(dealer__in=viewer.managed_dealers))
    return links.order_by("-created_at", "-pk")


@transaction.atomic
def revoke(*, actor: User, viewer: Viewer, link_id: int) -> None:
    """End a link at once. Raises NotVisible. One that is revoked already stays as it is."""
    link = _locked(viewer, link_id)
    if link.revoked_at is not None:
        return
    link.revoked_at, link.revoked_by = timezone.now(), actor
    link.save(update_fields=["revoked_at", "revoked_by"])
    events.record(verb=REVOKED, subject=f"share:{link.pk}", actor=actor)


@transaction.atomic
def renew(*, actor: User, viewer: Viewer, link_id: int, days: int = USUAL_DAYS) -> Made:
    """A new address for one's own link, for `days` from now; the old one leads nowhere from now on. Raises NotVisible,
    ShareRefused."""
    link = _locked(viewer, link_id)
    if link.user_id != actor.pk:
        raise NotVisible
    _check(days=days, pin="")
    if link.revoked_at is not None:
        raise ShareRefused(_("This link was taken back. Make a new one."))
    token = secrets.token_urlsafe(SECRET_BYTES)
    link.digest, link.expires_at = digest_of(token), timezone.now() + timedelta(days=days)
    link.wrong_pins, link.locked_until = 0, None
    link.save(update_fields=["digest", "expires_at", "wrong_pins", "locked_until"])
    events.record(verb=RENEWED, subject=f"share:{link.pk}", actor=actor, data={"days": days})
    return Made(link, token)


def _locked(viewer: Viewer, link_id: int) -> ShareLink:
    if not links_visible(viewer=viewer).filter(pk=link_id).exists():
        raise NotVisible
    return ShareLink.objects.select_for_update().get(pk=link_id)
