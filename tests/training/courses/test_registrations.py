"""Registrations: who takes which version of a course, and what completes it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.network.api import viewer_for
from tests import factories
from tests.training import builders
from tests.training.courses_builder import course, lesson, module
from training.assessments.api import begin, hand_in
from training.assessments.attempts.saving import save_answer
from training.courses.catalogue import NotVisible
from training.courses.catalogue import course as find_course
from training.courses.completion import complete_lesson, open_lesson
from training.courses.models import Course, CourseVersion, Registration
from training.courses.receivers import purpose_of
from training.courses.registering import (
    NoSuchRegistration,
    RegistrationRefused,
    assign,
    decide,
    enrol_oneself,
    withdraw,
)

pytestmark = pytest.mark.django_db
State = Registration.State


def enrol(user, taught):
    return enrol_oneself(viewer=viewer_for(user=user), user=user, course_id=taught.pk)


def states(registration):
    registration.refresh_from_db()
    return registration.state, registration.percent


def test_publishing_writes_a_version_once_per_change(learner):
    taught = course(module(lesson(title="One")))
    assert [one.number for one in taught.versions.all()] == [1]
    taught.save_revision().publish()
    assert taught.versions.count() == 1
    taught.title = "Another title"
    taught.save_revision().publish()
    assert taught.versions.count() == 1, "what is learnt has not changed"
    taught.body = [module(lesson(title="Two"))]
    taught.save_revision().publish()
    assert taught.versions.count() == 2
    with pytest.raises(TypeError):
        CourseVersion.objects.first().save()


def test_a_course_is_completed_by_its_required_lessons(learner):
    one, two, extra = lesson(title="One"), lesson(title="Two"), lesson(title="Extra", required=False)
    registration = enrol(learner, course(module(one, two, extra)))
    assert states(registration) == (State.ENROLLED, 0)
    outline = registration.version.outline
    open_lesson(registration=registration, lesson=outline.lessons[0])
    assert states(registration) == (State.IN_PROGRESS, 0)
    assert not complete_lesson(registration=registration, lesson_id=one["id"])
    assert states(registration) == (State.IN_PROGRESS, 50)
    assert complete_lesson(registration=registration, lesson_id=two["id"])
    assert states(registration) == (State.COMPLETED, 100)
    ended = registration.completed_at
    assert complete_lesson(registration=registration, lesson_id=two["id"])
    registration.refresh_from_db()
    assert registration.completed_at == ended


def test_enrolling_twice_is_enrolling_once_and_again_after_completion_is_another_cycle(learner):
    one = lesson()
    taught = course(module(one))
    first = enrol(learner, taught)
    assert enrol(learner, taught).pk == first.pk
    complete_lesson(registration=first, lesson_id=one["id"])
    again = enrol(learner, taught)
    assert (again.cycle, again.state) == (2, State.ENROLLED)
    assert states(first) == (State.COMPLETED, 100), "nothing earned is reset"


def test_a_course_of_another_audience_is_as_none(learner):
    taught = course(module(lesson()))
    taught.audience_dealers.set([factories.DealerFactory()])
    taught.save()
    with pytest.raises(RegistrationRefused, match="There is no such course"):
        enrol(learner, taught)


def test_an_unpublished_course_takes_nobody(learner, manager):
    taught = course(module(lesson()), publish=False)
    with pytest.raises(RegistrationRefused):
        enrol(learner, taught)


def test_prerequisites_come_first(learner):
    first_lesson = lesson()
    basics, advanced = course(module(first_lesson), title="Basics"), course(module(lesson()), title="Advanced")
    advanced.prerequisites.set([basics])
    advanced.save()
    with pytest.raises(RegistrationRefused, match="Complete “Basics” first"):
        enrol(learner, advanced)
    complete_lesson(registration=enrol(learner, basics), lesson_id=first_lesson["id"])
    assert enrol(learner, advanced).state == State.ENROLLED


def test_a_manager_assigns_their_people_and_nobody_elses(learner, manager):
    taught = course(module(lesson()), enrolment=Course.Enrolment.ASSIGNED)
    with pytest.raises(RegistrationRefused, match="assigned"):
        enrol(learner, taught)
    due = timezone.localdate() + timedelta(days=14)
    viewer = viewer_for(user=manager)
    made = assign(viewer=viewer, actor=manager, user=learner, course_id=taught.pk, due_on=due)
    assert (made.source, made.due_on, made.created_by) == (Registration.Source.MANAGER, due, manager)
    stranger = factories.MembershipFactory().user
    with pytest.raises(NoSuchRegistration):
        assign(viewer=viewer, actor=manager, user=stranger, course_id=taught.pk)
    with pytest.raises(NoSuchRegistration):
        assign(viewer=viewer_for(user=learner), actor=learner, user=manager, course_id=taught.pk)
    assert Registration.objects.count() == 1


def test_assigning_again_brings_the_day_forward_and_never_back(learner, manager):
    taught = course(module(lesson()), days=30)
    registration = enrol(learner, taught)
    today = timezone.localdate()
    assert registration.due_on == today + timedelta(days=30)
    viewer = viewer_for(user=manager)
    for days, expected in ((10, 10), (20, 10)):
        assign(viewer=viewer, actor=manager, user=learner, course_id=taught.pk, due_on=today + timedelta(days=days))
        registration.refresh_from_db()
        assert registration.due_on == today + timedelta(days=expected)
    with pytest.raises(RegistrationRefused, match="has passed"):
        assign(viewer=viewer, actor=manager, user=learner, course_id=taught.pk, due_on=today - timedelta(days=1))


def test_a_request_waits_for_the_manager(learner, manager):
    taught = course(module(lesson()), enrolment=Course.Enrolment.APPROVAL)
    request = enrol(learner, taught)
    assert request.state == State.REQUESTED
    viewer = viewer_for(user=manager)
    with pytest.raises(RegistrationRefused, match="Say why"):
        decide(viewer=viewer, actor=manager, registration_id=request.pk, approve=False)
    with pytest.raises(NoSuchRegistration):
        decide(viewer=viewer_for(user=learner), actor=learner, registration_id=request.pk, approve=True)
    decide(viewer=viewer, actor=manager, registration_id=request.pk, approve=True)
    assert states(request)[0] == State.ENROLLED
    with pytest.raises(RegistrationRefused, match="has been decided"):
        decide(viewer=viewer, actor=manager, registration_id=request.pk, approve=False, reason="late")


def test_one_withdraws_from_what_one_chose_and_not_from_what_one_was_given(learner, manager):
    chosen, given = course(module(lesson()), title="Chosen"), course(module(lesson()), title="Given")
    own = enrol(learner, chosen)
    viewer = viewer_for(user=learner)
    assert withdraw(viewer=viewer, actor=learner, registration_id=own.pk).state == State.WITHDRAWN
    theirs = assign(viewer=viewer_for(user=manager), actor=manager, user=learner, course_id=given.pk)
    with pytest.raises(RegistrationRefused, match="Ask your manager"):
        withdraw(viewer=viewer, actor=learner, registration_id=theirs.pk)
    withdraw(viewer=viewer_for(user=manager), actor=manager, registration_id=theirs.pk, reason="moved")
    assert states(theirs)[0] == State.WITHDRAWN


@pytest.mark.parametrize(("succession", "number"), [("finish", 1), ("move", 2)])
def test_people_on_the_way_finish_or_move_as_the_course_says(learner, succession, number):
    one, two = lesson(title="One"), lesson(title="Two")
    taught = course(module(one, two), succession=succession)
    registration = enrol(learner, taught)
    complete_lesson(registration=registration, lesson_id=one["id"])
    taught.body = [module(one, two, lesson(title="Three"))]
    taught.save_revision().publish()
    registration.refresh_from_db()
    assert registration.version.number == number
    assert registration.percent == (50 if number == 1 else 33)
    assert enrol(factories.MembershipFactory().user, taught).version.number == 2


def test_a_lesson_taken_out_can_complete_those_who_move(learner):
    one, two = lesson(title="One"), lesson(title="Two")
    taught = course(module(one, two), succession="move")
    registration = enrol(learner, taught)
    complete_lesson(registration=registration, lesson_id=one["id"])
    taught.body = [module(one)]
    taught.save_revision().publish()
    assert states(registration) == (State.COMPLETED, 100)


def test_a_passed_attempt_completes_its_lesson_and_a_failed_one_does_not(learner):
    asked = builders.assessment(builders.ready("coolant", builders.questions.COOLANT))
    one = lesson("assessment", title="Test", assessment=asked.pk)
    registration = enrol(learner, course(module(one)))
    for option, expected in (("water", State.ENROLLED), ("g48", State.COMPLETED)):
        attempt = begin(user=learner, assessment=asked, purpose=purpose_of(registration, one["id"]), language="en")
        save_answer(
            user=learner, attempt_id=attempt.pk, position=0, payload={"option": option}, client_key="k" * 8, based_on=0
        )
        hand_in(user=learner, attempt_id=attempt.pk)
        assert states(registration)[0] == expected
    assert registration.share == Decimal(1)


def test_an_attempt_of_somebody_else_completes_nothing(learner):
    asked = builders.assessment(builders.ready("coolant", builders.questions.COOLANT))
    one = lesson("assessment", title="Test", assessment=asked.pk)
    registration = enrol(learner, course(module(one)))
    other = factories.MembershipFactory().user
    attempt = begin(user=other, assessment=asked, purpose=purpose_of(registration, one["id"]), language="en")
    save_answer(
        user=other, attempt_id=attempt.pk, position=0, payload={"option": "g48"}, client_key="k" * 8, based_on=0
    )
    hand_in(user=other, attempt_id=attempt.pk)
    assert states(registration)[0] == State.ENROLLED


def test_a_course_with_registrations_is_not_deleted(learner):
    from django.db.models import ProtectedError

    taught = course(module(lesson()))
    enrol(learner, taught)
    with pytest.raises(ProtectedError):
        Course.objects.get(pk=taught.pk).delete()
    assert Registration.objects.count() == 1


def test_overdue_is_a_matter_of_the_day():
    registration = Registration(state=State.ENROLLED, due_on=date(2020, 1, 1))
    assert registration.is_overdue
    registration.state = State.COMPLETED
    assert not registration.is_overdue


def for_role(role, **facts):
    taught = course(module(lesson()), **facts)
    taught.audience_roles.set([role])
    taught.save()
    return taught


def test_a_manager_assigns_what_is_meant_for_their_people_and_not_for_them(dealer, manager):
    role, elsewhere = factories.JobRoleFactory(), factories.JobRoleFactory()
    technician = factories.MembershipFactory(dealer=dealer, roles=[role]).user
    factories.MembershipFactory(roles=[elsewhere])
    taught, foreign = for_role(role), for_role(elsewhere)
    viewer = viewer_for(user=manager)
    made = assign(viewer=viewer, actor=manager, user=technician, course_id=taught.pk)
    assert (made.user_id, made.source) == (technician.pk, Registration.Source.MANAGER)
    with pytest.raises(RegistrationRefused, match="no such course"):
        assign(viewer=viewer, actor=manager, user=technician, course_id=foreign.pk)
    with pytest.raises(RegistrationRefused, match="no such course"):
        enrol(manager, taught)
    with pytest.raises(NotVisible):
        find_course(viewer=viewer, course_id=taught.pk)


def test_a_manager_chooses_among_the_courses_of_their_people(dealer, manager, client):
    role, elsewhere = factories.JobRoleFactory(), factories.JobRoleFactory()
    technician = factories.MembershipFactory(dealer=dealer, roles=[role]).user
    factories.MembershipFactory(roles=[elsewhere])
    for_role(role, title="For technicians")
    for_role(elsewhere, title="For others")
    client.force_login(manager)
    for address in (reverse("courses:person", args=[technician.pk]), reverse("enrolment:assign")):
        html = client.get(address).content.decode()
        assert "For technicians" in html
        assert "For others" not in html
    assert "For technicians" not in client.get(reverse("courses:list")).content.decode()
