"""Publications that contradict each other: two of one type and language, for one vehicle and one reader.

Whoever releases the second is asked what becomes of the first: it is replaced or amended, or both stand and the reason
is kept. The question is put again when whom or what either is for has changed. What is released without an answer
stands in the report.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision

from content.library.fitting import rows_of
from content.library.models import Conflict, ConflictAnswer, Manual, Succession
from content.library.overlap import Scope, digest_of, overlaps
from content.library.releasing import ReleaseStopped
from content.library.succession import replaced, restand
from portal.core import events
from portal.core.errors import Refused
from portal.network.api import Standing, Visibility, audiences_of, workplace
from portal.network.models import Dealer, Region, User, lineage

LONGEST_REASON = 2000


class ConflictsOpen(ReleaseStopped):
    """There are questions that have to be answered first; `address` is where."""

    def __init__(self, page: Manual, *, then: str) -> None:
        super().__init__(_("“%(title)s” overlaps with others. Say what becomes of them.") % {"title": page.title})
        self.address = f"{reverse('governance:conflicts', args=[page.pk])}?then={then}"


@dataclass(frozen=True, slots=True)
class Question:
    """Another publication that overlaps. `answer` is the newest, if what was asked then is still so."""

    other: Manual
    digest: str
    answer: ConflictAnswer | None

    @property
    def is_open(self) -> bool:
        return self.answer is None


def questions(page: Manual) -> list[Question]:
    """What overlaps with a publication as it was saved last (`page` may be a draft), by title. About fifteen
    statements, however many there are."""
    found = _overlapping(page)
    answers = _answers(page.pk, [other.pk for other, _digest in found])
    return [Question(other, digest, answers.get((other.pk, digest))) for other, digest in found]


def require_answers(page: Any, *, then: str) -> None:
    """Raises ConflictsOpen while a question about what was saved last is open. `then` is what the person was doing."""
    if not isinstance(page, Manual):
        return
    draft = page.get_latest_revision_as_object()
    if any(one.is_open for one in questions(draft)):
        raise ConflictsOpen(draft, then=then)


def answer(*, page: Manual, other_id: int, reason: str, actor: User) -> None:
    """Keep why the publication, as it was saved last, and the other both stand. Raises Refused without a reason. Quiet
    when they do not overlap any more."""
    reason = reason.strip()
    if not reason:
        raise Refused(_("Say why both stand."))
    digest = next((one.digest for one in questions(page) if one.other.pk == other_id), None)
    if digest is None:
        return
    first, second = sorted((page.pk, other_id))
    with transaction.atomic():
        conflict, _made = Conflict.objects.get_or_create(
            first_id=first, second_id=second, defaults={"digest": digest, "state": Conflict.State.ANSWERED}
        )
        conflict.state, conflict.digest = Conflict.State.ANSWERED, digest
        conflict.save(update_fields=["state", "digest"])
        ConflictAnswer.objects.create(conflict=conflict, reason=reason[:LONGEST_REASON], digest=digest, by=actor)
        data: dict[str, object] = {"other": other_id, "conflict": conflict.pk, "reason": reason[:LONGEST_REASON]}
        events.record(verb="conflict.answered", subject=f"manual:{page.pk}", actor=actor, data=data)
        restand(manual_ids=[page.pk, other_id])


@transaction.atomic
def note(*, manual: Manual) -> set[int]:
    """Make the rows of conflicts of a publication true, as it is released or taken down; says of which others
    something has changed. A fixed number of statements, and one for every thousand new conflicts."""
    found = dict(_by_key(_overlapping(manual))) if manual.live or _scheduled_ids([manual.pk]) else {}
    kept = {_other(row, manual.pk): row for row in Conflict.objects.filter(_of(manual.pk)).select_for_update()}
    answered = set(_answers(manual.pk, found))
    new, changed = [], []
    for other_id, digest in found.items():
        state = Conflict.State.ANSWERED if (other_id, digest) in answered else Conflict.State.OPEN
        row = kept.get(other_id)
        if row is None:
            first, second = sorted((manual.pk, other_id))
            new.append(Conflict(first_id=first, second_id=second, digest=digest, state=state))
        elif (row.state, row.digest) != (state, digest):
            if row.state != Conflict.State.OPEN and state == Conflict.State.OPEN:
                row.found_at = timezone.now()
            row.state, row.digest = state, digest
            changed.append(row)
    for other_id, row in kept.items():
        if other_id not in found and row.state != Conflict.State.SETTLED:
            row.state = Conflict.State.SETTLED
            changed.append(row)
    Conflict.objects.bulk_create(new, ignore_conflicts=True, batch_size=1000)
    Conflict.objects.bulk_update(changed, ["state", "digest", "found_at"], batch_size=500)
    return {_other(row, manual.pk) for row in (*new, *changed)}


def _by_key(found: Iterable[tuple[Manual, str]]) -> Iterable[tuple[int, str]]:
    return ((other.pk, digest) for other, digest in found)


def _of(manual_id: int) -> Q:
    return Q(first=manual_id) | Q(second=manual_id)


def _other(row: Conflict, manual_id: int) -> int:
    return row.second_id if row.first_id == manual_id else row.first_id


def _answers(manual_id: int, other_ids: Collection[int]) -> dict[tuple[int, str], ConflictAnswer]:
    """{(the other, digest): the newest answer to that question}."""
    if not other_ids:
        return {}
    rows = ConflictAnswer.objects.filter(
        Q(conflict__first=manual_id, conflict__second__in=other_ids)
        | Q(conflict__second=manual_id, conflict__first__in=other_ids)
    )
    rows = rows.select_related("conflict", "by").order_by("at", "pk")
    return {(_other(row.conflict, manual_id), row.digest): row for row in rows}


# ---- What overlaps -------------------------------------------------------------------------------------------------


def _overlapping(page: Manual) -> list[tuple[Manual, str]]:
    own = Scope(tuple(row.row for row in page.applicability.all()), Visibility(**page.audience()))
    others = list(_candidates(page, own))
    if not others:
        return []
    ids = [other.pk for other in others]
    rows, audiences = rows_of(manual_ids=ids), audiences_of(model=Manual, pks=ids)
    scopes = {pk: Scope(tuple(rows[pk]), audiences[pk]) for pk in ids}
    lineages, dealers = _network([own, *scopes.values()])
    return [
        (other, digest_of(own, scopes[other.pk]))
        for other in others
        if overlaps(own, scopes[other.pk], lineages=lineages, dealers=dealers)
    ]


def _candidates(page: Manual, own: Scope) -> QuerySet[Any]:
    """Of the same type and language, in force or planned, not replaced, and neither does anything to the other."""
    now = timezone.now()
    related = {relation.target_id for relation in page.relations.all()}
    for pair in Succession.objects.filter(Q(successor=page.pk) | Q(predecessor=page.pk)).values_list(
        "successor", "predecessor"
    ):
        related |= set(pair)
    planned = Revision.page_revisions.filter(
        object_id=Cast(OuterRef("pk"), CharField()), approved_go_live_at__isnull=False
    ).order_by()
    found = Manual.objects.filter(category=page.category, language=page.language)
    found = found.exclude(pk__in={page.pk, *related}).exclude(pk__in=replaced(at=now))
    found = found.filter(Q(live=True) | Exists(planned)).filter(Q(expires_at__isnull=True) | Q(expires_at__gt=now))
    if own.rows:
        found = found.filter(
            Q(applicability__isnull=True) | Q(applicability__brand__in={row.brand for row in own.rows})
        ).distinct()
    return found.select_related("department").order_by("title", "pk")


def _scheduled_ids(manual_ids: Collection[int]) -> set[int]:
    rows = Revision.page_revisions.filter(
        object_id__in=[str(pk) for pk in manual_ids], approved_go_live_at__isnull=False
    )
    return {int(pk) for pk in rows.order_by().values_list("object_id", flat=True)}


def _network(scopes: Collection[Scope]) -> tuple[dict[int, tuple[int, ...]], dict[int, Standing]]:
    """The lineage of every region that is named, and what every dealer that is named is. Three statements at most."""
    regions = {pk for scope in scopes for pk in scope.audience.regions}
    named = {pk for scope in scopes for pk in scope.audience.dealers}
    lineages = {pk: lineage(path) for pk, path in Region.objects.filter(pk__in=regions).values_list("pk", "path")}
    found = Dealer.objects.filter(pk__in=named).select_related("region").prefetch_related("brands")
    return lineages, {dealer.pk: workplace(dealer=dealer) for dealer in found}
