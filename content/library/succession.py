"""Which publication replaces, cancels or amends which, and what that makes of the earlier one.

A publication that is replaced or cancelled has one successor, that one perhaps another: a line. Whatever is further up
the line stands in the place of what is below it, from the first instant at which any of them takes effect to the last.
One takes effect while it is live, within its own dates, from its first issued edition on and never before the relation
was released. So a successor that is unpublished, withdrawn or expired gives the place back, and no job is needed: the
dates are kept on the editions below (`Edition.replaced_at`, `resumes_at`) and compared when somebody asks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from content.library.models import ENDING, Conflict, Edition, Effect, Manual, Relation, Succession
from content.library.signals import publication_changed
from portal.core import events
from portal.core.errors import Refused
from portal.network.models import User

VERBS = {
    Effect.REPLACES.value: "publication.replaced",
    Effect.CANCELS.value: "publication.cancelled",
    Effect.AMENDS.value: "publication.amended",
}
LONGEST_LINE = 500
"""A line of successors is not followed further."""


class SuccessionRefused(Refused):
    """The publication cannot do this to that one."""


@dataclass(frozen=True, slots=True)
class Place:
    """When others stand in a publication's place: from `replaced_at` until before `resumes_at` (None: for good)."""

    replaced_at: datetime | None = None
    resumes_at: datetime | None = None
    has_relations: bool = False


# ---- What may be released ------------------------------------------------------------------------------------------


def refusal(relation: Relation) -> str:
    """Why this row of a draft cannot stand, for its author; "" if it can."""
    manual_id, target = relation.manual_id, relation.target
    if target.pk == manual_id:
        return _("A publication does nothing to itself.")
    manual = Manual.objects.filter(pk=manual_id).first() if manual_id else None
    if manual is not None and manual.department_id != target.department_id and relation.effect in ENDING:
        return _not_owned(target)
    if relation.effect in ENDING and (other := _other_successor(target.pk, manual_id)):
        return _ended_by(other)
    if manual_id and _leads_to(manual_id, target.pk):
        return _circle(target)
    return ""


def _not_owned(target: Manual) -> str:
    return _("“%(title)s” belongs to %(department)s, which alone replaces or cancels it. It can be amended.") % {
        "title": target.title,
        "department": target.department.name,
    }


def _ended_by(other: Succession) -> str:
    facts = {"title": other.successor.title, "number": other.successor.document_number}
    if other.effect == Effect.CANCELS:
        return _("It is cancelled by “%(title)s” (%(number)s) already.") % facts
    return _("It is replaced by “%(title)s” (%(number)s) already.") % facts


def _circle(target: Manual) -> str:
    return _("“%(title)s” is later than this one: it would go round in a circle.") % {"title": target.title}


def _other_successor(target_id: int, manual_id: int | None) -> Succession | None:
    """Who else ends the target and still holds that place: is live, or scheduled to be."""
    held = Succession.objects.filter(predecessor=target_id, effect__in=ENDING).exclude(successor=manual_id)
    found = held.select_related("successor").first()
    return found if found is not None and _holds(found) else None


def _holds(succession: Succession) -> bool:
    stands = succession.successor.live and not succession.is_scheduled
    return stands or _is_scheduled(succession.successor_id)


def _is_scheduled(manual_id: int) -> bool:
    return Revision.page_revisions.filter(object_id=str(manual_id), approved_go_live_at__isnull=False).exists()


def _leads_to(manual_id: int, target_id: int) -> bool:
    """Whether something that ends or amends `manual_id`, however far up, is `target_id`."""
    seen, edge = {manual_id}, {manual_id}
    while edge and len(seen) < LONGEST_LINE:
        edge = (
            set(Succession.objects.filter(predecessor__in=edge).order_by().values_list("successor", flat=True)) - seen
        )
        if target_id in edge:
            return True
        seen |= edge
    return False


