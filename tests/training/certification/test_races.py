"""Many at once, with real threads and real connections: one award, one certificate, one reminder."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connections

from portal.core.dispatch import kept_here
from portal.notices.models import Notice
from tests import factories
from tests.training.certification_builder import of_courses, taught
from training.certification.certificates import make_certificate
from training.certification.considering import reconsider
from training.certification.models import CertificateFile, Certification, CertificationPeriod, Credential, Reminder
from training.certification.reminding import remind
from training.courses.completion import complete_lesson
from training.courses.models import Registration
from training.courses.registering import register

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 5


@pytest.fixture(autouse=True)
def content_types_of_the_next_test(transactional_db):
    """Emptying the tables takes the content types too; what was remembered of them is forgotten."""
    ContentType.objects.clear_cache()
    yield
    ContentType.objects.clear_cache()


def at_once(calls):
    """What each call gives, all begun at the same moment."""
    start = Barrier(len(calls))

    def run(call):
        start.wait(timeout=20)
        try:
            with kept_here():
                return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_the_last_courses_completed_at_the_same_moment_award_once():
    user = factories.UserFactory()
    courses = [taught(f"Course {n}") for n in range(AT_ONCE)]
    of_courses(*courses)
    started = [register(actor=user, user=user, course=one, source=Registration.Source.SELF) for one in courses]

    def complete(registration):
        lesson = registration.version.outline.lessons[0].id
        return lambda: complete_lesson(registration=registration, lesson_id=lesson)

    assert all(at_once([complete(one) for one in started]))
    assert CertificationPeriod.objects.count() == Credential.objects.count() == 1
    assert sorted(CertificationPeriod.objects.get().basis["registrations"]) == sorted(one.pk for one in started)


def test_one_who_is_looked_at_many_times_at_once_is_awarded_once():
    user = factories.UserFactory()
    one = taught()
    registration = register(actor=user, user=user, course=one, source=Registration.Source.SELF)
    complete_lesson(registration=registration, lesson_id=registration.version.outline.lessons[0].id)
    with kept_here():
        made = of_courses(one)
    found = at_once([lambda: reconsider(user_id=user.pk, scheme_ids=[made.pk])] * AT_ONCE)
    assert sorted(len(periods) for periods in found) == [0, 0, 0, 0, 1]
    assert Certification.objects.get().cycle == 1
    period = CertificationPeriod.objects.get()
    assert sum(at_once([lambda: make_certificate(period_id=period.pk)] * 2)) == 2
    assert CertificateFile.objects.count() == 2
    day = period.expires_on - timedelta(days=30)
    at_once([lambda: remind(today=day)] * AT_ONCE)
    assert Reminder.objects.count() == 3
    assert Notice.objects.filter(kind="certification.ends").count() == 1
