"""Who is asked to confirm, when, and when they are let go: once each, whatever happens."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.acknowledgement import rounds
from content.acknowledgement.models import Duty, DutyDealer, Round
from content.library import api as library
from content.library.models import Edition, Manual
from portal.network.models import JobRole, Membership, User
from portal.notices.models import Notice
from tests import factories
from tests.content.acknowledgement.builders import DAY, a_moment_ago, asked, states, sweep, to_confirm

pytestmark = pytest.mark.django_db


def test_whoever_is_meant_is_asked_once_and_told_once(technician: User, outsider: User) -> None:
    factories.oem_person()
    edition = asked(brands=[technician.memberships.get().dealer.brands.get()])
    sweep()
    assert states(edition) == {"technician": "open"}
    duty = Duty.objects.get(edition=edition)
    assert timezone.localdate(duty.due_at) == timezone.localdate() + 7 * DAY
    assert list(duty.places.values_list("dealer__code", flat=True)) == ["D-TECH"]
    assert [(one.user, one.kind, one.urgent) for one in Notice.objects.all()] == [(technician, "duty.given", False)]
    assert Round.objects.get().state == Round.State.DONE


def test_only_the_named_roles_and_only_by_the_membership_that_is_meant(technician: User, outsider: User) -> None:
    role = JobRole.objects.get(code="technician")
    brand = technician.memberships.get().dealer.brands.get()
    clerk = factories.person(username="clerk", dealer=technician.memberships.get().dealer)
    # Holds the role, but elsewhere; sells the brand, but without the role: neither membership is meant.
    factories.MembershipFactory(user=outsider, dealer=technician.memberships.get().dealer)
    outsider.memberships.order_by("pk")[0].roles.add(role)
    edition = asked(brands=[brand], roles=[role])
    assert states(edition) == {"technician": "open"}
    assert not Duty.objects.filter(user=clerk).exists()


@pytest.mark.parametrize(
    "fields", [{"live": False}, {"effective_from": timezone.now() + DAY}, {"expires_at": timezone.now() - DAY}]
)
def test_nobody_is_asked_for_what_cannot_be_seen(technician: User, fields: dict[str, object]) -> None:
    assert states(asked(**fields)) == {}


def test_a_scheduled_edition_is_asked_for_at_its_instant(technician: User) -> None:
    manual = to_confirm().manual
    sweep()
    later = factories.edition(manual, label="B", effective_from=timezone.now() + timedelta(hours=1))
    sweep()
    assert states(later) == {}
    Edition.objects.filter(pk=later.pk).update(effective_from=a_moment_ago())
    Edition.objects.filter(superseded_by=later).update(superseded_at=timezone.now())
    sweep()
    assert states(later) == {"technician": "open"}


def test_a_new_edition_asks_again_and_releases_what_was_open(technician: User, outsider: User) -> None:
    first = asked(label="A")
    Duty.objects.filter(edition=first, user=technician).update(state="confirmed", confirmed_at=timezone.now())
    second = factories.edition(first.manual, label="B", effective_from=a_moment_ago())
    sweep()
    assert states(first) == {"technician": "confirmed", "outsider": "released"}
    assert states(second) == {"technician": "open", "outsider": "open"}
    assert Duty.objects.get(edition=first, user=outsider).released_because == "replaced"
    told = {one.user.username: one.data["before"] for one in Notice.objects.filter(key=f"duty:{second.pk}:given")}
    assert told == {"technician": "A", "outsider": ""}
    assert Notice.objects.get(user=outsider, key=f"duty:{first.pk}:given").read_at is not None


def test_a_withdrawn_edition_releases_and_the_one_before_is_owed_again(technician: User) -> None:
    first = asked(label="A")
    second = factories.edition(first.manual, label="B", effective_from=a_moment_ago())
    sweep()
    library.withdraw(edition_id=second.pk, actor=None)
    sweep()
    assert states(second) == {"technician": "released"}
    assert states(first) == {"technician": "open"}
    assert Duty.objects.get(edition=second).released_because == "withdrawn"
    assert Notice.objects.filter(key=f"duty:{first.pk}:given").count() == 1


def test_another_publication_in_its_place_releases(technician: User) -> None:
    edition = asked()
    Edition.objects.filter(pk=edition.pk).update(replaced_at=a_moment_ago())
    sweep()
    assert states(edition) == {"technician": "released"}
    assert Duty.objects.get().released_because == "replaced"
    Edition.objects.filter(pk=edition.pk).update(resumes_at=a_moment_ago())
    sweep()
    assert states(edition) == {"technician": "open"}


def test_new_joiners_are_asked_and_leavers_let_go(technician: User) -> None:
    edition = asked()
    dealer = technician.memberships.get().dealer
    factories.person(username="joiner", dealer=dealer)
    technician.memberships.update(ends=timezone.localdate() - DAY)
    sweep()
    assert states(edition) == {"technician": "released", "joiner": "open"}
    assert Duty.objects.get(user=technician).released_because == "left"
    technician.memberships.update(ends=None)
    sweep()
    assert states(edition) == {"technician": "open", "joiner": "open"}
    assert Notice.objects.filter(user=technician).count() == 1


def test_who_moves_takes_the_duty_along(technician: User) -> None:
    edition = asked()
    technician.memberships.update(ends=timezone.localdate() - DAY)
    other = factories.DealerFactory(code="D-NEW")
    factories.MembershipFactory(user=technician, dealer=other)
    sweep()
    duty = Duty.objects.get(edition=edition)
    assert (duty.state, list(duty.places.values_list("dealer__code", flat=True))) == ("open", ["D-NEW"])


def test_one_person_is_followed_at_once(technician: User, django_capture_on_commit_callbacks: object) -> None:
    edition = asked()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        factories.person(username="joiner", dealer=technician.memberships.get().dealer)
    assert states(edition) == {"technician": "open", "joiner": "open"}


def test_publishing_asks_without_the_editor_waiting(
    technician: User, django_capture_on_commit_callbacks: object
) -> None:
    edition = to_confirm()
    for number in range(5):
        factories.person(username=f"more-{number}", dealer=technician.memberships.get().dealer)
    manual = Manual.objects.get(pk=edition.manual_id)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        manual.save_revision().publish()
        assert states(edition) == {}
    assert len(states(edition)) == 6


def test_a_publication_that_needs_no_confirmation_any_more_releases(technician: User) -> None:
    edition = asked()
    Manual.objects.update(must_confirm=False)
    sweep()
    assert states(edition) == {"technician": "released"}
    assert Duty.objects.get().released_because == "ended"


def test_a_piece_is_a_constant_number_of_statements(technician: User, monkeypatch: pytest.MonkeyPatch) -> None:
    counts = []
    for people in (1, 12):
        for number in range(people):
            factories.person(username=f"p{people}-{number}", dealer=technician.memberships.get().dealer)
        to_confirm()
        rounds.begin_due()
        with CaptureQueriesContext(connection) as statements:
            rounds.work(round_id=Round.objects.get(state="running").pk)
        counts.append(len(statements))
    assert counts[0] == counts[1] < 40


def test_many_pieces_reach_everybody_once(technician: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "PIECE", 2)
    dealer, second = technician.memberships.get().dealer, factories.DealerFactory()
    for number in range(5):
        user = factories.person(username=f"p{number}", dealer=dealer)
        factories.MembershipFactory(user=user, dealer=second)
    edition = asked()
    assert len(states(edition)) == 6
    assert DutyDealer.objects.count() == 11
    assert Notice.objects.filter(kind="duty.given").count() == 6
    Edition.objects.filter(pk=edition.pk).update(withdrawn_at=timezone.now())
    sweep()
    assert set(states(edition).values()) == {"released"}


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["begin", "all", "piece", "person", "retarget", "leave", "return", "unpublish"])))
def test_one_duty_and_one_notice_under_any_order(technician: User, steps: list[str]) -> None:
    dealer = technician.memberships.get().dealer
    role = JobRole.objects.get(code="technician")
    manual = factories.manual(must_confirm=True)
    edition = factories.edition(manual)
    for step in steps:
        if step == "begin":
            rounds.begin_due()
        elif step == "all":
            rounds.follow_all()
        elif step == "piece":
            for one in Round.objects.filter(edition=edition):
                rounds.work(round_id=one.pk)
        elif step == "person":
            rounds.follow_person(user_id=technician.pk)
        elif step == "retarget":
            held = Manual.confirm_roles.through.objects.filter(manual=manual)
            if held.exists():
                held.delete()
            else:
                Manual.confirm_roles.through.objects.create(manual_id=manual.pk, jobrole_id=role.pk)
        elif step in ("leave", "return"):
            ends = timezone.localdate() - DAY if step == "leave" else None
            Membership.objects.filter(user=technician).update(ends=ends)
        else:
            Manual.objects.filter(pk=manual.pk).update(live=False)
    Manual.objects.filter(pk=manual.pk).update(live=True)
    Membership.objects.filter(user=technician).update(ends=None)
    sweep()
    assert states(edition) == {"technician": "open"}
    assert list(DutyDealer.objects.filter(duty__edition=edition).values_list("dealer", flat=True)) == [dealer.pk]
    assert Notice.objects.filter(key=f"duty:{edition.pk}:given", user=technician).count() == 1
