"""What a reader is told of a publication beside its text: what replaced, cancelled or amended it, what it did to
others, and that it was withdrawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q

from content.library.models import ENDING, Conflict, ConflictAnswer, Edition, Effect, Manual, Succession
from content.library.succession import line_above
from portal.network.api import Viewer

MOST_NAMED = 20
MOST_READ = 200


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another publication that a reader may see."""

    title: str
    document_number: str
    language: str
    url: str


@dataclass(frozen=True, slots=True)
class Ended:
    """Since when a publication is not in force any more, and what to read instead: None where the reader may not see
    that, or it is cancelled by something that they may not see."""

    since: datetime
    is_cancelled: bool
    by: Neighbour | None


@dataclass(frozen=True, slots=True)
class Beside:
    """Another that overlaps, and why both stand."""

    neighbour: Neighbour
    reason: str


@dataclass(frozen=True, slots=True)
class Neighbours:
    """`ends` is what it stands in the place of. The others are in force together with it: what amends it, what it
    amends, and what overlaps with it and stands all the same."""

    ended: Ended | None = None
    ends: tuple[Neighbour, ...] = ()
    amended_by: tuple[Neighbour, ...] = ()
    amends: tuple[Neighbour, ...] = ()
    beside: tuple[Beside, ...] = ()


def neighbours(*, viewer: Viewer, manual_id: int, edition: Edition) -> Neighbours:
    """What is said beside an edition that the viewer may read. No statement for one without relations; else four, and
    one for each step of the line that ended it."""
    if not edition.has_relations:
        return Neighbours()
    rows = Succession.objects.filter(Q(successor=manual_id) | Q(predecessor=manual_id), is_scheduled=False)
    found = list(rows.order_by("-since", "pk")[:MOST_READ])
    reasons = _reasons(manual_id)
    above = line_above(manual_id) if edition.is_replaced(at=viewer.at) else []
    named = {pk for row in found for pk in (row.successor_id, row.predecessor_id)} | {*above, *reasons}
    seen = _seen(viewer, named - {manual_id})
    ends = (row.predecessor_id for row in found if row.successor_id == manual_id and row.effect in ENDING)
    if above:
        return Neighbours(ended=_ended(edition, found, above, seen), ends=_some(ends, seen))
    in_force = {pk: one for pk, one in seen.items() if one.in_force}
    amending = [row for row in found if row.effect == Effect.AMENDS]
    return Neighbours(
        ends=_some(ends, seen),
        amended_by=_some((row.successor_id for row in amending if row.predecessor_id == manual_id), in_force),
        amends=_some((row.predecessor_id for row in amending if row.successor_id == manual_id), in_force),
        beside=tuple(Beside(in_force[pk].neighbour, reason) for pk, reason in reasons.items() if pk in in_force),
    )


def _reasons(manual_id: int) -> dict[int, str]:
    """{what overlaps with it: why both stand}, as answered last."""
    pairs = Q(conflict__first=manual_id) | Q(conflict__second=manual_id)
    stands = Q(conflict__state=Conflict.State.ANSWERED, digest=F("conflict__digest"))
    answers = ConflictAnswer.objects.filter(pairs & stands)
    found = answers.order_by("at", "pk").values_list("conflict__first", "conflict__second", "reason")[:MOST_READ]
    return {second if first == manual_id else first: reason for first, second, reason in found}


@dataclass(frozen=True, slots=True)
class _Seen:
    neighbour: Neighbour
    in_force: bool


def _some(ids: Iterable[int], seen: Mapping[int, _Seen]) -> tuple[Neighbour, ...]:
    return tuple(seen[pk].neighbour for pk in ids if pk in seen)[:MOST_NAMED]


def _seen(viewer: Viewer, manual_ids: set[int]) -> dict[int, _Seen]:
    """Those that the viewer may read at all. Two statements."""
    if not manual_ids:
        return {}
    in_force = Edition.objects.in_force(at=viewer.at).filter(manual__in=manual_ids).order_by()
    standing = set(in_force.values_list("manual", flat=True))
    readable = Edition.objects.issued(at=viewer.at).filter(manual__in=manual_ids)
    visible = Manual.objects.visible_to(viewer).filter(pk__in=readable.order_by().values("manual"))
    return {manual.pk: _Seen(_neighbour(manual), manual.pk in standing) for manual in visible.order_by("pk")}


def _neighbour(manual: Manual) -> Neighbour:
    return Neighbour(
        title=manual.title,
        document_number=manual.document_number,
        language=manual.language,
        url=manual.reading_path(),
    )


def _ended(edition: Edition, found: list[Succession], above: list[int], seen: Mapping[int, _Seen]) -> Ended:
    """It leads to what is in force at the end of the line, so that nobody reads one superseded page after another."""
    manual_id = edition.manual_id
    cancelled = any(row.predecessor_id == manual_id and row.effect == Effect.CANCELS for row in found)
    in_force = (seen[pk].neighbour for pk in reversed(above) if pk in seen and seen[pk].in_force)
    assert edition.replaced_at is not None  # noqa: S101  (it is replaced now)
    return Ended(since=edition.replaced_at, is_cancelled=cancelled, by=next(in_force, None))
