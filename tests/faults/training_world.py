"""People of the training half for tests of faults. It runs inside the portal, as a command; what it prints as its last
line is what the test gets."""

from __future__ import annotations

import json
import sys
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.utils import timezone

from portal.network.models import Membership, User
from tests import factories
from tests.faults.portal_process import PortalProcess
from tests.training import builders, questions
from tests.training.courses_builder import course, lesson, module
from tests.training.enrolment.rules import rule, taught
from tests.training.sessions.builders import opened
from training.assessments.attempts.beginning import begin
from training.assessments.attempts.saving import save_answer
from training.courses.models import Registration
from training.courses.receivers import purpose_of
from training.courses.registering import register
from training.enrolment import running


def built(portal: PortalProcess, name: str, **arguments: Any) -> Any:
    """What the builder `name` of this module made in the portal."""
    code = (
        f"from tests.faults import training_world as w; w.factories.begin_elsewhere(); w.say(w.{name}(**{arguments!r}))"
    )
    return json.loads(portal.manage("shell", "-c", code).strip().splitlines()[-1])


def say(made: object) -> None:
    sys.stdout.write(json.dumps(made) + "\n")


def session_of(user: User) -> str:
    """A session of a person who has signed in; gives its cookie."""
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)


def newcomers(number: int) -> list[User]:
    """People of one dealer."""
    mark = uuid4().hex[:8]
    dealer = factories.DealerFactory(code=f"D-{mark}", tier__code=f"t-{mark}", region__code=f"r-{mark}")
    User.objects.bulk_create(
        [User(username=f"{mark}-{n}", email=f"{mark}-{n}@example.com", password="!") for n in range(number)]
    )
    people = list(User.objects.filter(username__startswith=f"{mark}-").order_by("pk"))
    today = timezone.localdate()
    Membership.objects.bulk_create([Membership(user=one, dealer=dealer, starts=today) for one in people])
    # As in a network that was there before: the database knows how many they are.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return people


def attempt() -> dict[str, object]:
    """Somebody in the assessment that a course consists of, with every answer saved and right."""
    (user,) = newcomers(1)
    asked = builders.assessment(
        builders.ready("coolant", questions.COOLANT), builders.ready("live", questions.LIVE), time_limit_seconds=3600
    )
    test = lesson("assessment", title="Test", assessment=asked.pk)
    registration = register(actor=user, user=user, course=course(module(test)), source=Registration.Source.SELF)
    begun = begin(user=user, assessment=asked, purpose=purpose_of(registration, test["id"]), language="en")
    for position, answer in enumerate(({"option": "g48"}, {"value": False})):
        save_answer(
            user=user,
            attempt_id=begun.pk,
            position=position,
            payload=answer,
            client_key=f"saved-{position:03}",
            based_on=0,
        )
    return {"attempt": begun.pk, "registration": registration.pk, "cookie": session_of(user)}


def last_seat(people: int, waiting_places: int) -> dict[str, object]:
    """An open session with one seat, and people who may book it."""
    session = opened(capacity=1, waiting_places=waiting_places, title=f"Practice {uuid4().hex[:6]}")
    return {"session": session.pk, "cookies": [session_of(one) for one in newcomers(people)]}


def enrolment_run(people: int) -> dict[str, int]:
    """A run of a rule that means so many people, handed to the workers."""
    dealer = newcomers(people)[0].memberships.get().dealer
    wanted = taught()
    return {"run": running.begin(actor=None, rule=rule(wanted, dealers=[dealer])).pk, "course": wanted.pk}
