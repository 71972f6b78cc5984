"""The reader's pages of feedback: the buttons, the form, one's own reports, the dealership's."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from content.feedback import fixing, handling
from content.feedback.models import Helped, Report
from content.vehicles.at_hand import SESSION_KEY
from portal.network.models import User
from tests import factories
from tests.content.feedback import builders

pytestmark = pytest.mark.django_db


def address(number: int, place: int = 1) -> str:
    return f"/feedback/on/edition/{number}/{place}"


@pytest.fixture
def manager(technician: User) -> User:
    """Manages the technician's dealership; no technician herself."""
    user = factories.UserFactory(username="manager")
    factories.MembershipFactory(user=user, dealer=technician.memberships.get().dealer, is_manager=True)
    return user


def test_the_reader_and_a_bulletin_show_the_way(technician_client: Client) -> None:
    edition = builders.owned()
    page = technician_client.get(f"/manuals/{edition.manual_id}/p/2").content.decode()
    assert f'hx-get="{address(edition.pk, 2)}"' in page
    assert f'href="{address(edition.pk, 2)}/say"' in page


def test_help_is_one_tap_and_undone_by_another(technician_client: Client, technician: User) -> None:
    edition = builders.owned()
    door = technician_client.get(address(edition.pk)).content.decode()
    assert 'aria-pressed="false"' in door
    assert 'name="yes"' in door
    pressed = technician_client.post(f"{address(edition.pk)}/helped", {"yes": 1}, headers={"HX-Request": "true"})
    assert 'aria-pressed="true"' in pressed.content.decode()
    assert Helped.objects.get().dealer == technician.memberships.get().dealer
    undone = technician_client.post(f"{address(edition.pk)}/helped", {"no": 1})
    assert undone.headers["Location"] == f"/manuals/{edition.manual_id}/e/{edition.pk}/p/1"
    assert not Helped.objects.exists()


def test_a_report_is_sent_with_a_region_a_paragraph_or_none(technician_client: Client) -> None:
    edition = builders.owned()
    form = technician_client.get(f"{address(edition.pk)}/say")
    page = form.content.decode()
    assert f"/e/{edition.pk}/p/1/image" in page
    (_empty, (value, text)) = form.context["form"].fields["paragraph"].choices
    assert text == builders.TEXT
    drawn, chosen = "0,900,65535,2100", value
    for place, (region, paragraph) in enumerate([(drawn, ""), ("", chosen)], start=1):
        kind = ("wrong", "missing")[place - 1]
        sent = technician_client.post(
            f"{address(edition.pk)}/say", {"kind": kind, "text": "35 Nm", "region": region, "paragraph": paragraph}
        )
        made = Report.objects.get(kind=kind)
        assert sent.headers["Location"] == f"/feedback/{made.pk}/"
        assert made.remarks.get().quote == builders.TEXT
    technician_client.post(f"{address(edition.pk, 0)}/say", {"kind": "wrong", "text": "All of it", "region": drawn})
    assert Report.objects.get(place=0).remarks.get().region is None


@pytest.mark.parametrize("hostile", ["x", "0,0,0,0", "9,9,9,99999", "1,2"])
def test_a_region_that_is_none_is_passed_over(technician_client: Client, hostile: str) -> None:
    edition = builders.owned()
    technician_client.post(f"{address(edition.pk)}/say", {"kind": "wrong", "text": "35", "region": hostile})
    assert Report.objects.get().remarks.get().region is None


def test_a_form_that_is_not_filled_in_says_so(technician_client: Client) -> None:
    edition = builders.owned()
    for data in (
        {},
        {"kind": "wrong", "text": " "},
        {"kind": "praise", "text": "x"},
        {"kind": "wrong", "text": "x", "paragraph": "zz"},
    ):
        answer = technician_client.post(f"{address(edition.pk)}/say", data)
        assert answer.status_code == 200
        assert "errorlist" in answer.content.decode()
    assert not Report.objects.exists()


