"""Sums follow what people do, and a repair proves and mends them."""

from __future__ import annotations

import pytest
from django.utils import timezone

from content.acknowledgement import summing
from content.acknowledgement.models import AtDealer, DealerWeek, OfDealer, OfEdition, Touched
from content.library.models import Edition
from portal.network.models import User
from tests import factories
from tests.content.acknowledgement.builders import DAY, asked, made_late, sweep
from tests.content.acknowledgement.test_confirming import confirmed

pytestmark = pytest.mark.django_db
COUNTS = ("open", "confirmed", "overdue")


def at(edition: Edition, code: str) -> tuple[int, ...]:
    return AtDealer.objects.values_list(*COUNTS).get(edition=edition, dealer__code=code)


def test_they_follow(technician: User, outsider: User) -> None:
    edition = asked()
    assert at(edition, "D-TECH") == at(edition, "D-OUT") == (1, 0, 0)
    assert OfEdition.objects.values_list(*COUNTS).get() == (2, 0, 0)
    confirmed(technician, edition)
    made_late(edition, outsider, days=1)
    Touched.objects.filter(dealer_id=outsider.memberships.get().dealer_id).delete()
    # What becomes overdue is touched by nobody.
    AtDealer.objects.filter(dealer__code="D-OUT").update(next_due_at=timezone.now() - DAY)
    summing.follow_touched()
    assert (at(edition, "D-TECH"), at(edition, "D-OUT")) == ((0, 1, 0), (1, 0, 1))
    assert OfEdition.objects.values_list(*COUNTS).get() == (1, 1, 1)
    assert OfDealer.objects.values_list(*COUNTS).get(dealer__code="D-OUT") == (1, 0, 1)
    week = timezone.localdate() - timezone.localdate().weekday() * DAY
    assert list(DealerWeek.objects.order_by("dealer__code").values_list("week", "given", "confirmed")) == [
        (week, 1, 0),
        (week, 1, 1),
    ]
    assert not Touched.objects.exists()


def test_who_works_at_two_dealers_counts_once_for_the_edition(technician: User) -> None:
    factories.MembershipFactory(user=technician, dealer=factories.DealerFactory(code="D-TWO"))
    edition = asked()
    assert at(edition, "D-TECH") == at(edition, "D-TWO") == (1, 0, 0)
    assert OfEdition.objects.get().open == 1


def test_an_ended_edition_counts_no_longer_for_the_dealer(technician: User) -> None:
    edition = asked()
    confirmed(technician, edition)
    Edition.objects.filter(pk=edition.pk).update(withdrawn_at=timezone.now())
    sweep()
    assert OfDealer.objects.values_list(*COUNTS).get() == (0, 0, 0)
    assert OfEdition.objects.values_list(*COUNTS).get() == (0, 1, 0)


def test_repair_finds_nothing_in_what_is_right_and_mends_what_is_not(technician: User, outsider: User) -> None:
    edition = asked()
    confirmed(technician, edition)
    assert summing.repair() == 0
    AtDealer.objects.filter(dealer__code="D-TECH").update(confirmed=7)
    OfDealer.objects.filter(dealer__code="D-OUT").delete()
    DealerWeek.objects.all().delete()
    OfEdition.objects.update(open=9)
    assert summing.repair() >= 4
    assert at(edition, "D-TECH") == (0, 1, 0)
    assert OfEdition.objects.get().open == 1
    assert DealerWeek.objects.count() == 2
    assert summing.repair() == 0
