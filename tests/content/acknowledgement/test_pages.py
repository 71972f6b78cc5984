"""The pages of duties, each to whom it is for."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from content.acknowledgement import summing
from content.acknowledgement.models import Acknowledgement, Duty
from content.library.models import Edition
from portal.core.models import Event
from portal.network.models import Region, User
from portal.notices.models import Notice
from tests import factories
from tests.content.acknowledgement.builders import a_moment_ago, asked, made_late, sweep, to_confirm
from tests.content.acknowledgement.test_confirming import confirmed
from tests.content.acknowledgement.test_reminding import manager_of

pytestmark = pytest.mark.django_db


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(client: Client, address: str) -> str:
    answer = client.get(address, follow=True)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def test_a_technician_confirms_and_finds_the_record(technician: User, technician_client: Client) -> None:
    edition = asked(title="Brakes", label="A")
    page = text(technician_client, "/duties/")
    assert "Brakes" in page
    assert "I have read this publication and will follow it." in page
    assert "Brakes" in text(technician_client, "/")
    address = f"/duties/{edition.manual_id}/e/{edition.pk}/confirm"
    assert technician_client.get(address).status_code == 405
    answer = technician_client.post(address, {"next": f"/manuals/{edition.manual_id}/"})
    assert answer["Location"] == f"/manuals/{edition.manual_id}/"
    assert technician_client.post(address, {"next": "//evil.example"})["Location"] == "/duties/"
    assert Acknowledgement.objects.count() == 1
    assert "Nothing to confirm" in text(technician_client, "/duties/")
    done = text(technician_client, "/duties/done/")
    assert edition.sha256 in done
    assert "You confirmed edition A on" in text(technician_client, f"/manuals/{edition.manual_id}/")


def test_a_new_edition_says_what_was_confirmed_before(technician: User, technician_client: Client) -> None:
    first = asked(title="Brakes", label="A")
    confirmed(technician, first)
    second = factories.edition(first.manual, label="B", effective_from=a_moment_ago())
    sweep()
    for address in ("/duties/", f"/manuals/{first.manual_id}/"):
        assert "You confirmed edition A; edition B asks again." in text(technician_client, address)
    answer = technician_client.post(f"/duties/{first.manual_id}/e/{first.pk}/confirm", follow=True)
    assert "You had confirmed it." in answer.content.decode()
    assert Duty.objects.get(edition=second).state == "open"


def test_the_button_stands_at_the_end_of_what_is_read(technician: User, technician_client: Client) -> None:
    edition = asked(title="Brakes")
    Edition.objects.filter(pk=edition.pk).update(page_count=2)
    for number in (1, 2):
        factories.edition_page(edition, number=number, text="Page")
    button = f"/duties/{edition.manual_id}/e/{edition.pk}/confirm"
    read = f"/manuals/{edition.manual_id}/p/"
    assert [button in text(technician_client, f"{read}{number}") for number in (1, 2)] == [False, True]


def test_what_cannot_be_confirmed_any_more_says_why(technician: User, technician_client: Client) -> None:
    first = asked(label="A")
    factories.edition(first.manual, label="B", effective_from=a_moment_ago())
    answer = technician_client.post(f"/duties/{first.manual_id}/e/{first.pk}/confirm", follow=True)
    assert "no longer in force" in answer.content.decode()


def test_a_manager_sees_their_team_and_asks(technician: User, outsider: User) -> None:
    edition = asked(title="Brakes")
    manager = manager_of(technician.memberships.get().dealer)
    sweep()
    made_late(edition, technician, days=1)
    desk = browser(manager)
    assert "1 confirmation is overdue." in text(desk, "/")
    team = text(desk, "/duties/team/")
    assert "technician" in team
    assert "outsider" not in team
    assert "technician" not in text(desk, "/duties/team/?q=nobody")
    assert "Brakes" in text(desk, "/duties/team/publications/")
    assert "Brakes" in text(desk, f"/duties/team/people/{technician.pk}/")
    who = text(desk, f"/duties/team/publications/{edition.pk}/")
    assert "was due on" in who
    assert "outsider" not in who
    answer = desk.post(f"/duties/team/publications/{edition.pk}/ask", {"person": technician.pk}, follow=True)
    assert "1 person was asked." in answer.content.decode()
    assert Notice.objects.filter(user=technician, kind="duty.asked").count() == 1
    answer = desk.post(f"/duties/team/publications/{edition.pk}/ask", {"person": technician.pk}, follow=True)
    assert "Nobody was asked" in answer.content.decode()
    desk.post(f"/duties/team/publications/{edition.pk}/ask", {"person": outsider.pk})
    assert not Notice.objects.filter(user=outsider, kind="duty.asked").exists()


def test_staff_of_the_maker_look_from_the_network_to_a_dealer(technician: User, outsider: User, oem_user: User) -> None:
    edition = asked(title="Brakes")
    confirmed(technician, edition)
    summing.follow_touched()
    dealer = technician.memberships.get().dealer
    desk = browser(oem_user)
    assert dealer.name in text(desk, "/duties/team/")
    region = text(desk, f"/duties/network/?region={dealer.region_id}")
    assert dealer.name in region
    assert "D-OUT" not in region
    assert "50 %" in text(desk, "/duties/network/publications/")
    one = text(desk, f"/duties/network/publications/{edition.pk}/")
    assert "D-TECH" in one
    assert "D-OUT" in one
    assert "progress-plot" in one
    assert "technician" in text(desk, f"/duties/team/?dealer={dealer.pk}")
    assert "technician" in text(desk, f"/duties/team/publications/{edition.pk}/?dealer={dealer.pk}")


def test_tables_hold_what_the_pages_show(technician: User, outsider: User, oem_user: User) -> None:
    edition = asked(title="=1+1", label="A")
    confirmed(technician, edition)
    summing.follow_touched()
    manager = browser(manager_of(technician.memberships.get().dealer))
    staff = browser(oem_user)

    def rows(client: Client, name: str, of: str = "") -> list[list[str]]:
        answer = client.get(f"/duties/tables/{name}?format=csv{of}")
        assert answer.status_code == 200
        data = b"".join(answer.streaming_content)  # type: ignore[arg-type]
        return list(csv.reader(StringIO(data.decode("utf-8-sig"))))[1:]

    (record,) = rows(manager, "record")
    assert record[2:6] == ["technician", edition.manual.document_number, "'=1+1", "A"]
    assert record[-1] == edition.sha256
    assert {row[2] for row in rows(staff, "duties", f"&edition={edition.pk}")} == {"technician", "outsider"}
    assert {row[2] for row in rows(manager, "duties", f"&edition={edition.pk}")} == {"technician"}
    assert [row[3:] for row in rows(staff, "publications")] == [["2", "1", "1", "0"]]
    assert [row[3:] for row in rows(manager, "publications")] == [["1", "1", "0", "0"]]
    assert {row[1] for row in rows(manager, "people")} == {"manager", "technician"}
    assert {row[0] for row in rows(staff, "dealers", f"&edition={edition.pk}")} == {"D-TECH", "D-OUT"}
    answer = staff.get("/duties/tables/record?format=xlsx")
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active  # type: ignore[arg-type]
    assert sheet.max_row == 2
    assert Event.objects.filter(verb="export.taken", actor=oem_user).count() == 4


PAGES = {
    "mine": ("technician", "/duties/"),
    "done": ("technician", "/duties/done/"),
    "home": ("technician", "/"),
    "team": ("manager", "/duties/team/"),
    "by publication": ("manager", "/duties/team/publications/"),
    "who": ("manager", "/duties/team/publications/{edition}/"),
    "person": ("manager", "/duties/team/people/{person}/"),
    "network": ("staff", "/duties/network/"),
    "publications": ("staff", "/duties/network/publications/"),
    "publication": ("staff", "/duties/network/publications/{edition}/"),
}


def test_pages_ask_a_constant_number_of_statements(technician: User, oem_user: User) -> None:
    dealer = technician.memberships.get().dealer
    people = {"technician": technician, "staff": oem_user, "manager": manager_of(dealer)}
    counts: list[dict[str, int]] = []
    for more in (1, 4):
        _grow(technician, more)
        edition = Edition.objects.order_by("pk").first()
        assert edition is not None
        counts.append({})
        for name, (who, address) in PAGES.items():
            client, target = browser(people[who]), address.format(edition=edition.pk, person=technician.pk)
            client.get(target)
            with CaptureQueriesContext(connection) as statements:
                assert client.get(target).status_code == 200
            counts[-1][name] = len(statements)
    assert counts[0] == counts[1]
    assert max(counts[1].values()) < 30


def _grow(technician: User, more: int) -> None:
    """More publications, some of them confirmed, more colleagues, more dealers."""
    dealer, region = technician.memberships.get().dealer, Region.objects.order_by("pk").first()
    for number in range(more):
        factories.person(username=f"{more}-{number}", dealer=dealer)
        factories.person(username=f"{more}-{number}-x", dealer=factories.DealerFactory(region=region))
        to_confirm(title=f"{more}-{number} open")
        to_confirm(title=f"{more}-{number} confirmed")
    sweep()
    for duty in Duty.objects.filter(user=technician, edition__manual__title__endswith="confirmed").order_by("pk"):
        confirmed(technician, duty.edition)
    summing.follow_touched()
