"""Attempts in the database for tests of evaluation: handed in, with the marks that a test says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from django.contrib.auth import get_user_model
from django.utils import timezone

from portal.network.models import User
from tests import factories
from tests.training import builders
from training.assessments.models import Assessment, Attempt, AttemptItem, Mark, Response
from training.bank.models import Question
from training.bank.shapes import Choice, Option


def choice(name: str, options: str = "abcd") -> Question:
    """A question of which "a" is right."""
    offers = tuple(Option(id=one, text={"en": f"{name} {one}"}, fraction=float(one == "a")) for one in options)
    return builders.ready(name, Choice(stem={"en": f"Stem of {name}"}, options=offers))


def attempt(
    assessment: Assessment,
    questions: Sequence[Question],
    right: Sequence[float],
    *,
    user: User | None = None,
    chosen: str = "",
    number: int = 1,
    purpose: str = "test:1",
    state: str = Attempt.State.GRADED,
    seconds: int = 30,
) -> Attempt:
    """A graded attempt at `questions` with these marks. Who is not right chose "b" unless `chosen` says otherwise, a
    letter for each question. Not scored through the signal, as attempts were before there was evaluation."""
    now = timezone.now()
    share = Decimal(repr(round(sum(right) / len(right), 6)))
    made = Attempt.objects.create(
        assessment=assessment,
        user=user or builders.person(),
        purpose=purpose,
        number=number,
        seed="s",
        language="en",
        rules={},
        state=state,
        started_at=now,
        submitted_at=now,
        share=share,
        passed=share >= Decimal("0.5"),
    )
    for position, (question, mark) in enumerate(zip(questions, right, strict=True)):
        item = AttemptItem.objects.create(
            attempt=made, position=position, question_version=question.current, points=Decimal(1)
        )
        answer = {"option": chosen[position] if chosen else ("a" if mark == 1 else "b")}
        Response.objects.create(item=item, sequence=0, client_key="opened", saved_at=now)
        later = now + timedelta(seconds=seconds)
        Response.objects.create(item=item, sequence=1, answer=answer, client_key=f"key-{position:04}", saved_at=later)
        Mark.objects.create(item=item, source=Mark.Source.AUTOMATIC, fraction=Decimal(repr(mark)))
    return made


def trainer(department: str = "service") -> User:
    """An author of the department."""
    person = builders.person()
    person.groups.add(builders.department(department).authors)
    return get_user_model().objects.get(pk=person.pk)


def staff(dealer: object, count: int) -> list[User]:
    """People of a dealer."""
    return [factories.MembershipFactory(dealer=dealer).user for _one in range(count)]