def establish(*, manual: Manual, relations: Iterable[Relation], is_scheduled: bool, actor: User | None) -> None:
    """Make what a publication declares true as it is released, or hold its places when it is `is_scheduled`. Raises
    SuccessionRefused, and nothing is changed then. What it declared before and no longer does is given back once it is
    live. Safe to repeat."""
    wanted = _declared(manual, relations)
    held = {one.predecessor_id: one for one in Succession.objects.filter(successor=manual.pk)}
    if not wanted and not held:
        return
    with transaction.atomic():
        _take_turns()
        held = {one.predecessor_id: one for one in Succession.objects.filter(successor=manual.pk)}
        for target_id, relation in wanted.items():
            _claim(manual, relation, held.get(target_id), is_scheduled=is_scheduled, actor=actor)
        if not is_scheduled:
            Succession.objects.filter(successor=manual.pk).exclude(predecessor__in=wanted).delete()
        restand(manual_ids={manual.pk, *wanted, *held})


def reserve(revision: Revision) -> None:
    """Hold the places that a version declares which goes live later. Raises SuccessionRefused."""
    page = revision.as_object()
    if page.go_live_at is not None and page.go_live_at > timezone.now():
        establish(manual=page, relations=page.relations.all(), is_scheduled=True, actor=None)


def refuse_scheduled(revision: Revision, reason: str) -> None:
    """What was due cannot be released: it is scheduled no longer, and why stands in the record of events."""
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
    give_up(manual_id=int(revision.object_id))
    events.record(
        verb="publication.refused", subject=f"manual:{revision.object_id}", actor=None, data={"reason": reason}
    )


def give_up(*, manual_id: int) -> None:
    """Its schedule is cancelled: it holds no places any more, but those that it has because it is live."""
    Succession.objects.filter(successor=manual_id, is_scheduled=True).delete()


def _take_turns() -> None:
    """Relations are released one at a time, in the whole portal: a circle may close between any of them."""
    list(Page.objects.select_for_update(no_key=True).filter(depth=1).order_by("pk").values_list("pk"))


def _declared(manual: Manual, relations: Iterable[Relation]) -> dict[int, Relation]:
    found: dict[int, Relation] = {}
    for relation in relations:
        if relation.target_id in found:
            raise SuccessionRefused(
                _("“%(title)s” is named twice as an earlier publication.") % {"title": relation.target.title}
            )
        relation.manual = manual
        found[relation.target_id] = relation
    return found


def _claim(
    manual: Manual, relation: Relation, own: Succession | None, *, is_scheduled: bool, actor: User | None
) -> None:
    if reason := refusal(relation):
        raise SuccessionRefused(f"{relation.target.title}: {reason}")
    if own is not None and own.effect == relation.effect and own.is_scheduled == is_scheduled:
        return
    if own is not None and is_scheduled and not own.is_scheduled:
        return  # What is live stands until the scheduled version takes its place.
    if relation.effect in ENDING:
        # What held the place is neither live nor scheduled any more, or `refusal` would have named it.
        stale = Succession.objects.filter(predecessor=relation.target_id, effect__in=ENDING)
        stale.exclude(successor=manual.pk).delete()
    facts = {"effect": relation.effect, "is_scheduled": is_scheduled}
    if own is None or own.is_scheduled or own.effect != relation.effect:
        facts["since"] = timezone.now().replace(microsecond=0)
    try:
        with transaction.atomic():
            Succession.objects.update_or_create(successor=manual, predecessor_id=relation.target_id, defaults=facts)
    except IntegrityError as error:
        other = _other_successor(relation.target_id, manual.pk)
        raise SuccessionRefused(_ended_by(other) if other else _circle(relation.target)) from error
    if not is_scheduled:
        events.record(
            verb=VERBS[relation.effect],
            subject=f"manual:{relation.target_id}",
            actor=actor,
            data={"by": manual.pk},
        )


# ---- What it makes of the earlier ones -----------------------------------------------------------------------------


def restand(*, manual_ids: Collection[int]) -> None:
    """Make the dates on the editions of these publications, and of all that they stand in the place of, true; tell who
    listens of those that changed. Safe to run at any time."""
    with transaction.atomic():
        affected = _below(manual_ids)
        line = _successors(affected)
        takes = _taking_effect(set(line.values()))
        related = _related(affected)
        for manual_id in sorted(affected):
            place = _place(manual_id, line, takes, manual_id in related)
            facts: dict[str, object] = {
                "replaced_at": place.replaced_at,
                "resumes_at": place.resumes_at,
                "has_relations": place.has_relations,
            }
            if Edition.objects.filter(manual=manual_id).exclude(**_same(facts)).update(**facts):
                publication_changed.send(sender=Manual, manual_id=manual_id)


