"""Rounds: begun when an edition comes into force, done by a job a piece at a time, followed when people or the
publication change, and ended with the edition.

A piece is one transaction: the duties, what people are told, and the sums that have to follow. What is missing is read
off the rows themselves, so that a worker that dies loses the piece it was in, and the next one begins it again. Pieces
of a round take turns by a lock on its row.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from content.acknowledgement import asking, giving
from content.acknowledgement.models import Duty, Round, Touched
from content.library.models import Edition
from portal.core import events
from portal.core.dispatch import send_after_commit
from portal.core.rows import insert_from

PIECE = 5000
"""People in one transaction."""
STALLED_AFTER = timedelta(minutes=3)
"""A round that is asking and has not moved for so long has lost its worker."""
TASK = "content.acknowledgement.tasks.work_round"
FOLLOW_SUMS = "content.acknowledgement.tasks.follow_sums"


def follow_publication(*, manual_id: int) -> None:
    """Begin, go through again or end the rounds of a publication, as it is now."""
    begun = _begin(asking.askable(at=timezone.now()).filter(manual=manual_id))
    _go_through(Round.objects.filter(edition__manual=manual_id, state__in=Round.CURRENT).exclude(pk__in=begun))


def begin_due() -> None:
    """Begin the rounds of editions that came into force, and end those that went out of it. What was lost with a
    worker is queued again. Every minute, for whatever no message told of."""
    now = timezone.now()
    askable = asking.askable(at=now)
    _begin(askable)
    current = Round.objects.filter(state__in=Round.CURRENT)
    _go_through(current.exclude(edition__in=askable).filter(state=Round.State.DONE))
    _send(current.filter(state=Round.State.RUNNING, beat_at__lt=now - STALLED_AFTER))


def follow_all() -> None:
    """Go through every round again: memberships begin and end by their dates, and dealers change."""
    _go_through(Round.objects.filter(state=Round.State.DONE))


def _begin(editions: QuerySet[Edition]) -> list[int]:
    """Rounds for these editions where there are none, and again where they had ended. Says which."""
    running = Round.objects.filter(edition=OuterRef("pk"), state__in=Round.CURRENT)
    begun = []
    for edition_id in list(editions.exclude(Exists(running)).order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            round_, _made = Round.objects.get_or_create(edition_id=edition_id)
            Round.objects.filter(pk=round_.pk).update(
                state=Round.State.RUNNING, begun_at=timezone.now(), beat_at=timezone.now(), asked_at=None, ended_at=None
            )
            events.record(verb="confirmation.asked", subject=f"edition:{edition_id}", actor=None)
            send_after_commit(TASK, round_.pk)
        begun.append(round_.pk)
    return begun


def _go_through(rounds: QuerySet[Round]) -> None:
    for pk in list(rounds.order_by("pk").values_list("pk", flat=True)):
        Round.objects.filter(pk=pk).update(state=Round.State.RUNNING, beat_at=timezone.now())
        send_after_commit(TASK, pk)


def _send(rounds: QuerySet[Round]) -> None:
    for pk in list(rounds.order_by("pk").values_list("pk", flat=True)):
        send_after_commit(TASK, pk)


def work(*, round_id: int, after_piece: Callable[[], None] | None = None) -> None:
    """Do a round to its end. Two workers at the same round take turns."""
    while _piece(round_id):
        if after_piece is not None:
            after_piece()


@transaction.atomic
def _piece(round_id: int) -> bool:
    """The next piece; whether there may be more to do."""
    round_ = Round.objects.select_for_update(of=("self",)).filter(pk=round_id).first()
    if round_ is None or round_.state != Round.State.RUNNING:
        return False
    now = timezone.now()
    edition = Edition.objects.select_related("manual").defer("outline").get(pk=round_.edition_id)
    round_.beat_at = now
    if asking.askable(at=now).filter(pk=edition.pk).exists():
        more = giving.give_and_let_go(edition=edition, now=now, most=PIECE)
        if not more:
            round_.state, round_.asked_at = Round.State.DONE, round_.asked_at or now
    else:
        more = giving.release(edition=edition, because=_why_ended(edition, now), now=now, most=PIECE)
        if not more:
            round_.state, round_.ended_at = Round.State.ENDED, now
            _touch_all(edition)
    round_.save()
    send_after_commit(FOLLOW_SUMS)
    return more


def _why_ended(edition: Edition, now: datetime) -> str:
    if edition.withdrawn_at is not None:
        return Duty.Reason.WITHDRAWN
    if edition.is_replaced(at=now) or (edition.superseded_at is not None and edition.superseded_at <= now):
        return Duty.Reason.REPLACED
    return Duty.Reason.ENDED


def _touch_all(edition: Edition) -> None:
    """An ended edition counts no longer in what a dealer has to do."""
    insert_from(edition.confirmation_sums_at.all(), into=Touched, edition_id=edition.pk, dealer_id=F("dealer_id"))


def follow_person(*, user_id: int) -> None:
    """Go through every round for one person, whose memberships have changed."""
    now = timezone.now()
    rounds = Round.objects.filter(state__in=Round.CURRENT, edition__in=asking.askable(at=now))
    for pk in rounds.order_by("pk").values_list("pk", flat=True):
        _for_person(pk, user_id, now)


@transaction.atomic
def _for_person(round_id: int, user_id: int, now: datetime) -> None:
    round_ = Round.objects.select_for_update(of=("self",)).filter(pk=round_id).first()
    if round_ is None or round_.state == Round.State.ENDED:
        return
    edition = Edition.objects.select_related("manual").defer("outline").get(pk=round_.edition_id)
    if giving.give_and_let_go(edition=edition, now=now, most=PIECE, user_id=user_id):
        raise AssertionError("One person has more duties of an edition than fit a piece.")
    send_after_commit(FOLLOW_SUMS)
