"""Files of enrolments: what each line would do, for whom one may do it, and doing it once."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from portal.network.api import viewer_for
from tests import factories
from tests.training.builders import browser
from tests.training.enrolment.rules import taught
from training.certification.models import ExternalIdentifier
from training.courses.models import Registration
from training.courses.registering import register
from training.enrolment import identifying, parsing, planning
from training.enrolment.models import EnrolmentFile
from training.enrolment.parsing import FileRefused, Line, lines_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SOON = TODAY + timedelta(days=20)


@pytest.fixture
def learner(dealer):
    return factories.MembershipFactory(dealer=dealer, user__username="li.wei").user


@pytest.fixture
def brakes():
    return taught("Brakes", document_number="BR-1")


def sheet(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def send(client, data, name="people.csv"):
    return client.post(reverse("enrolment:files"), {"file": SimpleUploadedFile(name, data)})


def planned(user, *rows):
    lines = [Line(number, *row) for number, row in enumerate(rows, start=2)]
    return planning.plan(viewer=viewer_for(user=user), lines=lines)


TEXT = "人员,课程,截止日期\r\nli.wei,BR-1,2027-03-01\r\n\r\n王芳,BR-1,\r\n"
WANTED = [Line(2, "li.wei", "BR-1", "2027-03-01"), Line(4, "王芳", "BR-1", "")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_in_any_dress(encoding, delimiter):
    assert lines_of(TEXT.replace(",", delimiter).encode(encoding)) == WANTED


def test_a_sheet_with_real_dates_and_numbers():
    data = sheet(["course", "Technician ID", "due"], ["BR-1", 4711.0, date(2027, 3, 1)], [None, None, None])
    assert lines_of(data) == [Line(2, "4711", "BR-1", "2027-03-01")]


def zip_of(**parts):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return written.getvalue()


ENTITIES = '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
BOMB = f'<?xml version="1.0"?><!DOCTYPE l [{ENTITIES}]><l>&b;</l>'


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no lines"),
        (b"person,course\n", "no lines"),
        (b"name,title\na,b\n", "Missing: person, course"),
        (b'person,course\n"a,b\n', "Line"),
        (b"\xff\xfe\x00", "neither CSV"),
        (b"\x00\x01\x02 person", "neither CSV"),
        (b"person,course\n" + b"x" * 300 + b",BR-1\n", "too long"),
        (b"person,course\n" + b"a,b\n" * 5001, "more than 5000"),
        (b"x" * 2_000_001, "larger than 2 MB"),
        (b"PK\x03\x04 not a zip", "no XLSX"),
        (zip_of(a=b"0" * 61_000_000), "unpacks"),
        (zip_of(**{str(n): b"" for n in range(201)}), "unpacks"),
        (zip_of(**{"[Content_Types].xml": BOMB, "xl/workbook.xml": BOMB}), "no XLSX"),
    ],
    ids=range(13),
)
def test_a_file_that_cannot_be_used_is_refused_with_a_sentence(data, words):
    with pytest.raises(FileRefused, match=words):
        lines_of(data)


def test_what_each_line_would_do(learner, manager, brakes):
    started = factories.MembershipFactory(dealer=manager.memberships.get().dealer).user
    register(actor=None, user=started, course=brakes, source="trainer", due_on=TODAY + timedelta(days=9))
    twin = factories.UserFactory(username="one-mail", email="shared@example.com")
    factories.MembershipFactory(dealer=manager.memberships.get().dealer, user=twin)
    other = factories.UserFactory(username="other-mail", email="shared@example.com")
    factories.MembershipFactory(dealer=manager.memberships.get().dealer, user=other)
    soon = SOON.isoformat()
    outcomes = planned(
        manager,
        ("LI.WEI", "BR-1", soon),
        (started.email, "BR-1", (TODAY + timedelta(days=3)).strftime("%Y/%m/%d")),
        ("", "BR-1", ""),
        ("nobody", "BR-1", ""),
        ("li.wei", "XX-9", ""),
        ("li.wei", "BR-1", "soon"),
        ("li.wei", "BR-1", "2020-01-01"),
        ("shared@example.com", "BR-1", ""),
        ("li.wei", "BR-1", ""),
    )
    assert [(one.line.number, one.kind) for one in outcomes] == [
        (2, "new"),
        (3, "changed"),
        *((number, "refused") for number in range(4, 11)),
    ]
    assert [one.refusal for one in outcomes[2:]] == [
        "No person is named.",
        "There is no such person among those whom you may enrol.",
        "There is no such course.",
        "The day cannot be read. Write it as 2026-03-01.",
        "The day by which it is due has passed.",
        "More than one person is meant. Use the user name.",
        "The same person and course stand in line 2.",
    ]
    assert planned(manager, (started.username, "BR-1", soon))[0].kind == "same"
    assert not Registration.objects.filter(user=learner).exists()


def test_a_manager_enrols_their_own_alone_and_learns_of_nobody_else(learner, manager, brakes):
    stranger = factories.MembershipFactory().user
    former = factories.MembershipFactory(dealer=manager.memberships.get().dealer, ends=TODAY - timedelta(days=1)).user
    rows = [(one.username, "BR-1", "") for one in (stranger, former)] + [("nobody-at-all", "BR-1", "")]
    assert len({(one.kind, one.refusal) for one in planned(manager, *rows)}) == 1, "as if there were no such person"
    assert {one.kind for one in planned(factories.oem_person(), *rows[:2])} == {"new"}


def test_a_course_that_one_may_not_see_is_as_none(manager, learner, brakes):
    brakes.audience_dealers = [factories.DealerFactory()]
    brakes.save()
    assert planned(manager, ("li.wei", "BR-1", ""))[0].refusal == "There is no such course."


def test_numbers_of_another_room_find_people(manager, learner, brakes, monkeypatch):
    stranger = factories.MembershipFactory().user
    known = {"t-77": learner.pk, "t-78": stranger.pk}
    monkeypatch.setattr(identifying, "_finders", [lambda wanted: [(n, known[n]) for n in wanted if n in known]])
    assert [one.kind for one in planned(manager, ("T-77", "BR-1", ""), ("T-78", "BR-1", ""))] == ["new", "refused"]


def test_a_technician_is_found_by_the_number_of_their_brand(manager, learner, brakes):
    ExternalIdentifier.objects.create(user=learner, brand=factories.BrandFactory(), issuer="Maker", value="T-4711")
    assert planned(manager, ("t-4711", "BR-1", ""))[0].user_id == learner.pk


def test_from_upload_to_done_once(learner, manager, brakes):
    client = browser(manager)
    answer = send(client, f"person,course,due\nli.wei,BR-1,{SOON}\nnobody,BR-1,\n".encode("gbk"))
    url = answer.headers["Location"]
    page = client.get(url).content.decode()
    assert "It would enrol 1, change 0, leave 0 as they are, and refuse 1 lines." in page
    assert not Registration.objects.exists()
    assert "Newly enrolled: 1. Changed: 0. Refused: 1." in client.post(url, follow=True).content.decode()
    assert "applied already" in client.post(url, follow=True).content.decode()
    registration = Registration.objects.get()
    assert (registration.user, registration.due_on, registration.source) == (learner, SOON, "manager")
    assert registration.created_by == manager


def test_what_was_allowed_when_it_was_shown_is_judged_again_when_it_is_done(learner, manager, brakes):
    client = browser(manager)
    url = send(client, b"person,course\nli.wei,BR-1\n").headers["Location"]
    learner.memberships.update(starts=TODAY - timedelta(days=9), ends=TODAY - timedelta(days=1))
    client.post(url)
    assert not Registration.objects.exists()


def test_nobody_sees_or_does_the_file_of_another(learner, manager, brakes):
    url = send(browser(manager), b"person,course\nli.wei,BR-1\n").headers["Location"]
    colleague = factories.MembershipFactory(dealer=manager.memberships.get().dealer, is_manager=True).user
    for user in (learner, colleague, factories.oem_person()):
        client = browser(user)
        assert client.get(url).status_code == 404
        assert client.post(url).status_code == 404
    assert not Registration.objects.exists()


def test_only_who_enrols_others_comes_in(learner):
    client = browser(learner)
    for address in (reverse("enrolment:files"), reverse("enrolment:template", args=["csv"])):
        assert client.get(address).status_code == 404
        assert Client().get(address).status_code == 302
    assert send(client, b"person,course\nli.wei,BR-1\n").status_code == 404
    assert not EnrolmentFile.objects.exists()


def test_a_refused_file_keeps_nothing(manager):
    answer = send(browser(manager), b"PK\x03\x04 broken", "people.xlsx")
    assert answer.status_code == 422
    assert "no XLSX" in answer.content.decode()
    assert not EnrolmentFile.objects.exists()


def test_the_empty_files_are_read_back(manager):
    client = browser(manager)
    for form in ("csv", "xlsx"):
        with pytest.raises(FileRefused, match="no lines"):
            lines_of(client.get(reverse("enrolment:template", args=[form])).content)
    assert client.get(reverse("enrolment:template", args=["exe"])).status_code == 404


def test_what_is_written_in_a_file_is_text(learner, manager):
    client = browser(manager)
    url = send(client, b"person,course\n<script>alert(1)</script>,=cmd()\n").headers["Location"]
    assert "<script>alert" not in client.get(url).content.decode()


def test_statements_do_not_grow_with_lines(manager, brakes, dealer):
    counts = []
    for number in (3, 60):
        names = [factories.MembershipFactory(dealer=dealer).user.username for _n in range(number)]
        file = planning.keep(actor=manager, name="x", lines=[Line(n, name, "BR-1", "") for n, name in enumerate(names)])
        with CaptureQueriesContext(connection) as seen:
            planning.apply(viewer=viewer_for(user=manager), actor=manager, file_id=file.pk)
        counts.append(len(seen))
    assert counts[1] - counts[0] <= 4, "batches of the database, not lines"
    assert parsing.MOST_LINES == 5000
