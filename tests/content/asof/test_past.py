"""What was in force on a day, for a dealer: by the dates of that day, and nothing that is not theirs."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from io import BytesIO

import pypdfium2 as pdfium
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from content.asof import past as asof
from content.library import api as library
from content.library.models import Edition
from portal.core.models import Event
from portal.network.api import viewer_for
from portal.network.models import Brand, Dealer, JobRole, Membership, User
from tests import factories

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def days_ago(count: int) -> datetime:
    return timezone.now() - count * DAY


def day_of(instant: datetime) -> date:
    return timezone.localdate(instant)


def listed(user: User, ago: int, *, dealer: str = "D-TECH") -> list[str]:
    """The labels of the editions in force then, with "later" behind those that the portal got afterwards."""
    viewer = viewer_for(user=user)
    past = asof.open_past(viewer=viewer, dealer_code=dealer, day=day_of(days_ago(ago)))
    found = asof.lines(list(asof.in_force_then(past=past)), past=past, viewer=viewer)
    return [f"{line.edition.label}{' later' if line.later else ''}" for line in found]


def test_the_edition_of_that_day_and_until_when(technician: User) -> None:
    manual = factories.manual()
    first = factories.edition(manual, label="1", effective_from=days_ago(30))
    second = factories.edition(manual, label="2", effective_from=days_ago(10))
    assert [listed(technician, ago) for ago in (31, 30, 11, 10, 0)] == [[], ["1"], ["1"], ["2"], ["2"]]
    viewer = viewer_for(user=technician)
    past = asof.open_past(viewer=viewer, dealer_code="D-TECH", day=day_of(days_ago(20)))
    (line,) = asof.lines(list(asof.in_force_then(past=past)), past=past, viewer=viewer)
    assert (line.edition, line.until, line.readable) == (first, second.effective_from, True)


def test_an_edition_withdrawn_since_was_in_force_then(technician: User) -> None:
    manual = factories.manual()
    factories.edition(manual, label="1", effective_from=days_ago(30))
    second = factories.edition(manual, label="2", effective_from=days_ago(20))
    library.withdraw(edition_id=second.pk, actor=None)
    Edition.objects.filter(pk=second.pk).update(withdrawn_at=days_ago(5))
    assert [listed(technician, ago) for ago in (25, 10, 4)] == [["1"], ["2"], ["1"]]


def test_what_the_portal_got_later_counts_only_where_there_was_nothing_else(technician: User) -> None:
    manual = factories.manual()
    factories.edition(manual, label="1", effective_from=days_ago(30), ready_at=days_ago(30))
    factories.edition(manual, label="2", effective_from=days_ago(20), ready_at=days_ago(10))
    assert [listed(technician, ago) for ago in (15, 9)] == [["1"], ["2"]]
    factories.edition(factories.manual(title="Z"), label="old", effective_from=days_ago(30), ready_at=days_ago(1))
    assert listed(technician, 15) == ["1", "old later"]


def test_publications_have_dates_too(technician: User) -> None:
    manual = factories.manual(effective_from=days_ago(20), expires_at=days_ago(5))
    factories.edition(manual, label="1", effective_from=days_ago(30))
    assert [listed(technician, ago) for ago in (25, 10, 4)] == [[], ["1"], []]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.one_of(st.none(), st.integers(0, 9))), max_size=5))
@settings(max_examples=15)
def test_never_more_than_one_edition_of_a_publication(editions: list[tuple[int, int, int | None]]) -> None:
    role = JobRole.objects.get_or_create(code="any")[0]
    dealer = Dealer.objects.filter(code="D-ANY").first() or factories.DealerFactory(code="D-ANY")
    user = User.objects.filter(username="any").first() or factories.person(username="any", dealer=dealer, roles=[role])
    manual = factories.manual()
    for number, (effective, ready, withdrawn) in enumerate(editions):
        factories.edition(
            manual,
            label=str(number),
            effective_from=days_ago(effective),
            ready_at=days_ago(ready),
            withdrawn_at=None if withdrawn is None else days_ago(withdrawn),
        )
    for ago in range(1, 10):
        viewer = viewer_for(user=user)
        past = asof.open_past(viewer=viewer, dealer_code="D-ANY", day=day_of(days_ago(ago)))
        found = list(asof.in_force_then(past=past).filter(pk=manual.pk))
        issued = [one for one in editions if one[0] >= ago and (one[2] is None or one[2] < ago)]
        assert len(found) == bool(issued)


def test_staff_see_what_their_own_work_lets_them_see(technician: User) -> None:
    sales = factories.JobRoleFactory(code="sales")
    for title, roles in (("for all", []), ("for sales", [sales])):
        factories.edition(factories.manual(title=title, roles=roles), label=title, effective_from=days_ago(30))
    factories.person(username="seller", dealer=Dealer.objects.get(code="D-TECH"), roles=[sales])
    assert listed(technician, 5) == ["for all"]


def test_managers_see_what_anybody_saw_who_worked_there_then(technician: User) -> None:
    sales = factories.JobRoleFactory(code="sales")
    factories.edition(factories.manual(roles=[sales]), label="for sales", effective_from=days_ago(60))
    dealer = Dealer.objects.get(code="D-TECH")
    seller = factories.UserFactory()
    today = timezone.localdate()
    factories.MembershipFactory(
        user=seller, dealer=dealer, roles=[sales], starts=today - 20 * DAY, ends=today - 10 * DAY
    )
    Membership.objects.filter(user=technician).update(is_manager=True)
    assert [listed(technician, ago) for ago in (25, 15, 5)] == [[], ["for sales"], []]


def test_nobody_asks_for_a_dealer_at_which_they_do_not_work(
    technician: User, outsider: User, technician_client: Client
) -> None:
    secret = factories.manual(title="SECRET", brands=[Brand.objects.get(code="south")])
    factories.edition(secret, effective_from=days_ago(30))
    on = day_of(days_ago(5)).isoformat()
    for path in ("/manuals/as-of/", "/manuals/as-of/proof"):
        for dealer in ("D-OUT", "D-NOWHERE"):
            assert technician_client.get(path, {"on": on, "dealer": dealer}).status_code == 404
        assert Client().get(path)["Location"].startswith("/account/login/")
    assert "SECRET" not in technician_client.get("/manuals/as-of/", {"on": on}).content.decode()
    assert not Event.objects.filter(verb="proof.made").exists()


def test_who_left_the_dealer_asks_no_more(technician: User, technician_client: Client) -> None:
    Membership.objects.filter(user=technician).update(ends=timezone.localdate() - DAY)
    on = day_of(days_ago(5)).isoformat()
    assert technician_client.get("/manuals/as-of/", {"on": on, "dealer": "D-TECH"}).status_code == 404


def test_the_maker_asks_for_any_dealer(oem_user: User, technician: User, outsider: User) -> None:
    mine = factories.manual(title="North only", brands=[Brand.objects.get(code="north")])
    factories.edition(mine, label="1", effective_from=days_ago(30))
    assert listed(oem_user, 5) == ["1"]
    assert listed(oem_user, 5, dealer="D-OUT") == []


@pytest.mark.parametrize("on", ["2999-01-01", "1066-10-14", "yesterday", "2026-02-31"])
def test_a_day_that_is_none_is_refused(technician_client: Client, on: str) -> None:
    factories.edition(factories.manual(title="Never listed"), effective_from=days_ago(30))
    html = technician_client.get("/manuals/as-of/", {"on": on}).content.decode()
    assert "Choose a day" in html
    assert "Never listed" not in html
    assert technician_client.get("/manuals/as-of/proof", {"on": on}).status_code == 404


def test_the_proof_names_the_file_and_is_recorded(technician: User, technician_client: Client) -> None:
    edition = factories.edition(factories.manual(title="Brakes <b>"), label="2024-02", effective_from=days_ago(30))
    on = day_of(days_ago(5))
    response = technician_client.get("/manuals/as-of/proof", {"on": on.isoformat()})
    document = pdfium.PdfDocument(BytesIO(response.content))
    text = " ".join(document[0].get_textpage().get_text_bounded().split())
    for said in ("Brakes <b>", "2024-02", edition.sha256, edition.manual.document_number, "D-TECH", "technician"):
        assert said in text
    event = Event.objects.get(verb="proof.made")
    assert (event.actor, event.data) == (technician, {"on": on.isoformat(), "lines": 1})


def test_many_publications_cost_no_more_statements(technician_client: Client) -> None:
    counts = []
    for more in (1, 30):
        for _ in range(more):
            factories.edition(factories.manual(), effective_from=days_ago(30))
        with CaptureQueriesContext(connection) as statements:
            technician_client.get("/manuals/as-of/", {"on": day_of(days_ago(5)).isoformat()})
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 14
