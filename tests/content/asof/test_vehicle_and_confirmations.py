"""What was in force for a vehicle, and who of the dealer had confirmed it by the end of the day."""

from __future__ import annotations

from io import BytesIO

import pypdfium2 as pdfium
import pytest
from django.test import Client
from django.utils import timezone

from content.acknowledgement.models import Acknowledgement
from content.library.models import Edition
from portal.network.models import Dealer, User
from tests import factories
from tests.content.acknowledgement.builders import DAY
from tests.content.vehicles.builders import fleet

pytestmark = pytest.mark.django_db


def acknowledged(user: User, edition: Edition, *, days_ago: int, dealer: Dealer | None = None) -> Acknowledgement:
    return Acknowledgement.objects.create(
        user=user,
        person=f"Name of {user.username}",
        edition=edition,
        document_number=edition.manual.document_number,
        title=edition.manual.title,
        label=edition.label,
        sha256=edition.sha256,
        dealer=dealer or user.memberships.get().dealer,
        wording="Read.",
        at=timezone.now() - days_ago * DAY,
    )


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def asked(client: Client, *, days_ago: int, **more: str) -> str:
    on = (timezone.localdate() - days_ago * DAY).isoformat()
    answer = client.get("/manuals/as-of/", {"on": on, "dealer": "D-TECH", **more})
    assert answer.status_code == 200
    return answer.content.decode()


def proof(client: Client, *, days_ago: int, **more: str) -> str:
    on = (timezone.localdate() - days_ago * DAY).isoformat()
    answer = client.get("/manuals/as-of/proof", {"on": on, "dealer": "D-TECH", **more})
    document = pdfium.PdfDocument(BytesIO(answer.content))
    return " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in document)


def test_names_are_for_managers_of_the_dealer_and_the_maker(technician: User, oem_user: User) -> None:
    dealer = technician.memberships.get().dealer
    colleague = factories.person(username="colleague", dealer=dealer)
    other = factories.UserFactory(username="other-manager")
    factories.MembershipFactory(user=other, dealer=factories.DealerFactory(code="D-OTHER"), is_manager=True)
    factories.MembershipFactory(user=other, dealer=dealer)
    manager = factories.UserFactory(username="boss")
    factories.MembershipFactory(user=manager, dealer=dealer, is_manager=True)
    edition = factories.edition(factories.manual(), effective_from=timezone.now() - 30 * DAY)
    for user in (technician, colleague):
        acknowledged(user, edition, days_ago=10, dealer=dealer)
    names = ("Name of technician", "Name of colleague")
    shown = {
        user.username: [name in asked(browser(user), days_ago=5) for name in names]
        for user in (technician, manager, oem_user, other)
    }
    assert shown == {
        "technician": [True, False],
        "boss": [True, True],
        "oem": [True, True],
        "other-manager": [False, False],
    }
    assert "2 people" in asked(browser(other), days_ago=5)
    printed = proof(browser(technician), days_ago=5)
    assert "Confirmed by 2 people" in printed
    assert "Name of colleague" not in printed
    assert "Name of colleague" in proof(browser(manager), days_ago=5)


def test_only_what_was_confirmed_by_then_and_at_that_dealer(technician: User, oem_user: User) -> None:
    edition = factories.edition(factories.manual(must_confirm=True), effective_from=timezone.now() - 30 * DAY)
    acknowledged(technician, edition, days_ago=10)
    elsewhere = factories.person(username="elsewhere", dealer=factories.DealerFactory(code="D-ELSE"))
    acknowledged(elsewhere, edition, days_ago=20)
    maker = browser(oem_user)
    assert ["Name of technician" in asked(maker, days_ago=days) for days in (11, 10, 9)] == [False, True, True]
    assert "Name of elsewhere" not in asked(maker, days_ago=5)
    assert "Confirmed by nobody" in proof(maker, days_ago=15)


def test_who_left_or_was_deleted_stays_in_the_proof(technician: User, oem_user: User) -> None:
    edition = factories.edition(factories.manual(), effective_from=timezone.now() - 30 * DAY)
    acknowledged(technician, edition, days_ago=10)
    # Somebody works there today, so that the day is asked for with their roles.
    factories.person(username="stays", dealer=technician.memberships.get().dealer)
    technician.delete()
    printed = proof(browser(oem_user), days_ago=5)
    assert "Name of technician" in printed
    assert edition.sha256 in printed


def test_a_vehicle_leaves_out_what_did_not_apply_and_marks_what_may_have(technician: User) -> None:
    known = fleet(technician.memberships.get().dealer.brands.get())
    since = timezone.now() - 30 * DAY
    rows = {
        "For vans": [{"brand": known.brand, "model": known.van}],
        "For trucks": [{"brand": known.brand, "model": known.truck}],
        "For petrol": [{"brand": known.brand, "model": known.van, "variant": known.petrol}],
        "For all": [],
    }
    for title, applicability in rows.items():
        factories.edition(factories.manual(title=title, applicability=applicability), effective_from=since)
    client = browser(technician)
    assert all(title in asked(client, days_ago=5) for title in rows)
    assert "No vehicle is at hand." in asked(client, days_ago=5, vehicle="1")
    client.post("/vehicle/take/", {"vin": known.electric})
    page = asked(client, days_ago=5, vehicle="1")
    assert [title in page for title in rows] == [True, False, True, True]
    assert page.index("For vans") < page.index("For petrol")
    assert page.count("may have applied") == 1
    printed = proof(client, days_ago=5, vehicle="1")
    assert known.electric in printed
    assert "may have applied" in printed
    assert "For trucks" not in printed
    client.post("/vehicle/take/", {"vin": known.vin})
    assert "For petrol" not in asked(client, days_ago=5, vehicle="1")
