"""What was in force at the end of a past day for a dealer, and for a vehicle if one is named; and who of the dealer
had confirmed it by then.

Dates are those of that day: when a publication and its editions took effect, were brought into the portal, expired or
were withdrawn, who worked at the dealer and what they had confirmed. Audiences, what the dealer is (brands, region,
tier), and to which vehicles a publication applies are today's: their history is not kept. What was unpublished or
deleted since is not there, and what it had replaced counts as in force.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Case, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone

from content.acknowledgement.api import Confirmations, confirmations
from content.library import api as library
from content.library.models import Edition, Manual
from content.vehicles.api import AtHand
from portal.network.api import Standing, Viewer
from portal.network.models import Dealer, Membership


@dataclass(frozen=True, slots=True)
class Past:
    """A day of a dealer. `viewer` sees at the instant `at` what is meant for that dealer; with a `vehicle`, what is
    known not to apply to it is left out."""

    dealer: Dealer
    day: date
    viewer: Viewer
    vehicle: AtHand | None = None

    @property
    def at(self) -> datetime:
        return self.viewer.at


@dataclass(frozen=True, slots=True)
class Line:
    """An edition that was in force. `until` is None while it still is. `later` says that the portal got it only after
    that day: it was in force by its own date, but could not be read here. `missing` are the facts of the vehicle that
    would decide whether it applied, none where it did. `confirmed` is what the dealer's people had confirmed."""

    manual: Manual
    edition: Edition
    until: datetime | None
    later: bool
    readable: bool
    missing: tuple[library.Fact, ...]
    confirmed: Confirmations


def dealers_of(*, viewer: Viewer) -> list[Dealer]:
    """The dealers for which a viewer may ask, because they work there today. One statement; OEM staff ask for any by
    its code."""
    ids = {dealer for standing in viewer.standings for dealer in standing.dealers}
    return list(Dealer.objects.filter(pk__in=ids).order_by("name", "pk")) if ids else []


def open_past(*, viewer: Viewer, dealer_code: str, day: date, vehicle: AtHand | None = None) -> Past:
    """A day of a dealer, for who works there today or is OEM staff. Raises NotVisible. A day to come is today."""
    dealer = Dealer.objects.select_related("region").filter(code=dealer_code).first()
    if dealer is None:
        raise library.NotVisible
    own = tuple(standing for standing in viewer.standings if dealer.pk in standing.dealers)
    if not (own or viewer.everything):
        raise library.NotVisible
    standings = own
    if viewer.everything or dealer.pk in viewer.managed_dealers:
        standings = (*own, _standing_of_all(dealer, day))
    at = min(_end_of(day), viewer.at)
    return Past(dealer, day, replace(viewer, at=at, standings=standings, everything=False), vehicle)


def _end_of(day: date) -> datetime:
    following = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    return following - timedelta(seconds=1)


def _standing_of_all(dealer: Dealer, day: date) -> Standing:
    """Of everybody together who worked at the dealer on that day."""
    roles = Membership.objects.on(day).filter(dealer=dealer, roles__isnull=False).values_list("roles", flat=True)
    return Standing(
        brands=frozenset(dealer.brands.values_list("pk", flat=True)),
        regions=frozenset(dealer.region.lineage),
        tiers=frozenset([dealer.tier_id]),
        roles=frozenset(roles),
        dealers=frozenset([dealer.pk]),
    )


def in_force_then(*, past: Past, words: str = "") -> QuerySet[Manual]:
    """The publications of which an edition was in force, each with `edition_id`, by title; for a vehicle what applied
    before what may have. `words` narrow by title and document number. One statement; the caller pages it."""
    at = past.at
    issued = Edition.objects.filter(manual=OuterRef("pk"), state=Edition.State.READY, effective_from__lte=at)
    issued = issued.filter(Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at))
    # Whatever stood in the publication's place then, none of its editions was in force.
    issued = issued.filter(Q(replaced_at__isnull=True) | Q(replaced_at__gt=at) | Q(resumes_at__lte=at))
    here_then = Case(When(_later(at), then=Value(1)), default=Value(0))
    chosen = issued.order_by(here_then, "-effective_from", "-pk").values("pk")[:1]
    found: QuerySet[Any] = Manual.objects.visible_to(past.viewer).annotate(edition_id=Subquery(chosen))
    found = found.filter(edition_id__isnull=False)
    for word in words.split():
        found = found.filter(Q(title__icontains=word) | Q(document_number__icontains=word))
    if past.vehicle is None:
        return found.order_by("title", "pk")
    vehicle = past.vehicle.vehicle
    sure = When(library.fitting(vehicle=vehicle, certain=True), then=Value(0))
    found = found.filter(library.fitting(vehicle=vehicle, certain=False))
    return found.annotate(may=Case(sure, default=Value(1), output_field=IntegerField())).order_by("may", "title", "pk")


def _later(at: datetime) -> Q:
    return Q(ready_at__gt=at)


def lines(manuals: Sequence[Any], *, past: Past, viewer: Viewer) -> list[Line]:
    """What is said of each of a page of `in_force_then`. Three statements, with a vehicle four. `viewer` is who asks,
    now."""
    editions: defaultdict[int, dict[int, Edition]] = defaultdict(dict)
    for edition in Edition.objects.filter(manual__in=manuals, state=Edition.State.READY).defer("outline"):
        editions[edition.manual_id][edition.pk] = edition
    chosen = [manual.edition_id for manual in manuals]
    readable = set(Edition.objects.readable_by(viewer).filter(pk__in=chosen).values_list("pk", flat=True))
    confirmed = confirmations(
        viewer=viewer, dealer_id=past.dealer.pk, edition_ids=chosen, before=past.at + timedelta(seconds=1)
    )
    missing = _missing(past, manuals)
    found = []
    for manual in manuals:
        edition = editions[manual.pk][manual.edition_id]
        own = (manual.expires_at, edition.withdrawn_at, edition.replaced_at)
        ends = [*own, *_taken_over(edition, editions[manual.pk].values())]
        until = min((end for end in ends if end is not None and end > past.at), default=None)
        later = edition.ready_at is not None and edition.ready_at > past.at
        by_then = confirmed.get(edition.pk, Confirmations())
        found.append(Line(manual, edition, until, later, edition.pk in readable, missing.get(manual.pk, ()), by_then))
    return found


def _missing(past: Past, manuals: Sequence[Any]) -> dict[int, tuple[library.Fact, ...]]:
    if past.vehicle is None:
        return {}
    verdicts = library.verdicts(vehicle=past.vehicle.vehicle, manual_ids=[manual.pk for manual in manuals])
    return {pk: tuple(fact for fact in library.Fact if fact in one.missing) for pk, one in verdicts.items()}


def _taken_over(edition: Edition, others: Any) -> list[datetime]:
    """When later editions took over from this one: when they were both in force and in the portal."""
    taken = []
    for other in others:
        at = max(other.effective_from, other.ready_at or other.effective_from)
        is_later = (other.effective_from, other.pk) > (edition.effective_from, edition.pk)
        if is_later and (other.withdrawn_at is None or other.withdrawn_at > at):
            taken.append(at)
    return taken
