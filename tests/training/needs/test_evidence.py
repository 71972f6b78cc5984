"""What shows a level: courses, assessments, certifications, people. Kept once, never changed."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from portal.core.models import Event
from portal.network.api import viewer_for
from tests import factories
from tests.training import builders, questions
from tests.training.certification_builder import complete, of_courses, taught
from tests.training.needs.needs_builder import competency, rule, shown
from training.assessments.attempts.beginning import begin
from training.assessments.attempts.ending import hand_in
from training.assessments.attempts.saving import save_answer
from training.assessments.attempts.scoring import score_attempt
from training.assessments.attempts.signals import attempt_scored
from training.assessments.models import Attempt
from training.certification.awarding import award_by_hand
from training.certification.models import PriorLearning, Standing
from training.certification.recognising import decide_claim
from training.certification.standing import change_standing
from training.courses.api import NoSuchRegistration
from training.courses.models import Registration
from training.needs.evidence import RatingRefused, from_records, rate
from training.needs.levels import Reached
from training.needs.models import CompetencyEvidence
from training.needs.profiles import reached_by

pytestmark = pytest.mark.django_db


def level(user, of, days=0):
    day = timezone.localdate() + timedelta(days=days)
    return reached_by(users=[user.pk], competencies=[of.pk], day=day).get((user.pk, of.pk), Reached()).level


def test_a_completed_course_shows_its_level_for_so_long():
    of, one = competency("Isolate"), taught()
    rule(of, 2, course=one, months=12)
    user = factories.UserFactory()
    complete(user, one)
    row = CompetencyEvidence.objects.get()
    assert (row.level, row.source, row.shown_on) == (2, "course", timezone.localdate())
    assert level(user, of) == 2
    assert level(user, of, days=400) == 0
    assert level(factories.UserFactory(), of) == 0


def test_a_course_without_the_score_that_is_asked_shows_nothing():
    of, one = competency("Isolate"), taught()
    rule(of, 2, course=one, least_percent=80)
    complete(factories.UserFactory(), one)
    assert not CompetencyEvidence.objects.exists()


def recognised(user, course, *, days_ago=30, approve=True):
    claim = PriorLearning.objects.create(
        user=user,
        course=course,
        title="HV level 2",
        provider="Chamber",
        finished_on=timezone.localdate() - timedelta(days=days_ago),
        evidence_name="diploma.pdf",
        evidence_sha256="0" * 64,
        evidence_type="application/pdf",
        evidence_size=1,
    )
    owner = factories.oem_person(username=f"owner-{claim.pk}", groups=[builders.department().authors])
    return decide_claim(actor=owner, claim_id=claim.pk, approve=approve, reason="Looked at.")


def test_recognised_prior_learning_shows_the_level_of_its_course_from_the_day_it_was_learnt():
    of, one, user = competency("Isolate"), taught(), factories.UserFactory()
    rule(of, 2, course=one, months=12)
    claim = recognised(user, one)
    row = CompetencyEvidence.objects.get()
    assert (row.user_id, row.level, row.source, row.shown_on) == (user.pk, 2, "prior", claim.finished_on)
    assert (row.note, row.by_id) == ("HV level 2", claim.decided_by_id)
    assert (level(user, of), level(user, of, days=340)) == (2, 0)


def test_prior_learning_that_is_declined_or_has_no_score_that_is_asked_shows_nothing():
    of, one = competency("Isolate"), taught()
    rule(of, 2, course=one)
    rule(competency("Cool"), 2, course=one, least_percent=80)
    recognised(factories.UserFactory(), one, approve=False)
    assert not CompetencyEvidence.objects.exists()
    recognised(factories.UserFactory(), one)
    assert CompetencyEvidence.objects.get().competency == of


def test_rules_that_come_later_read_what_was_recognised_before():
    of, one, user = competency("Isolate"), taught(), factories.UserFactory()
    recognised(user, one)
    rule(of, 1, course=one)
    for _ in range(2):
        from_records(competency_id=of.pk)
    assert CompetencyEvidence.objects.count() == 1
    assert level(user, of) == 1


def taken(user, assessment, *answers):
    attempt = begin(user=user, assessment=assessment, purpose="test:1", language="en")
    for position, payload in enumerate(answers):
        save_answer(
            user=user,
            attempt_id=attempt.pk,
            position=position,
            payload=payload,
            client_key=f"key-{position:04}",
            based_on=0,
        )
    return hand_in(user=user, attempt_id=attempt.pk)


def test_an_objective_counts_by_its_own_questions():
    whole, isolate, cool = competency("All"), competency("Isolate"), competency("Cool")
    assessment = builders.assessment(
        builders.ready("live", questions.LIVE, objective="isolation"),
        builders.ready("coolant", questions.COOLANT, objective="cooling"),
        pass_share=Decimal("0.8"),
    )
    rule(whole, 1, assessment=assessment)
    rule(isolate, 3, assessment=assessment, objective="isolation")
    rule(cool, 3, assessment=assessment, objective="cooling")
    rule(cool, 1, assessment=assessment, objective="no question has it")
    user = factories.UserFactory()
    attempt = taken(user, assessment, {"value": False}, {"option": "water"})
    assert attempt.state == Attempt.State.GRADED
    assert not attempt.passed
    assert set(CompetencyEvidence.objects.values_list("competency", "level")) == {(isolate.pk, 3)}


def test_a_score_that_is_said_again_is_kept_once():
    of = competency("Isolate")
    assessment = builders.assessment(builders.ready("live", questions.LIVE))
    rule(of, 3, assessment=assessment)
    attempt = taken(factories.UserFactory(), assessment, {"value": False})
    score_attempt(attempt)
    attempt_scored.send(sender=Attempt, attempt=attempt)
    assert CompetencyEvidence.objects.count() == 1


def test_a_certification_shows_while_it_holds_and_not_while_it_is_suspended():
    of = competency("Isolate")
    author = factories.oem_person(groups=[builders.department().authors])
    scheme = of_courses(taught(), months=12)
    rule(of, 4, scheme=scheme)
    user = factories.UserFactory()
    period = award_by_hand(actor=author, user=user, scheme=scheme, reason="Earned before.")
    assert level(user, of) == 4
    assert level(user, of, days=400) == 0, "as long as the certification"
    change_standing(
        actor=author, certification_id=period.certification_id, standing=Standing.SUSPENDED, reason="Checked."
    )
    assert level(user, of) == 0
    change_standing(
        actor=author,
        certification_id=period.certification_id,
        standing=Standing.ACTIVE,
        reason="All is well.",
        now=timezone.now() + timedelta(seconds=5),
    )
    assert level(user, of) == 4
    assert CompetencyEvidence.objects.count() == 3, "what was so stays to be read"


def test_records_from_before_the_rule_count_and_are_read_once():
    of, one = competency("Isolate"), taught()
    users = [factories.UserFactory() for _ in range(3)]
    for user in users:
        complete(user, one)
    rule(of, 2, course=one)
    assert not CompetencyEvidence.objects.exists()
    from_records(competency_id=of.pk)
    from_records(competency_id=of.pk)
    assert sorted(CompetencyEvidence.objects.values_list("user", flat=True)) == sorted(user.pk for user in users)


def test_a_manager_rates_their_own_people_alone():
    of = competency("Isolate")
    mine, other = factories.MembershipFactory(), factories.MembershipFactory()
    manager = factories.MembershipFactory(dealer=mine.dealer, is_manager=True).user
    viewer = viewer_for(user=manager)

    def rated(user, **more):
        return rate(viewer=viewer, actor=manager, user=user, **{"competency_id": of.pk, "level": 3, **more})

    rated(mine.user, note="Seen on two vehicles.")
    assert level(mine.user, of) == 3
    assert Event.objects.filter(verb="competency.rated", subject=f"user:{mine.user_id}").count() == 1
    with pytest.raises(NoSuchRegistration):
        rated(other.user)
    with pytest.raises(RatingRefused):
        rated(manager)
    for wrong in ({"level": 5}, {"level": -1}, {"competency_id": 0}, {"source": "course"}, {"source": "prior"}):
        with pytest.raises(RatingRefused):
            rated(mine.user, **wrong)
    with pytest.raises(RatingRefused):
        rated(mine.user, expires_on=timezone.localdate() - timedelta(days=1))
    rated(mine.user, level=1)
    assert level(mine.user, of) == 1, "the newest opinion counts"
    assert CompetencyEvidence.objects.count() == 2


def test_evidence_is_only_ever_added():
    row = shown(factories.UserFactory(), competency("Isolate"), 1)
    row.level = 4
    with pytest.raises(TypeError):
        row.save()
    with pytest.raises(TypeError):
        row.delete()


def test_a_registration_that_is_open_shows_nothing():
    of, one = competency("Isolate"), taught()
    rule(of, 2, course=one)
    user = factories.UserFactory()
    complete(user, one)
    Registration.objects.create(
        user=user, course=one, version=one.versions.get(), cycle=2, source=Registration.Source.SELF
    )
    from_records(competency_id=of.pk)
    assert CompetencyEvidence.objects.count() == 1
