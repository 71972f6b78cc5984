"""Feedback: what a person may not see cannot be reported on, and nobody reads another's report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from content.feedback import reading
from content.feedback.models import Helped, Report
from content.library.models import Edition
from portal.network.api import viewer_for
from portal.network.models import User
from tests import factories
from tests.content.feedback import builders
from tests.content.reader.builders import readable

pytestmark = pytest.mark.django_db
NOW = timezone.now
SECRET = "SECRET-TORQUE-4711"


def of(**fields: Any) -> Edition:
    owner = builders.department(f"d{factories.next_number()}")
    manual = factories.manual(title=SECRET, department=owner, **fields)
    return readable(pages=[SECRET], manual=manual)


HIDDEN: dict[str, Callable[[User], Edition]] = {
    "another brand": lambda user: of(brands=[factories.BrandFactory()]),
    "another dealer": lambda user: of(dealers=[factories.DealerFactory()]),
    "another role": lambda user: of(roles=[factories.JobRoleFactory()]),
    "under embargo": lambda user: of(effective_from=NOW() + timedelta(hours=1)),
    "expired": lambda user: of(expires_at=NOW() - timedelta(hours=1)),
    "a draft": lambda user: of(live=False),
    "a coming edition": lambda user: readable(
        pages=[SECRET], manual=factories.manual(title=SECRET), effective_from=NOW() + timedelta(hours=1)
    ),
    "withdrawn": lambda user: readable(pages=[SECRET], withdrawn_at=NOW()),
}


@pytest.mark.parametrize("hidden", HIDDEN)
def test_what_is_not_seen_is_absent(technician: User, technician_client: Client, hidden: str) -> None:
    edition = HIDDEN[hidden](technician)
    address = f"/feedback/on/edition/{edition.pk}/1"
    for ending in ("", "/say"):
        answer = technician_client.get(address + ending)
        assert answer.status_code == 404
        assert SECRET not in answer.content.decode()
    for ending, data in (("/say", {"kind": "wrong", "text": "x"}), ("/helped", {"yes": 1})):
        assert technician_client.post(address + ending, data).status_code == 404
    assert not Report.objects.exists()
    assert not Helped.objects.exists()


def test_the_embargo_lifts_and_the_end_comes(technician: User, technician_client: Client) -> None:
    edition = of(effective_from=NOW() - timedelta(minutes=1), expires_at=NOW() + timedelta(hours=1))
    address = f"/feedback/on/edition/{edition.pk}/1"
    assert technician_client.get(address).status_code == 200
    made = builders.say(technician, edition)
    type(edition.manual).objects.filter(pk=edition.manual_id).update(expires_at=NOW() - timedelta(minutes=1))
    assert technician_client.get(address).status_code == 404
    # Their own report stays theirs; the page is not shown any more.
    page = technician_client.get(f"/feedback/{made.pk}/").content.decode()
    assert "It is 35 Nm." in page
    assert "/image" not in page


def test_a_report_is_seen_by_its_reporter_and_managers_whose_people_see_the_thing(
    technician: User, outsider: User, oem_user: User
) -> None:
    dealer = technician.memberships.get().dealer
    role = technician.memberships.get().roles.get()
    manager = factories.UserFactory(username="manager")
    factories.MembershipFactory(user=manager, dealer=dealer, is_manager=True)
    other_manager = factories.UserFactory(username="other-manager")
    factories.MembershipFactory(user=other_manager, dealer=outsider.memberships.get().dealer, is_manager=True)
    colleague = factories.person(username="colleague", dealer=dealer, roles=[role])
    edition = of(roles=[role])
    made = builders.say(technician, edition)
    theirs = builders.say(outsider, of())
    seen = {
        technician: [made.pk],
        manager: [made.pk],
        outsider: [theirs.pk],
        other_manager: [theirs.pk],
        colleague: [],
        oem_user: [],
    }
    for user, expected in seen.items():
        viewer = viewer_for(user=user)
        rows = [*reading.own(viewer=viewer), *reading.of_dealership(viewer=viewer)]
        assert [row.pk for row in rows] == expected
        client = builders.signed_in(user)
        for pk in (made.pk, theirs.pk):
            assert client.get(f"/feedback/{pk}/").status_code == (200 if pk in expected else 404)
            assert client.post(f"/feedback/{pk}/", {"text": "x"}).status_code == (
                302 if pk in expected and not viewer.managed_dealers else 404
            )
    # What none of the manager's people may see any more is gone from the manager's list, not from the reporter's.
    edition.manual.audience_roles.set([factories.JobRoleFactory()])
    edition.manual.save()
    assert not reading.of_dealership(viewer=viewer_for(user=manager)).exists()
    assert builders.signed_in(manager).get(f"/feedback/{made.pk}/").status_code == 404
    assert builders.signed_in(technician).get(f"/feedback/{made.pk}/").status_code == 200


def test_nobody_signed_in_gets_nothing(technician: User) -> None:
    edition = builders.owned()
    made = builders.say(technician, edition)
    client = Client()
    for address in (
        f"/feedback/on/edition/{edition.pk}/1",
        f"/feedback/on/edition/{edition.pk}/1/say",
        "/feedback/",
        f"/feedback/{made.pk}/",
        "/cms/feedback/",
        f"/cms/feedback/{made.pk}/",
    ):
        answer = client.get(address)
        assert answer.status_code == 302
        assert "/account/login/" in answer.headers["Location"] or "/cms/login/" in answer.headers["Location"]
    client.post(f"/feedback/on/edition/{edition.pk}/1/helped", {"yes": 1})
    client.post(f"/feedback/on/edition/{edition.pk}/1/say", {"kind": "wrong", "text": "x"})
    assert Report.objects.count() == 1
    assert not Helped.objects.exists()


def test_who_left_the_network_reads_nothing(technician: User) -> None:
    made = builders.say(technician, builders.owned())
    User.objects.filter(pk=technician.pk).update(is_active=False)
    client = Client()
    client.force_login(technician)
    assert client.get(f"/feedback/{made.pk}/").status_code == 302