@pytest.mark.parametrize("agreed", [True, False])
def test_the_end_of_the_vin_goes_along_only_with_consent(technician_client: Client, agreed: bool) -> None:
    edition = builders.owned()
    session = technician_client.session
    session[SESSION_KEY] = {"said": {"vin": "LVLL1234567890123"}, "label": "x"}
    session.save()
    page = technician_client.get(f"{address(edition.pk)}/say").content.decode()
    assert "67890123" in page
    assert "LVLL1234567890123" not in page
    sent = {"kind": "wrong", "text": "35", **({"with_vin": "on"} if agreed else {})}
    technician_client.post(f"{address(edition.pk)}/say", sent)
    made = Report.objects.get()
    assert made.vin_tail == ("67890123" if agreed else "")
    # The year is read off the VIN, which does not go along.
    assert made.vehicle == "2006"


def test_the_reporter_reads_question_region_and_answer(technician: User, technician_client: Client) -> None:
    edition = builders.owned()
    ann = builders.author(edition.manual.department)
    technician_client.post(
        f"{address(edition.pk)}/say", {"kind": "wrong", "text": "Surely 35?", "region": "0,900,65535,2100"}
    )
    made = Report.objects.get()
    handling.answer(actor=ann, report_id=made.pk, text="You are right.")
    page = technician_client.get(f"/feedback/{made.pk}/").content.decode()
    for expected in ("Surely 35?", "You are right.", 'height="1200"', f"/e/{edition.pk}/p/1/image", "Answered"):
        assert expected in page
    # A department answers, not a person.
    assert "Ann" not in page
    technician_client.post(f"/feedback/{made.pk}/", {"text": "Thank you"})
    made.refresh_from_db()
    assert made.state == Report.State.IN_WORK
    handling.fix(actor=ann, report_id=made.pk, edition=builders.later(edition.manual))
    assert "You are told when it is in force" in technician_client.get(f"/feedback/{made.pk}/").content.decode()
    fixing.follow_editions()
    page = technician_client.get(f"/feedback/{made.pk}/").content.decode()
    assert f"/manuals/{edition.manual_id}/e/{edition.pk}/p/1/in-force" in page
    assert 'id="more"' not in page


def test_a_manager_reads_what_the_dealership_reports_and_adds_nothing(
    technician: User, manager: User, outsider: User
) -> None:
    edition = builders.owned()
    made = builders.say(technician, edition)
    builders.say(outsider, edition, text="Elsewhere")
    client = builders.signed_in(manager)
    listed = client.get("/feedback/?whose=dealership")
    assert [one.pk for one in listed.context["page_obj"]] == [made.pk]
    assert client.get(f"/feedback/{made.pk}/").status_code == 200
    assert client.post(f"/feedback/{made.pk}/", {"text": "Me too"}).status_code == 404
    assert [one.pk for one in client.get("/feedback/").context["page_obj"]] == []


def test_the_list_is_paged_and_costs_the_same(technician: User, technician_client: Client) -> None:
    edition = builders.owned()
    builders.say(technician, edition)
    counts = []
    for number in (1, 30):
        for n in range(number):
            builders_report(technician, edition, n + number * 100)
        with CaptureQueriesContext(connection) as queries:
            page = technician_client.get("/feedback/")
        assert page.status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert page.context["page_obj"].paginator.num_pages == 2
    assert technician_client.get("/feedback/?page=99").context["page_obj"].number == 2


def builders_report(user: User, edition: object, place: int) -> None:
    Report.objects.create(
        about="edition",
        about_id=edition.pk,  # type: ignore[attr-defined]
        place=place,
        title="x",
        edition=edition,
        manual_id=edition.manual_id,  # type: ignore[attr-defined]
        department=edition.manual.department,  # type: ignore[attr-defined]
        kind="wrong",
        reporter=user,
    )
