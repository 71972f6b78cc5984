"""Duties, teams, dashboards, tables and proofs: what is not for a person looks exactly like what is not there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import URLPattern
from django.utils import timezone

from content.acknowledgement import rounds, urls
from content.acknowledgement.models import Acknowledgement, Duty
from content.library.models import Edition, Manual
from portal.network.models import Brand, JobRole, User
from tests import factories
from tests.content.acknowledgement.builders import asked
from tests.content.acknowledgement.test_confirming import confirmed
from tests.content.acknowledgement.test_reminding import manager_of

pytestmark = pytest.mark.django_db
SECRET = "SECRET-RECALL-4711"
NOW = timezone.now
OWN = {"mine": "/duties/", "done": "/duties/done/"}
TEAM = {
    "team": "/duties/team/",
    "team_publications": "/duties/team/publications/",
    "team_publication": "/duties/team/publications/{e}/",
    "person": "/duties/team/people/{p}/",
    "table": "/duties/tables/duties?edition={e}",
}
NETWORK = {
    "network": "/duties/network/",
    "publications": "/duties/network/publications/",
    "publication": "/duties/network/publications/{e}/",
}
POSTED = {"confirm": "/duties/{m}/e/{e}/confirm", "ask": "/duties/team/publications/{e}/ask"}


@dataclass(frozen=True, slots=True)
class World:
    """Two dealers of two brands, a manager of each, and an edition that both have to confirm."""

    edition: Edition
    technician: User
    outsider: User
    manager: User
    other: User


@pytest.fixture
def world(technician: User, outsider: User) -> World:
    manager = manager_of(technician.memberships.get().dealer, "manager-north")
    other = manager_of(outsider.memberships.get().dealer, "manager-south")
    factories.section()
    return World(asked(title="Ours"), technician, outsider, manager, other)


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def body(answer: object) -> str:
    parts = getattr(answer, "streaming_content", None)
    return b"".join(parts).decode() if parts is not None else answer.content.decode()  # type: ignore[attr-defined]


def statuses(client: Client, paths: dict[str, str], edition: Edition, person: User, more: str = "") -> dict[str, int]:
    facts = {"m": edition.manual_id, "e": edition.pk, "p": person.pk}
    found = {}
    for name, path in paths.items():
        address = path.format(**facts)
        found[name] = client.get(f"{address}{'&' if '?' in address else '?'}{more}" if more else address).status_code
    return found


def test_every_address_is_asked_here() -> None:
    names = {one.name for one in urls.urlpatterns if isinstance(one, URLPattern)}
    assert names == {*OWN, *TEAM, *NETWORK, *POSTED}


def test_nobody_signed_in_is_sent_to_sign_in(world: World) -> None:
    every = OWN | TEAM | NETWORK
    assert statuses(Client(), every, world.edition, world.technician) == dict.fromkeys(every, 302)
    for path in POSTED.values():
        answer = Client().post(path.format(m=world.edition.manual_id, e=world.edition.pk))
        assert answer["Location"].startswith("/account/login/")
    assert not Acknowledgement.objects.exists()


def test_who_manages_nobody_has_no_team_and_no_network(world: World) -> None:
    client = browser(world.technician)
    closed = TEAM | NETWORK
    assert statuses(client, closed, world.edition, world.technician) == dict.fromkeys(closed, 404)
    assert client.post(POSTED["ask"].format(e=world.edition.pk)).status_code == 404


def test_a_manager_sees_their_people_and_nobody_elses(world: World) -> None:
    client = browser(world.manager)
    assert statuses(client, TEAM, world.edition, world.technician) == dict.fromkeys(TEAM, 200)
    assert statuses(client, NETWORK, world.edition, world.technician) == dict.fromkeys(NETWORK, 404)
    assert statuses(client, {"person": TEAM["person"]}, world.edition, world.outsider) == {"person": 404}
    theirs = world.outsider.memberships.get().dealer
    assert set(statuses(client, TEAM, world.edition, world.technician, f"dealer={theirs.pk}").values()) == {404}
    assert set(statuses(client, TEAM, world.edition, world.technician, f"region={theirs.region_id}").values()) <= {
        200,
        404,
    }
    assert client.get(f"/duties/tables/duties?region={theirs.region_id}").status_code == 404
    for path in TEAM.values():
        page = body(client.get(path.format(e=world.edition.pk, p=world.technician.pk)))
        assert "outsider" not in page, path
        assert "D-OUT" not in page, path
    shown = client.get("/duties/team/").context["page_obj"]
    assert {one.pk for one in shown} == {world.technician.pk, world.manager.pk}


def test_who_left_is_the_former_managers_no_more(world: World) -> None:
    world.technician.memberships.update(ends=timezone.localdate() - timedelta(days=1))
    client = browser(world.manager)
    assert statuses(client, {"person": TEAM["person"]}, world.edition, world.technician) == {"person": 404}
    assert "technician" not in body(client.get(TEAM["team_publication"].format(e=world.edition.pk)))
    assert "technician" not in body(client.get("/duties/tables/duties"))


def test_ids_that_no_row_can_have(world: World, oem_user: User) -> None:
    large = 10**30
    for user in (world.manager, oem_user):
        client = browser(user)
        for path in (*TEAM.values(), *NETWORK.values()):
            if "{" in path:
                assert client.get(path.format(e=large, p=large)).status_code in (404, 302), path
        for bad in ("x", "-1", "٣", str(large)):
            assert client.get(f"/duties/team/?dealer={bad}").status_code == 404
            assert client.get(f"/duties/tables/duties?edition={bad}").status_code == 404
    assert browser(world.technician).post(POSTED["confirm"].format(m=large, e=large)).status_code == 404
    assert browser(world.manager).get("/duties/tables/users").status_code == 404


def of_another_brand() -> Edition:
    return asked(title=SECRET, brands=[Brand.objects.get(code="south")])


def hidden_after(**fields: object) -> Callable[[], Edition]:
    """Asked, and since then not visible any more: no job has run yet."""

    def hide() -> Edition:
        edition = asked(title=SECRET)
        Manual.objects.filter(pk=edition.manual_id).update(**fields)
        return edition

    return hide


def retargeted() -> Edition:
    edition = asked(title=SECRET)
    edition.manual.audience_brands.through.objects.create(
        manual_id=edition.manual_id, brand_id=Brand.objects.get(code="south").pk
    )
    return edition


def embargoed() -> Edition:
    return asked(title=SECRET, effective_from=NOW() + timedelta(hours=1))


def edition_to_come() -> Edition:
    manual = factories.manual(title=SECRET, must_confirm=True)
    edition = factories.edition(manual, effective_from=NOW() + timedelta(hours=1))
    rounds.begin_due()
    return edition


HIDDEN = {
    "another brand": of_another_brand,
    "embargo": embargoed,
    "an edition to come": edition_to_come,
    "embargoed again": hidden_after(effective_from=NOW() + timedelta(days=1)),
    "expired": hidden_after(expires_at=NOW() - timedelta(seconds=5)),
    "unpublished": hidden_after(live=False),
    "retargeted": retargeted,
}


@pytest.mark.parametrize("why", HIDDEN)
def test_what_is_hidden_is_in_no_list_page_table_or_button(world: World, why: str) -> None:
    edition = HIDDEN[why]()
    for user in (world.technician, world.manager):
        client = browser(user)
        for path in ("/", *OWN.values()):
            assert SECRET not in body(client.get(path)), path
        assert client.post(POSTED["confirm"].format(m=edition.manual_id, e=edition.pk)).status_code == 404
    client = browser(world.manager)
    assert statuses(client, {"team_publication": TEAM["team_publication"]}, edition, world.technician) == {
        "team_publication": 404
    }
    assert client.get(TEAM["table"].format(e=edition.pk)).status_code == 404
    assert client.post(POSTED["ask"].format(e=edition.pk)).status_code == 404
    for path in ("team", "team_publications", "person"):
        assert SECRET not in body(client.get(TEAM[path].format(e=edition.pk, p=world.technician.pk))), path
    for name in ("duties", "publications", "record"):
        assert SECRET not in body(client.get(f"/duties/tables/{name}")), name
    assert not Acknowledgement.objects.exists()


@pytest.mark.parametrize("why", [one for one in HIDDEN if one not in ("another brand", "retargeted")])
def test_drafts_and_dates_bind_staff_of_the_maker_too(world: World, oem_user: User, why: str) -> None:
    edition = HIDDEN[why]()
    client = browser(oem_user)
    for path in ("/duties/network/", "/duties/network/publications/"):
        assert SECRET not in body(client.get(path))
    assert client.get(NETWORK["publication"].format(e=edition.pk)).status_code == 404
    for name in ("duties", "publications"):
        assert SECRET not in body(client.get(f"/duties/tables/{name}")), name


def test_the_embargo_lifts_by_the_clock(world: World) -> None:
    edition = embargoed()
    assert not Duty.objects.filter(edition=edition).exists()
    Manual.objects.filter(pk=edition.manual_id).update(effective_from=NOW() - timedelta(seconds=5))
    rounds.begin_due()
    rounds.work(round_id=edition.confirmation_round.pk)
    assert SECRET in body(browser(world.technician).get("/duties/"))


def test_a_manager_knows_what_their_people_must_confirm_and_reads_no_more_for_it(world: World) -> None:
    role = JobRole.objects.get(code="technician")
    edition = asked(title="For technicians", roles=[role])
    Manual.audience_roles.through.objects.create(manual_id=edition.manual_id, jobrole_id=role.pk)
    client = browser(world.manager)
    assert "For technicians" in body(client.get("/duties/team/publications/"))
    assert client.get(f"/manuals/{edition.manual_id}/").status_code == 404
    assert client.post(POSTED["confirm"].format(m=edition.manual_id, e=edition.pk)).status_code == 404


def test_the_record_in_tables_is_that_of_the_managers_dealers(world: World) -> None:
    for user in (world.technician, world.outsider):
        confirmed(user, world.edition)
    north, south = (body(browser(user).get("/duties/tables/record")) for user in (world.manager, world.other))
    assert "technician" in north
    assert "outsider" not in north
    assert "outsider" in south
    assert "D-TECH" not in south