def _same(facts: dict[str, object]) -> dict[str, object]:
    return {
        (f"{name}__isnull" if value is None else name): (True if value is None else value)
        for name, value in facts.items()
    }


def _below(manual_ids: Collection[int]) -> set[int]:
    """These, and whatever they end, and what that ended..."""
    seen, edge = set(manual_ids), set(manual_ids)
    while edge:
        ended = Succession.objects.filter(successor__in=edge, effect__in=ENDING, is_scheduled=False)
        edge = set(ended.order_by().values_list("predecessor", flat=True)) - seen
        seen |= edge
    return seen


@dataclass(frozen=True, slots=True)
class _Step:
    successor_id: int
    since: datetime


def _successors(manual_ids: Collection[int]) -> dict[int, _Step]:
    """{publication: who ended it} for these and everything up their lines."""
    found: dict[int, _Step] = {}
    edge = set(manual_ids)
    while edge:
        ended = Succession.objects.filter(predecessor__in=edge, effect__in=ENDING, is_scheduled=False)
        new = {
            predecessor: _Step(successor, since)
            for predecessor, successor, since in ended.order_by().values_list("predecessor", "successor", "since")
        }
        found |= new
        edge = {step.successor_id for step in new.values()} - found.keys()
    return found


def _taking_effect(steps: Collection[_Step]) -> dict[int, tuple[datetime, datetime | None]]:
    """{successor: [from, until)} by its own dates and editions; those that take no effect are not in it."""
    ready = models.Q(editions__state=Edition.State.READY, editions__withdrawn_at__isnull=True)
    rows = (
        Manual.objects.filter(pk__in={step.successor_id for step in steps}, live=True)
        .annotate(first=models.Min("editions__effective_from", filter=ready))
        .filter(first__isnull=False)
        .order_by()
        .values_list("pk", "first", "effective_from", "expires_at")
    )
    return {pk: (max(filter(None, (first, effective))), expires) for pk, first, effective, expires in rows}


def _place(
    manual_id: int,
    line: dict[int, _Step],
    takes: dict[int, tuple[datetime, datetime | None]],
    has_relations: bool,
) -> Place:
    starts: list[datetime] = []
    ends: list[datetime | None] = []
    seen = {manual_id}
    at, since = manual_id, None
    while (step := line.get(at)) is not None and step.successor_id not in seen:
        seen.add(step.successor_id)
        since = step.since if since is None else max(since, step.since)
        if step.successor_id in takes:
            begins, until = takes[step.successor_id]
            begins = max(begins, since)
            if until is None or begins < until:
                starts.append(begins)
                ends.append(until)
        at = step.successor_id
    if not starts:
        return Place(has_relations=has_relations)
    last = None if None in ends else max(end for end in ends if end is not None)
    return Place(min(starts), last, has_relations)


def _related(manual_ids: Collection[int]) -> set[int]:
    """Those that take part in a relation which was released, or that overlap with another and stand."""
    relations = Succession.objects.filter(is_scheduled=False)
    relations = relations.filter(models.Q(successor__in=manual_ids) | models.Q(predecessor__in=manual_ids))
    overlaps = Conflict.objects.filter(state=Conflict.State.ANSWERED)
    overlaps = overlaps.filter(models.Q(first__in=manual_ids) | models.Q(second__in=manual_ids))
    pairs = [*relations.order_by().values_list("successor", "predecessor")]
    pairs += overlaps.order_by().values_list("first", "second")
    return {pk for pair in pairs for pk in pair}


def replaced(*, at: datetime) -> models.QuerySet[Edition, int]:
    """The keys of the publications in whose place another stands at `at`."""
    gone = Edition.objects.filter(replaced_at__lte=at)
    gone = gone.filter(models.Q(resumes_at__isnull=True) | models.Q(resumes_at__gt=at))
    return gone.order_by().values_list("manual", flat=True)


def ended_by(manual_id: int) -> set[int]:
    """What it stands in the place of, or would if it took effect."""
    return _below([manual_id]) - {manual_id}


def line_above(manual_id: int) -> list[int]:
    """Who ended it, who ended that one, and so on. One statement for each."""
    line = _successors([manual_id])
    found: list[int] = []
    while (step := line.get(found[-1] if found else manual_id)) is not None and step.successor_id not in found:
        found.append(step.successor_id)
    return found
