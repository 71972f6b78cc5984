"""Tables that are taken away: what they hold, for whom, and that nothing in them runs."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from content.exports import writing
from content.exports.models import Export
from portal.core import outbox
from portal.core.spreadsheets import harmless
from portal.network import tokens
from portal.network.models import Membership
from portal.notices.models import Notice
from tests import factories
from tests.training.builders import browser
from tests.training.certification_builder import scheme
from tests.training.needs.needs_builder import competency, profile, shown, standard
from training.certification.awarding import award_by_hand
from training.dashboards import reporting
from training.dashboards.models import ReportDelivery, ReportSubscription
from training.dashboards.rollups.refreshing import repair
from training.dashboards.tables.contents import TABLES
from training.needs.standards import judge_all

pytestmark = pytest.mark.django_db
HIDDEN = ("Person-b", "Boss-b", "Course-b", "House b", "DEALER-b")
HIDDEN_NAMES = {"b1", "b2", "boss-b"}


@pytest.fixture
def staff(db):
    from tests.training import builders

    return factories.oem_person(username="trainer", groups=[builders.department().authors])


@pytest.fixture
def full(network, staff):
    """`network` with something in every table for both dealers."""
    role = factories.JobRoleFactory()
    of = competency("Isolate")
    profile(role, (of, 3))
    hv = scheme(title="HV", months=6)
    standard({"scheme": hv})
    for side in (network.a, network.b):
        for person in side.people:
            person.memberships.get().roles.add(role)
            shown(person, of, 2)
            award_by_hand(actor=staff, user=person, scheme=hv, reason="Earned before.")
    judge_all()
    repair()
    return network


def content(answer):
    return b"".join(answer.streaming_content)


def table(client, name, format="csv", **query):
    answer = client.get(reverse("dashboards:table", args=[name]), {"format": format, **query})
    assert answer.status_code == 200, (name, answer.status_code)
    data = content(answer)
    if format == "csv":
        return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    return [list(row) for row in load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)]


@pytest.mark.parametrize("format", ["csv", "xlsx"])
@pytest.mark.parametrize("name", sorted(TABLES))
def test_a_managers_table_has_their_dealership_alone(full, staff, name, format):
    rows = table(browser(full.a.manager), name, format)
    assert len(rows) > 1
    values = {str(value) for row in rows for value in row}
    assert not values & HIDDEN_NAMES
    for hidden in HIDDEN:
        assert not any(hidden in value for value in values), hidden
    every = table(browser(staff), name, format)
    assert len(every) >= len(rows)
    if name in ("registrations", "people", "needs", "lapses"):
        assert "Person-b1" in "\n".join(str(value) for row in every for value in row)


def test_tables_that_are_not_ones_own(full, staff):
    manager = browser(full.a.manager)
    address = reverse("dashboards:table", args=["people"])
    for query in (
        {"dealer": full.b.dealer.pk},
        {"region": full.a.region.pk},
        {"format": "exe"},
        {"dealer": "x"},
        {"dealer": 2**64},
    ):
        assert manager.get(address, query).status_code == 404, query
    assert manager.get(reverse("dashboards:table", args=["nothing"])).status_code == 404
    learner = browser(full.a.people[0])
    assert learner.get(address).status_code == 404
    assert learner.get(reverse("dashboards:reports")).status_code == 404
    order = {"table": "people", "format": "csv", "every": "week"}
    assert learner.post(reverse("dashboards:order"), order).status_code == 404
    rows = table(browser(staff), "people", region=full.north.pk)
    assert {row[1] for row in rows[1:]} == {"a1", "a2", "boss-a"}


@given(st.text(max_size=20))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
def test_no_text_becomes_a_formula(text):
    written = harmless(text)
    assert not written.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    assert written.endswith(text) or any(ord(char) < 32 for char in text)


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_a_name_that_is_a_formula_is_only_a_name(network, format):
    network.a.people[0].last_name = '=HYPERLINK("http://example.com")'
    network.a.people[0].first_name = ""
    network.a.people[0].save()
    rows = table(browser(network.a.manager), "people", format)
    (name,) = [row[0] for row in rows[1:] if row[1] == "a1"]
    assert name.startswith("'=")


def due(callbacks, day=None):
    """Make the reports of next month, and deliver what is owed."""
    with callbacks(execute=True):
        made = reporting.make_due(day=day or timezone.localdate() + timedelta(days=40))
    outbox.work_off(seconds=5)
    return made


def order(client, name="people", **more):
    return client.post(reverse("dashboards:order"), {"table": name, "format": "csv", "every": "month", **more})


def test_a_report_comes_once_a_period_with_what_one_may_see(network, django_capture_on_commit_callbacks):
    order(browser(network.a.manager))
    assert due(django_capture_on_commit_callbacks, timezone.localdate()) == 0, "not for the period in which it began"
    assert due(django_capture_on_commit_callbacks) == 1
    assert due(django_capture_on_commit_callbacks) == 0
    (message,) = mail.outbox
    assert message.to == [network.a.manager.email]
    ((name, data, _kind),) = message.attachments
    assert name.endswith(".csv")
    assert "Person-a1" in str(data)
    for hidden in HIDDEN:
        assert hidden not in str(data)
    delivery = ReportDelivery.objects.get()
    reporting.mail(delivery_id=delivery.pk)
    assert len(mail.outbox) == 1
    assert not Notice.objects.filter(kind="export_ready").exists()


def test_who_manages_elsewhere_now_gets_the_report_of_there(network, django_capture_on_commit_callbacks):
    order(browser(network.a.manager))
    Membership.objects.filter(user=network.a.manager).update(ends=timezone.localdate() - timedelta(days=1))
    factories.MembershipFactory(user=network.a.manager, dealer=network.b.dealer, is_manager=True)
    due(django_capture_on_commit_callbacks)
    data = str(mail.outbox[0].attachments[0][1])
    assert "Person-b1" in data
    assert "Person-a" not in data


def test_who_manages_nobody_any_more_gets_none(network, django_capture_on_commit_callbacks):
    order(browser(network.a.manager))
    order(browser(network.b.manager))
    Membership.objects.filter(user=network.a.manager).update(is_manager=False)
    network.b.manager.is_active = False
    network.b.manager.save()
    assert due(django_capture_on_commit_callbacks) == 0
    assert mail.outbox == []


def test_who_lost_the_right_between_writing_and_mailing_gets_none(network, django_capture_on_commit_callbacks):
    order(browser(network.a.manager))
    with django_capture_on_commit_callbacks() as later:
        reporting.make_due(day=timezone.localdate() + timedelta(days=40))
    assert writing.write(export_id=Export.objects.get().pk)
    Membership.objects.filter(user=network.a.manager).update(is_manager=False)
    outbox.work_off(seconds=5)
    assert later
    assert mail.outbox == []


def test_a_large_report_is_an_address(network, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(reporting, "LARGEST_ATTACHMENT", 10)
    order(browser(network.a.manager))
    due(django_capture_on_commit_callbacks)
    (message,) = mail.outbox
    assert not message.attachments
    assert reverse("exports:file", args=[Export.objects.get().key]) in message.body


def test_a_mail_that_fails_is_tried_again(network, monkeypatch, django_capture_on_commit_callbacks):
    order(browser(network.a.manager))
    with django_capture_on_commit_callbacks(execute=True):
        reporting.make_due(day=timezone.localdate() + timedelta(days=40))
    sent = len(mail.outbox)
    delivery = ReportDelivery.objects.get()
    ReportDelivery.objects.update(mailed_at=None)

    def broken(*_args):
        raise OSError("The mail server is away.")

    with monkeypatch.context() as patched:
        patched.setattr(reporting, "_message", broken)
        with pytest.raises(OSError, match="away"):
            reporting.mail(delivery_id=delivery.pk)
    reporting.mail(delivery_id=delivery.pk)
    assert len(mail.outbox) == sent + 1


def test_ordering_again_changes_the_format_and_another_cannot_end_it(network):
    client = browser(network.a.manager)
    order(client)
    order(client, format="xlsx")
    found = ReportSubscription.objects.get()
    assert found.format == "xlsx"
    end = reverse("dashboards:end", args=[found.pk])
    assert browser(network.b.manager).post(end).status_code == 404
    client.post(end)
    assert not ReportSubscription.objects.exists()


def api(client, name, **query):
    answer = client.get(f"/api/v1/training/{name}", query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_the_api_is_scoped_by_who_asks(full, staff):
    manager, learner = browser(full.a.manager), browser(full.a.people[0])
    assert {row["username"] for row in api(manager, "registrations")["items"]} == {"a1", "a2"}
    assert {row["username"] for row in api(manager, "certificates")["items"]} == {"a1", "a2"}
    assert {row["dealer_code"] for row in api(manager, "standards")["items"]} == {"DEALER-a"}
    assert {row["username"] for row in api(learner, "registrations")["items"]} == {"a1"}
    assert {row["username"] for row in api(learner, "certificates")["items"]} == {"a1"}
    assert api(learner, "standards") == {"total": 0, "items": []}
    every = api(browser(staff), "registrations", page_size=3)
    assert (every["total"], len(every["items"])) == (4, 3)
    assert len(api(browser(staff), "registrations", page_size=3, page=2)["items"]) == 1
    assert api(browser(staff), "registrations", page=10**6)["items"] == []
    other = full.b.people[0].pk
    for name in ("registrations", "certificates"):
        assert api(manager, name, user=other) == {"total": 0, "items": []}
    assert api(manager, "standards", dealer=full.b.dealer.pk)["total"] == 0


def test_the_api_asks_who_one_is_and_checks_what_is_asked(full, client):
    for name in ("registrations", "certificates", "standards"):
        assert client.get(f"/api/v1/training/{name}").status_code == 401
        secret = tokens.issue(user=full.a.manager, name="test")
        answer = client.get(f"/api/v1/training/{name}", headers={"Authorization": f"Bearer {secret}"})
        assert answer.status_code == 200
        for wrong in ("page=0", "page_size=1000", "page=x"):
            assert browser(full.a.manager).get(f"/api/v1/training/{name}?{wrong}").status_code == 422, wrong
    assert browser(full.a.manager).get(f"/api/v1/training/registrations?user={2**64}").status_code == 422
    document = client.get("/api/v1/openapi.json").json()
    assert {"/api/v1/training/registrations", "/api/v1/training/certificates", "/api/v1/training/standards"} <= set(
        document["paths"]
    )
