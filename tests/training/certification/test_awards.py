"""Awards: once, at the right moment, on what evidence; renewals that reset nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.notices.models import Notice
from tests import factories
from tests.training.certification_builder import (
    complete,
    curriculum,
    demand,
    of_courses,
    revise,
    scheme,
    taught,
    today,
)
from training.certification.awarding import AwardRefused, award_by_hand
from training.certification.considering import reconsider
from training.certification.models import (
    Certification,
    CertificationPeriod,
    CurriculumProgress,
    CurriculumVersion,
    Equivalence,
    Requirement,
    SchemeVersion,
    Standing,
)
from training.certification.recounting import reconsider_scheme, recount_curriculum
from training.certification.renewing import RenewalRefused, begin_renewal
from training.certification.standing import StandingRefused, change_standing
from training.certification.terms import state_of
from training.certification.validity import State
from training.courses.models import Registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner():
    return factories.MembershipFactory(user__first_name="Lin", user__last_name="Wei").user


def held(user, one):
    return Certification.objects.get(user=user, scheme=one)


def age(certification, *, days):
    """Let the newest period have been awarded so many days earlier."""
    shift = timedelta(days=days)
    period = certification.periods.get(cycle=certification.cycle)
    for row in (certification, period):
        for name in ("valid_from", "expires_on", "renewal_opens_on", "grace_until"):
            value = getattr(row, name)
            setattr(row, name, value and value - shift)
        row.save()
    CertificationPeriod.objects.filter(pk=period.pk).update(awarded_at=period.awarded_at - shift)
    Registration.objects.filter(user=certification.user).update(completed_at=period.awarded_at - shift)
    certification.refresh_from_db()


def test_the_last_course_awards_and_says_on_what(learner):
    one, two = taught("One"), taught("Two")
    path = curriculum(demand(one, two))
    made = scheme(path, months=24)
    first = complete(learner, one)
    assert not Certification.objects.exists()
    progress = CurriculumProgress.objects.get(user=learner)
    assert (progress.done, progress.required, progress.percent, progress.completed_at) == (1, 2, 50, None)
    second = complete(learner, two)
    period = held(learner, made).periods.get()
    assert period.basis["registrations"] == sorted([first.pk, second.pk])
    assert period.basis["curricula"] == {str(path.pk): path.current_id}
    assert (period.version, period.cycle, period.valid_from) == (made.current, 1, today())
    assert period.credential.holder == "Lin Wei"
    progress.refresh_from_db()
    assert progress.completed_at is not None
    assert Notice.objects.get(user=learner).kind == "certification.awarded"


def test_looking_again_awards_nothing_more(learner):
    one = taught()
    made = of_courses(one)
    complete(learner, one)
    for _round in range(2):
        assert reconsider(user_id=learner.pk, course_ids=[one.pk], scheme_ids=[made.pk]) == []
    complete(learner, one)
    assert CertificationPeriod.objects.count() == 1, "its renewal is not open"
    assert Registration.objects.filter(user=learner, state="completed").count() == 2


def test_some_of_a_set_nested_curricula_and_certifications(learner):
    one, two, three = taught("One"), taught("Two"), taught("Three")
    basics = curriculum(demand(one), title="Basics")
    basic = scheme(basics, title="Basic")
    expert = scheme(curriculum(demand(basics, basic), demand(two, three, rule="n_of", count=1)), title="Expert")
    complete(learner, three)
    assert not Certification.objects.exists()
    complete(learner, one)
    assert {row.scheme for row in Certification.objects.filter(user=learner)} == {basic, expert}
    basis = held(learner, expert).periods.get().basis
    assert basis["certifications"] == [held(learner, basic).pk]
    assert len(basis["registrations"]) == 2


def test_an_equivalent_course_counts(learner):
    asked, other = taught("Asked"), taught("Other")
    Equivalence.objects.create(course=asked, by_course=other)
    made = of_courses(asked)
    complete(learner, other)
    assert held(learner, made).cycle == 1


def test_a_curriculum_that_leads_back_to_itself_is_refused_and_would_end(learner):
    one = taught()
    first = curriculum(demand(one), title="First")
    second = curriculum(demand(first), title="Second")
    with pytest.raises(ValidationError, match="would contain itself"):
        revise(first, demand(one, second))
    Requirement.objects.create(set=first.current.sets.get(), position=1, curriculum=second)
    scheme(first)
    complete(learner, one)
    assert not Certification.objects.exists()


def test_nobody_is_awarded_by_a_scheme_without_a_path_or_unpublished(learner):
    one = taught()
    scheme(title="By hand only")
    path = curriculum(demand(one))
    scheme(path, publish=False)
    complete(learner, one)
    assert reconsider_scheme(scheme_id=scheme(title="Another").pk) == 0
    assert not Certification.objects.exists()


def test_publishing_awards_who_has_it_already_from_the_day_of_the_evidence(learner):
    one = taught()
    complete(learner, one)
    Registration.objects.update(completed_at=timezone.now() - timedelta(days=100))
    made = of_courses(one, months=12)
    recount_curriculum(curriculum_id=made.initial_path.get().pk)
    reconsider_scheme(scheme_id=made.pk)
    assert held(learner, made).valid_from == timezone.localdate(Registration.objects.get().completed_at)
    other = of_courses(one, months=2, title="Short")
    reconsider_scheme(scheme_id=other.pk)
    assert not Certification.objects.filter(scheme=other).exists(), "it would have ended before it began"


def test_versions_are_written_once_a_change(learner):
    one, two = taught("One"), taught("Two")
    path = curriculum(demand(one))
    made = scheme(path, months=12)
    complete(learner, one)
    path.save_revision().publish()
    made.save_revision().publish()
    assert (path.versions.count(), made.versions.count()) == (1, 1)
    path = revise(path, demand(one, two))
    made.months = 36
    made.save_revision().publish()
    assert (path.versions.count(), made.versions.count()) == (2, 2)
    with pytest.raises(TypeError):
        CurriculumVersion.objects.first().save()
    with pytest.raises(TypeError):
        SchemeVersion.objects.first().save()
    recount_curriculum(curriculum_id=path.pk)
    progress = CurriculumProgress.objects.get(user=learner)
    assert (progress.done, progress.required) == (1, 2)
    assert progress.completed_version.number == 1, "what was completed stays completed"
    assert held(learner, made).periods.get().version.months == 12, "awarded by the rules of that day"


def test_a_renewal_is_a_new_period_and_resets_nothing(learner):
    one = taught()
    made = of_courses(one, months=12, window_days=90, grace_days=30)
    first = complete(learner, one)
    certification = held(learner, made)
    with pytest.raises(RenewalRefused, match="cannot be renewed now"):
        begin_renewal(user=learner, certification_id=certification.pk)
    age(certification, days=300)
    assert state_of(certification, day=today()) == State.RENEWAL_OPEN
    assert reconsider(user_id=learner.pk, scheme_ids=[made.pk]) == [], "what was done before does not renew"
    (registration,) = begin_renewal(user=learner, certification_id=certification.pk)
    assert (registration.cycle, registration.course) == (2, one)
    ended = certification.expires_on
    second = complete(learner, one)
    assert second.pk == registration.pk
    certification.refresh_from_db()
    before, after = certification.periods.order_by("cycle")
    assert (certification.cycle, after.cycle) == (2, 2)
    assert after.expires_on == date(ended.year + 1, ended.month, ended.day)
    assert after.basis["registrations"] == [second.pk]
    assert before.expires_on == ended
    assert before.credential.serial != after.credential.serial
    first.refresh_from_db()
    assert (first.state, first.cycle) == ("completed", 1)


def test_a_renewal_has_its_own_path_and_after_the_grace_the_first_path(learner):
    long, short = taught("Long"), taught("Short")
    made = scheme(
        curriculum(demand(long)),
        renewal=(curriculum(demand(short), title="Refresh"),),
        months=12,
        window_days=30,
        grace_days=30,
    )
    complete(learner, long)
    certification = held(learner, made)
    age(certification, days=380)
    assert state_of(certification, day=today()) == State.GRACE
    complete(learner, short)
    certification.refresh_from_db()
    assert certification.cycle == 2, "in grace the renewal is enough"
    age(certification, days=500)
    assert state_of(certification, day=today()) == State.EXPIRED
    complete(learner, short)
    certification.refresh_from_db()
    assert certification.cycle == 2, "after the grace it is not"
    complete(learner, long)
    certification.refresh_from_db()
    assert certification.cycle == 3


def test_a_window_as_long_as_the_validity_does_not_renew_by_itself(learner):
    one = taught()
    made = of_courses(one, months=1, window_days=365)
    complete(learner, one)
    assert reconsider(user_id=learner.pk, scheme_ids=[made.pk]) == []
    assert held(learner, made).cycle == 1


def test_suspended_reinstated_revoked(learner, author):
    one = taught()
    made = of_courses(one, after_revocation="again")
    complete(learner, one)
    certification = held(learner, made)

    def change(standing, reason="complaint", by=author):
        return change_standing(actor=by, certification_id=certification.pk, standing=standing, reason=reason)

    with pytest.raises(StandingRefused, match="Say why"):
        change("suspended", reason=" ")
    with pytest.raises(StandingRefused, match="Only the department"):
        change("suspended", by=learner)
    with pytest.raises(StandingRefused, match="Only the department"):
        change("suspended", by=factories.oem_person(username="of another department"))
    change("suspended")
    certification.refresh_from_db()
    assert state_of(certification, day=today()) == State.SUSPENDED
    change("active")
    change("revoked")
    with pytest.raises(StandingRefused, match="cannot become"):
        change("active")
    period = certification.periods.get()
    assert [one.standing for one in period.standing_changes.order_by("pk")] == ["suspended", "active", "revoked"]
    assert reconsider(user_id=learner.pk, scheme_ids=[made.pk]) == []
    complete(learner, one)
    certification.refresh_from_db()
    period.refresh_from_db()
    assert (certification.standing, certification.cycle) == (Standing.ACTIVE, 2)
    assert period.standing == Standing.REVOKED, "what was revoked stays so"
    kinds = list(Notice.objects.filter(user=learner).order_by("pk").values_list("kind", flat=True))
    assert kinds[1:4] == ["certification.suspended", "certification.active", "certification.revoked"]


def test_after_a_revocation_only_staff_award_where_the_scheme_says_so(learner, author):
    one = taught()
    made = of_courses(one)
    complete(learner, one)
    change_standing(actor=author, certification_id=held(learner, made).pk, standing="revoked", reason="fraud")
    complete(learner, one)
    assert held(learner, made).cycle == 1
    award_by_hand(actor=author, user=learner, scheme=made, reason="cleared")
    assert held(learner, made).cycle == 2


def test_what_was_earned_in_a_suspension_is_awarded_after_it(learner, author):
    one = taught()
    made = of_courses(one, months=12, window_days=90)
    complete(learner, one)
    certification = held(learner, made)
    age(certification, days=300)
    change_standing(actor=author, certification_id=certification.pk, standing="suspended", reason="complaint")
    complete(learner, one)
    assert held(learner, made).cycle == 1
    change_standing(actor=author, certification_id=certification.pk, standing="active", reason="cleared")
    assert held(learner, made).cycle == 2


def test_by_hand_with_a_reason_by_the_department_alone(learner, author):
    made = scheme(months=12)

    def award(**more):
        return award_by_hand(**{"actor": author, "user": learner, "scheme": made, "reason": "held before", **more})

    with pytest.raises(AwardRefused, match="Say why"):
        award(reason="  ")
    with pytest.raises(AwardRefused, match="Only the department"):
        award(actor=factories.oem_person(username="of another department"))
    with pytest.raises(AwardRefused, match="future"):
        award(awarded_on=today() + timedelta(days=1))
    with pytest.raises(AwardRefused, match="not been published"):
        award(scheme=scheme(publish=False))
    period = award(awarded_on=today() - timedelta(days=100))
    assert (period.source, period.reason, period.awarded_by) == ("hand", "held before", author)
    assert period.valid_from == today() - timedelta(days=100)
    with pytest.raises(AwardRefused, match="not open yet"):
        award()
    assert CertificationPeriod.objects.count() == 1


def test_until_a_day_of_the_year(learner):
    one = taught()
    made = of_courses(one, validity="fixed", fixed_month=12, fixed_day=31, minimum_months=6)
    complete(learner, one)
    until = held(learner, made).expires_on
    assert (until.month, until.day) == (12, 31)
    assert until >= today() + timedelta(days=180)
