"""People who have completed a course with an assessment, for tests of the refresher."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from portal.network.api import viewer_for
from tests import factories
from tests.training import builders
from tests.training.courses_builder import course, lesson, module
from training.courses.completion import complete_lesson
from training.courses.registering import register
from training.refresher.dealing import deal


def worker(dealer=None):
    return factories.MembershipFactory(dealer=dealer or factories.DealerFactory()).user


def taught(*questions, title="High voltage", **facts):
    """A course of a text and an assessment of these questions, and the ids of its lessons."""
    text = lesson(title=f"About {title}")
    test = lesson("assessment", title="Test", assessment=builders.assessment(*questions).pk)
    return course(module(text, test), title=title, **facts), [text["id"], test["id"]]


def complete(user, made, lessons, *, days_ago=30, dealt=True):
    """The registration, completed so many days ago, with its cards."""
    registration = register(actor=user, user=user, course=made, source="self")
    for one in lessons:
        complete_lesson(registration=registration, lesson_id=one, now=timezone.now() - timedelta(days=days_ago))
    if dealt:
        deal(registration_id=registration.pk)
    registration.refresh_from_db()
    return registration


def viewer(user, **more):
    return viewer_for(user=user, **more)
