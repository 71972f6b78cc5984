"""The demo's training as it is built: whole, true to its own words, and built once."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db.models import Max, Model
from django.utils import timezone
from PIL import Image

from portal.demo import library, network, people
from portal.demo.manuals.api import catalogue
from portal.demo.training import build as building
from portal.demo.training import courses
from portal.demo.training.assessments import ASSESSMENTS
from portal.demo.training.calendar import PLAN, working_day
from portal.demo.training.course_files import course_files
from portal.demo.training.history.origins import FOUNDED_DAYS, STAMPS, date_origins
from portal.network.api import viewer_for
from portal.network.models import Department, Membership, User
from tests.factories import home_page
from tests.portal.demo.dated import misdated
from training.assessments.models import Assessment
from training.certification.models import CertificationScheme, Curriculum, Equivalence
from training.courses.models import Course, LessonFile
from training.enrolment.api import forecast
from training.enrolment.models import CourseReminders, EnrolmentRule
from training.needs.models import Competency, DealerStandard, RoleProfile, StandardResult
from training.refresher.models import RetentionGoal
from training.sessions.api import listed
from training.sessions.models import Booking, Session, Venue

MODELS: tuple[type[Model], ...] = (
    User, Membership, Course, LessonFile, Curriculum, CertificationScheme, Equivalence, Competency, RoleProfile,
    RetentionGoal, DealerStandard, StandardResult, EnrolmentRule, CourseReminders, Venue, Session, Booking,
)  # fmt: skip


MANUALS = {
    lesson["value"]["manual"]
    for course in course_files()
    for module in course.modules
    for lesson in module["value"]["lessons"]
    if lesson["type"] == "reading"
}


def square() -> bytes:
    """A small picture."""
    buffer = BytesIO()
    Image.new("RGB", (8, 8)).save(buffer, "PNG")
    return buffer.getvalue()


def rows() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in MODELS}


@pytest.fixture
def built(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """All but the question bank, the drawings and the year of history, which have tests of their own; manuals without
    their pages."""
    home_page()
    network.build_network()
    library.build_departments()
    library.build_models()
    people.build_people()
    for manual in catalogue():
        if manual.document_number in MANUALS:
            library.page_of(manual)
    for one in ASSESSMENTS:
        Assessment.objects.create(title=one.title, department=Department.objects.get(code=one.department))
    monkeypatch.setattr(courses, "picture", lambda _name: square())
    monkeypatch.setattr(courses, "card", lambda **_of: b"%PDF-1.4")
    for name in ("build_bank", "build_assessments"):
        monkeypatch.setattr(building, name, lambda: None)
    monkeypatch.setattr(building, "build_history", lambda **_more: None)
    monkeypatch.setattr(building, "missing_questions", lambda: [])
    building.build_training(say=lambda _text: None)


@pytest.mark.timeout(300)
@pytest.mark.usefixtures("built")
def test_all_of_it(django_assert_max_num_queries: Any) -> None:
    before = rows()
    assert all(before.values()), before
    with django_assert_max_num_queries(20):
        people.build_people()
        building.build_training(say=lambda text: pytest.fail(text))
    assert rows() == before
    _people_can_sign_in()
    _courses_are_published()
    _paths_lead_to_certifications()
    _rules_find_people()
    _sessions_are_as_planned()
    _all_of_it_was_there_before_the_year()


def _all_of_it_was_there_before_the_year() -> None:
    date_origins(timezone.localdate())
    assert misdated() == []
    for model, fields in STAMPS:
        for field in fields:
            newest = model._default_manager.aggregate(newest=Max(field))["newest"]
            assert newest is None or newest < timezone.now() - timedelta(days=FOUNDED_DAYS - 2), (model, field)


def _people_can_sign_in() -> None:
    tina, nora, ruth = (User.objects.get(username=name) for name in ("tina", "nora", "ruth"))
    assert tina.check_password(people.PASSWORD)
    assert not tina.is_staff
    assert nora.is_superuser
    assert ruth.groups.filter(department__isnull=False).count() == 2


def _courses_are_published() -> None:
    course = Course.objects.get(document_number="TR-HV-101-ZH")
    course.full_clean()
    version = course.versions.get()
    assert course.live
    assert version.lessons_needed == len(version.outline.lessons) - 1
    assert set(course.audience_regions.values_list("code", flat=True)) == {"china"}
    for person, number in (("tina", 1), ("chen", 2), ("sam", 0)):
        viewer = viewer_for(user=User.objects.get(username=person))
        seen = Course.objects.visible_to(viewer).filter(document_number__startswith="TR-HV-101")
        assert seen.count() == number, person


def _paths_lead_to_certifications() -> None:
    for curriculum in Curriculum.objects.all():
        assert curriculum.current is not None
        assert curriculum.current.sets.filter(required=True).exists()
    for scheme in CertificationScheme.objects.all():
        assert scheme.current is not None
        assert scheme.current.paths.exists()
        assert scheme.title_zh
    assert not StandardResult.objects.filter(passed=True, wanted__gt=0).exists()


def _rules_find_people() -> None:
    for rule in EnrolmentRule.objects.all():
        found = forecast(rule=rule, day=timezone.localdate())
        assert found.people, rule.name


def _sessions_are_as_planned() -> None:
    assert Session.objects.count() == len(PLAN)
    states = Counter(Session.objects.values_list("state", flat=True))
    assert states[Session.State.CANCELLED] == 1
    assert states[Session.State.HELD] == len([one for one in PLAN if one.days < 0 and not one.kind.lesson])
    full = Session.objects.filter(bookings__state=Booking.State.WAITLISTED).distinct().get()
    assert full.bookings.filter(state=Booking.State.BOOKED).count() == full.capacity
    assert full.bookings.filter(state=Booking.State.WAITLISTED).count() == 2
    assert Booking.objects.get(state=Booking.State.REQUESTED).user.username == "tina"
    chen = viewer_for(user=User.objects.get(username="chen"))
    assert {one.language for one in listed(viewer=chen)} == {"en", "zh-hans"}


@pytest.mark.parametrize("weekday", range(7))
def test_no_trainer_is_in_two_places_whatever_day_it_is(weekday: int) -> None:
    today = date(2026, 11, 23) + timedelta(days=weekday)
    days = [(one.kind.trainer, working_day(today, one.days)) for one in PLAN]
    assert max(Counter(days).values()) == 1
    assert all(day.weekday() < 5 for _trainer, day in days)
    assert all((day > today) == (one.days > 0) for one, (_trainer, day) in zip(PLAN, days, strict=True))
