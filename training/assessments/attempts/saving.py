"""Saving an answer: at each change, at most once each, never after time.

What a browser says is not believed: the clock, the limits and the order are the server's. It numbers each save
(`client_key`) and says which saved answer it goes on from (`based_on`), so that a save repeated after a lost connection
is the same save, and a second tab cannot silently overwrite what the first one saved.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core.errors import Refused
from portal.network.models import User
from training.assessments.models import Attempt, AttemptItem, Response
from training.assessments.rules import GRACE, Rules
from training.bank.answers import AnyAnswer, EssayAnswer, InvalidAnswer, answer_from
from training.bank.shapes import wording

_KEY = re.compile(r"^[A-Za-z0-9_-]{8,40}$")
OPENED = "opened"
"""The `client_key` of the row, of sequence 0, that tells when a question was first shown."""


class Why(StrEnum):
    """Why a save is refused, for the page that sent it."""

    UNKNOWN = "unknown"
    OVER = "over"
    TIME = "time"
    NO_WAY_BACK = "no_way_back"
    CHANGED = "changed"
    INVALID = "invalid"


class SaveRefused(Refused):
    """The answer was not saved. With CHANGED, `latest` is what another tab or device saved in the meantime."""

    def __init__(self, why: Why, reason: str, latest: Response | None = None) -> None:
        super().__init__(reason)
        self.why, self.latest = why, latest


@dataclass(frozen=True, slots=True)
class Saved:
    """`sequence` is what the next save of this item is based on."""

    sequence: int
    saved_at: datetime
    hints_used: int


@transaction.atomic
def save_answer(
    *,
    user: User,
    attempt_id: int,
    position: int,
    payload: Any,
    client_key: str,
    based_on: int,
    now: datetime | None = None,
) -> Saved:
    """Keep `payload` as the person's answer to the question at `position`. Raises SaveRefused.

    `based_on` is the sequence of the answer that the page showed (0: none). Four statements, five where there is no
    way back. Only rows that are the person's own are found, so another's attempt is UNKNOWN, as one that never was.
    """
    now = now or timezone.now()
    if not _KEY.match(client_key) or client_key == OPENED:
        raise SaveRefused(Why.INVALID, _("The answer could not be read. Reload the page."))
    attempt, item = open_row(user, attempt_id, position, now)
    last = item.responses.order_by("-sequence").first()
    if based_on != (last.sequence if last else 0):
        if same := item.responses.filter(client_key=client_key).first():
            return Saved(same.sequence, same.saved_at, same.hints_used)
        raise SaveRefused(Why.CHANGED, _("This answer was changed in another window."), last)
    in_time_and_order(attempt, item, now)
    try:
        answer = answer_from(item.question_version.asked, payload)
        _files_are_there(item, answer)
    except InvalidAnswer as error:
        raise SaveRefused(Why.INVALID, _("The answer could not be read. Reload the page.")) from error
    return _keep(item, last, answer.model_dump(mode="json"), last.hints_used if last else 0, client_key, now)


@transaction.atomic
def take_hint(
    *, user: User, attempt_id: int, position: int, client_key: str, now: datetime | None = None
) -> tuple[Saved, str]:
    """The next hint of a question, and that it was taken. Raises SaveRefused, INVALID when there is none left."""
    now = now or timezone.now()
    attempt, item = open_row(user, attempt_id, position, now)
    hints = item.question_version.asked.hints
    if not _KEY.match(client_key) or client_key == OPENED:
        raise SaveRefused(Why.INVALID, _("There is no further hint."))
    if same := item.responses.filter(client_key=client_key).first():
        shown = hints[same.hints_used - 1] if 0 < same.hints_used <= len(hints) else {}
        return Saved(same.sequence, same.saved_at, same.hints_used), wording(shown, attempt.language)
    last = item.responses.order_by("-sequence").first()
    used = last.hints_used if last else 0
    if used >= len(hints):
        raise SaveRefused(Why.INVALID, _("There is no further hint."))
    in_time_and_order(attempt, item, now)
    saved = _keep(item, last, last.answer if last else None, used + 1, client_key, now)
    return saved, wording(hints[used], attempt.language)


@transaction.atomic
def open_item(*, user: User, attempt_id: int, position: int, now: datetime | None = None) -> datetime:
    """Note that the question is shown, the first time; gives that time. Its own clock, where it has one, runs from
    then, and where there is no way back those before it are closed. Raises SaveRefused."""
    now = now or timezone.now()
    attempt, item = open_row(user, attempt_id, position, now)
    if Rules.kept(attempt.rules).forward_only:
        _no_later_one(attempt, item)
    shown = item.responses.filter(sequence=0).first()
    if shown is not None:
        return shown.saved_at
    return Response.objects.create(item=item, sequence=0, client_key=OPENED, saved_at=now).saved_at


def open_row(user: User, attempt_id: int, position: int, now: datetime) -> tuple[Attempt, AttemptItem]:
    """The person's open attempt, locked, and its item at `position`. Raises SaveRefused."""
    # The lock makes saves of one attempt wait for each other: sequences have no gaps, and none comes after handing in.
    attempt = Attempt.objects.select_for_update().filter(pk=attempt_id, user=user).first()
    if attempt is None:
        raise SaveRefused(Why.UNKNOWN, _("There is no such attempt."))
    if attempt.state != Attempt.State.IN_PROGRESS:
        raise SaveRefused(Why.OVER, _("This attempt has been handed in."))
    if attempt.deadline_at and now > attempt.deadline_at + GRACE:
        raise SaveRefused(Why.TIME, _("The time is up."))
    item = attempt.items.filter(position=position).select_related("question_version").first()
    if item is None:
        raise SaveRefused(Why.UNKNOWN, _("There is no such question."))
    return attempt, item


def in_time_and_order(attempt: Attempt, item: AttemptItem, now: datetime) -> None:
    """Whether the item may be answered now. Raises SaveRefused."""
    rules = Rules.kept(attempt.rules)
    if rules.forward_only:
        _no_later_one(attempt, item)
    if item.seconds is not None:
        opened_at = item.responses.filter(sequence=0).values_list("saved_at", flat=True).first()
        deadline = rules.item_deadline(opened_at, item.seconds) if opened_at else None
        if deadline is None or now > deadline + GRACE:
            raise SaveRefused(Why.TIME, _("The time for this question is up."))


def _no_later_one(attempt: Attempt, item: AttemptItem) -> None:
    if Response.objects.filter(item__attempt=attempt, item__position__gt=item.position).exists():
        raise SaveRefused(Why.NO_WAY_BACK, _("There is no way back to an earlier question."))


def _files_are_there(item: AttemptItem, answer: AnyAnswer) -> None:
    """An answer names only files that were handed in for the item. One statement, where it names any."""
    if isinstance(answer, EssayAnswer) and answer.files:
        named = set(answer.files)
        if item.files.filter(sha256__in=named).count() != len(named):
            raise InvalidAnswer("a file that was not handed in")


def _keep(
    item: AttemptItem, last: Response | None, answer: Any, hints_used: int, client_key: str, now: datetime
) -> Saved:
    made = Response.objects.create(
        item=item,
        sequence=(last.sequence if last else 0) + 1,
        answer=answer,
        hints_used=hints_used,
        saved_at=now,
        client_key=client_key,
    )
    return Saved(made.sequence, made.saved_at, made.hints_used)
