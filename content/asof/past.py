"""What was in force at the end of a past day for a dealer, and for a vehicle if one is named; and who of the dealer
had confirmed it by then.

What was so on that day is kept for each edition (`content.library.records`): the list says what the portal answered
then, whatever was withdrawn, unpublished or released again since. For whom a publication was and to which vehicles it
applied, what the dealer was (brands, region, tier), who worked there and what they had confirmed are of that day, too.
The roles of who asks for themselves are today's. What was deleted since is not there.

For an edition of which nothing is kept from that day, because it came into the portal later, its own dates are asked:
it was in force, but could not be read here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import BigIntegerField, Case, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from content.acknowledgement.api import Confirmations, confirmations
from content.library import api as library
from content.library.models import Edition, EditionRecord, Manual
from content.vehicles.api import AtHand
from portal.network.api import Viewer, admits, meant_for, visible_to, workplace_then
from portal.network.models import Dealer, Membership


@dataclass(frozen=True, slots=True)
class Past:
    """A day of a dealer. `viewer` sees at the instant `at` what is meant for that dealer; with a `vehicle`, what is
    known not to apply to it is left out. `former` has what those publications were for then that are for something
    else now."""

    dealer: Dealer
    day: date
    viewer: Viewer
    vehicle: AtHand | None
    former: Mapping[int, library.Scope]

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
    at = min(_end_of(day), viewer.at)
    workplace = workplace_then(dealer=dealer, at=at)
    standings = tuple(replace(workplace, roles=standing.roles) for standing in own)
    if viewer.everything or dealer.pk in viewer.managed_dealers:
        # Of everybody together who worked at the dealer on that day.
        roles = Membership.objects.on(day).filter(dealer=dealer, roles__isnull=False).values_list("roles", flat=True)
        standings = (*standings, replace(workplace, roles=frozenset(roles)))
    then = replace(viewer, at=at, standings=standings, everything=False)
    return Past(dealer, day, then, vehicle, library.scopes_then(at=at))


def _end_of(day: date) -> datetime:
    following = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    return following - timedelta(seconds=1)


def in_force_then(*, past: Past, words: str = "") -> QuerySet[Manual]:
    """The publications of which an edition was in force, each with `edition_id`, by title; for a vehicle what applied
    before what may have. `words` narrow by title and document number. One statement; the caller pages it."""
    at = past.at
    records = EditionRecord.objects.filter(edition__manual=OuterRef("pk"))
    kept = records.in_force(at=at).order_by("-effective_from", "-edition").values("edition")[:1]
    not_shown = records.of(at).exclude(pk__in=EditionRecord.objects.shown(at=at).values("pk"))
    by_its_dates = visible_to(model=Manual, viewer=replace(past.viewer, everything=True)) & ~Exists(not_shown)
    else_then = Case(When(by_its_dates, then=Subquery(_unrecorded(at), output_field=BigIntegerField())))
    chosen = Coalesce(Subquery(kept, output_field=BigIntegerField()), else_then)
    found: QuerySet[Any] = Manual.objects.filter(_meant(past))
    found = found.annotate(edition_id=chosen).filter(edition_id__isnull=False)
    for word in words.split():
        found = found.filter(Q(title__icontains=word) | Q(document_number__icontains=word))
    if past.vehicle is None:
        return found.order_by("title", "pk")
    may, surely = _fitting(past, past.vehicle.vehicle)
    sure = When(surely, then=Value(0))
    found = found.filter(may)
    return found.annotate(may=Case(sure, default=Value(1), output_field=IntegerField())).order_by("may", "title", "pk")


def _meant(past: Past) -> Q:
    """The condition on publications that were for whom the viewer was then."""
    then = [pk for pk, scope in past.former.items() if admits(scope.audience, viewer=past.viewer)]
    return _then_or_still(past, then, meant_for(model=Manual, viewer=past.viewer))


def _fitting(past: Past, vehicle: library.Vehicle) -> tuple[Q, Q]:
    """`library.fitting`, as of then: to what the vehicle may have belonged, and to what it did for sure."""
    answers = {pk: library.applies(scope.rows, vehicle).answer for pk, scope in past.former.items()}
    may = [pk for pk, answer in answers.items() if answer is not library.Answer.NO]
    surely = [pk for pk in may if answers[pk] is library.Answer.YES]
    return (
        _then_or_still(past, may, library.fitting(vehicle=vehicle, certain=False)),
        _then_or_still(past, surely, library.fitting(vehicle=vehicle, certain=True)),
    )


def _then_or_still(past: Past, then: list[int], still: Q) -> Q:
    """`still` of what never changed; of what did, `then`."""
    return Q(pk__in=then) | (still & ~Q(pk__in=list(past.former)))


def _unrecorded(at: datetime) -> QuerySet[Any, Any]:
    """The edition of a publication that was in force by its own dates, of those of which nothing is kept from then."""
    issued = Edition.objects.filter(manual=OuterRef("pk"), state=Edition.State.READY, effective_from__lte=at)
    issued = issued.filter(Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at))
    # Whatever stood in the publication's place then, none of its editions was in force.
    issued = issued.filter(Q(replaced_at__isnull=True) | Q(replaced_at__gt=at) | Q(resumes_at__lte=at))
    issued = issued.filter(~Exists(EditionRecord.objects.of(at).filter(edition=OuterRef("pk"))))
    here_then = Case(When(ready_at__gt=at, then=Value(1)), default=Value(0))
    return issued.order_by(here_then, "-effective_from", "-pk").values("pk")[:1]


def lines(manuals: Sequence[Any], *, past: Past, viewer: Viewer) -> list[Line]:
    """What is said of each of a page of `in_force_then`. Four statements, one more with a vehicle. `viewer` is who
    asks, now."""
    editions: defaultdict[int, dict[int, Edition]] = defaultdict(dict)
    for edition in Edition.objects.filter(manual__in=manuals, state=Edition.State.READY).defer("outline"):
        editions[edition.manual_id][edition.pk] = edition
    chosen = [manual.edition_id for manual in manuals]
    readable = set(Edition.objects.readable_by(viewer).filter(pk__in=chosen).values_list("pk", flat=True))
    confirmed = confirmations(
        viewer=viewer, dealer_id=past.dealer.pk, edition_ids=chosen, before=past.at + timedelta(seconds=1)
    )
    missing = _missing(past, manuals)
    records: defaultdict[int, list[EditionRecord]] = defaultdict(list)
    kept = EditionRecord.objects.filter(Q(until__isnull=True) | Q(until__gt=past.at), edition__in=chosen)
    for record in kept.order_by("since", "pk"):
        records[record.edition_id].append(record)
    found = []
    for manual in manuals:
        edition = editions[manual.pk][manual.edition_id]
        if _is_recorded(records[edition.pk], past.at):
            until, later = _ended(records[edition.pk], past.at), False
        else:
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
    vehicle, ids = past.vehicle.vehicle, [manual.pk for manual in manuals]
    verdicts = library.verdicts(vehicle=vehicle, manual_ids=ids)
    verdicts |= {pk: library.applies(past.former[pk].rows, vehicle) for pk in ids if pk in past.former}
    return {pk: tuple(fact for fact in library.Fact if fact in one.missing) for pk, one in verdicts.items()}


def _is_recorded(records: list[EditionRecord], at: datetime) -> bool:
    """Whether something is kept from then. `records` are those that were so then or later, in order."""
    return bool(records) and records[0].since <= at


def _ended(records: list[EditionRecord], at: datetime) -> datetime | None:
    """When an edition that was in force at `at` was so no more, or is planned to be; None while it is for good."""
    for record in records:
        if record.since == record.until:
            continue  # Changed again in the same transaction: it was never so for anybody.
        end = record.ends(at=max(record.since, at))
        if end is None or end != record.until:
            return end
    return None


def _taken_over(edition: Edition, others: Any) -> list[datetime]:
    """When later editions took over from this one: when they were both in force and in the portal."""
    taken = []
    for other in others:
        at = max(other.effective_from, other.ready_at or other.effective_from)
        is_later = (other.effective_from, other.pk) > (edition.effective_from, edition.pk)
        if is_later and (other.withdrawn_at is None or other.withdrawn_at > at):
            taken.append(at)
    return taken
