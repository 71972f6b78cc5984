"""From a published page to an edition: what makes one, what does not, and what a failure leaves alone."""

from __future__ import annotations

from datetime import timedelta

import pypdfium2 as pdfium
import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from content.bulletins import issuing
from content.bulletins.models import Bulletin, Issue
from content.library import api as library
from content.library.models import Edition
from portal.core import storage
from portal.core.errors import Refused
from portal.core.models import Event, OutboxEntry
from portal.network.models import Department
from tests import factories
from tests.content.bulletins import builders
from tests.content.bulletins.conftest import Publish
from tests.qr_reader import codes_in_pdf

pytestmark = pytest.mark.django_db

BODY = [
    {"type": "symptom", "value": "<p>Fault code <b>U0073</b> is stored.</p>"},
    {"type": "alert", "value": {"level": "danger", "text": "<p>High voltage.</p>"}},
    {
        "type": "steps",
        "value": {
            "heading": "Procedure",
            "steps": [{"text": "<p>Tighten to 25 N·m.</p>"}, {"text": "<p>检查接头。</p>"}],
        },
    },
    {"type": "parts", "value": {"rows": [{"number": "90915-10003", "description": "Filter", "quantity": "2"}]}},
    {"type": "labour", "value": {"rows": [{"operation": "Replace", "code": "12.34", "hours": "0.40"}]}},
]


def editions(page: Bulletin) -> list[Edition]:
    return list(Edition.objects.filter(manual=page).order_by("pk"))


def test_publishing_makes_an_edition_that_is_read_like_a_manual(
    typesetter: None, publish: Publish, department: Department
) -> None:
    brand = factories.BrandFactory(name="North")
    page = publish(
        builders.bulletin(title="Network fault", body=BODY, document_number="SB-1", applicability=[{"brand": brand}])
    )
    (edition,) = editions(page)
    assert (edition.label, edition.state, edition.page_count) == ("1", "ready", 1)
    read = edition.pages.get()
    assert ["fault_code", "U0073", "U0073"] in read.identifiers
    assert ["part_number", "90915-10003", "9091510003"] in read.identifiers
    assert {"torque"} <= {kind for kind, *_rest in read.identifiers}
    for printed in ("SB-1 · Edition 1", "North", "DANGER", "检查接头", "Service Engineering", "0.4"):
        assert printed in " ".join(read.text.split()), printed
    assert [title for _level, title, _page in edition.outline] == [
        "Network fault",
        "Symptom",
        "Procedure",
        "Parts",
        "Labour",
    ]
    assert read.label == "1"
    issue = Issue.objects.get()
    assert (issue.state, issue.edition) == ("issued", edition)
    assert Event.objects.filter(verb="bulletin.issued", data__issue=issue.pk).exists()


def test_what_says_the_same_makes_no_second_edition(publish: Publish, department: Department) -> None:
    page = publish(builders.bulletin(body=BODY))
    role = factories.JobRoleFactory()
    publish(page, audience_roles=[role], next_change_note="Nothing")
    assert [one.label for one in editions(page)] == ["1"]
    publish(page, title="Another title")
    publish(page, title="Another title", body=[builders.text("Other words")])
    assert [one.label for one in editions(page)] == ["1", "2", "3"]
    last = editions(page)[-1]
    assert [one.superseded_by for one in editions(page)] == [editions(page)[1], last, None]


def test_what_was_typed_for_an_edition_belongs_to_it_alone(publish: Publish) -> None:
    begins = timezone.now() - timedelta(days=3)
    page = publish(next_label="2026-A", next_change_note="First", next_effective_from=begins)
    (first,) = editions(page)
    assert (first.label, first.change_note, first.effective_from) == ("2026-A", "First", begins)
    assert (page.next_label, page.next_change_note, page.next_effective_from) == ("", "", None)
    draft = page.get_latest_revision_as_object()
    assert (draft.next_label, draft.next_change_note) == ("", "")
    draft.next_label = "2026-A"
    with pytest.raises(ValidationError, match="an edition of this name"):
        draft.full_clean()
    publish(page, body=[builders.text("More")])
    assert editions(page)[1].label == "2"


def test_a_number_that_an_uploaded_edition_has_is_left_out(publish: Publish) -> None:
    page = builders.bulletin()
    factories.edition(page, label="2", effective_from=timezone.now() - timedelta(days=9))
    publish(page)
    publish(page, title="Again")
    assert [one.label for one in editions(page)] == ["2", "3", "4"]


def test_a_picture_is_kept_with_the_edition(typesetter: None, publish: Publish, department: Department) -> None:
    red = builders.picture(department, colour="red")
    body = [{"type": "picture", "value": {"file": red.pk, "alt": "A plug", "caption": "Fig. 1"}}]
    page = publish(builders.bulletin(body=body))
    (edition,) = editions(page)
    with pdfium.PdfDocument(storage.local_copy(name=edition.file_name)) as pdf:
        kinds = [one.type for one in pdf[0].get_objects()]
    assert pdfium.raw.FPDF_PAGEOBJ_IMAGE in kinds
    red.delete()
    document = Issue.objects.get().document
    assert document["files"][0]["sha256"] == red.sha256
    assert storage.exists(name=red.stored_as)


def test_in_print_a_film_is_an_address_to_scan(typesetter: None, publish: Publish, department: Department) -> None:
    value = {"file": builders.film(department).pk, "captions": None, "caption": "Pulling the plug"}
    page = publish(builders.bulletin(body=[{"type": "film", "value": value}]))
    (edition,) = editions(page)
    data = storage.read_bytes(name=edition.file_name)
    with pdfium.PdfDocument(data) as pdf:
        assert "Pulling the plug" in pdf[0].get_textpage().get_text_range()
    assert codes_in_pdf(data) == [f"{settings.BASE_URL}/bulletins/{page.pk}/"]


def test_a_store_that_is_away_delays_and_loses_nothing(publish: Publish, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(**_kwargs: object) -> bytes:
        raise storage.StorageUnavailable("away")

    page = publish()
    with monkeypatch.context() as patched:
        patched.setattr(issuing, "store_pdf", away)
        publish(page, title="New words")
    assert [one.label for one in editions(page)] == ["1"]
    newest = page.issues.first()
    assert newest is not None
    assert (newest.state, newest.label) == ("waiting", "2")
    waiting = OutboxEntry.objects.get(kind=issuing.KIND, status="pending")
    issuing.deliver(waiting.key, {})
    issuing.deliver(waiting.key, {})
    assert [one.label for one in editions(page)] == ["1", "2"]


def test_what_cannot_be_printed_changes_nothing_in_force(publish: Publish, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_kwargs: object) -> bytes:
        raise ValueError("typesetter")

    page = publish()
    with monkeypatch.context() as patched:
        patched.setattr(issuing, "print_issue", broken)
        publish(page, title="New words")
    failed = page.issues.first()
    assert failed is not None
    assert (failed.state, failed.reason) == ("failed", "unprintable")
    assert [one.is_in_force(at=timezone.now()) for one in editions(page)] == [True]
    again = issuing.retry(issue_id=failed.pk, actor=None)
    assert (again.label, again.document) == ("2", failed.document)
    with pytest.raises(Refused):
        issuing.retry(issue_id=failed.pk, actor=None)
    issuing.deliver(str(again.pk), {})
    assert [one.label for one in editions(page)] == ["1", "2"]


def test_a_picture_that_is_gone_says_so(typesetter: None, publish: Publish, department: Department) -> None:
    red = builders.picture(department)
    body = [{"type": "picture", "value": {"file": red.pk, "alt": "A plug"}}]
    storage.delete(name=red.stored_as)
    page = publish(builders.bulletin(body=body))
    issue = page.issues.get()
    assert (issue.state, issue.reason) == ("failed", "picture_missing")
    assert "Choose it again" in issuing.failure_sentence(issue.reason)


def test_a_withdrawn_edition_can_be_issued_again(publish: Publish) -> None:
    page = publish()
    library.withdraw(edition_id=editions(page)[0].pk, actor=None)
    publish(page)
    assert [one.label for one in editions(page)] == ["1", "2"]


def test_a_taken_name_fails_and_the_next_try_takes_another(publish: Publish) -> None:
    page = builders.bulletin()
    builders.publish(page, next_label="A")
    issue = page.issues.get()
    factories.edition(page, label="A")
    issuing.deliver(str(issue.pk), {})
    issue.refresh_from_db()
    assert (issue.state, issue.reason) == ("failed", "label_taken")
    again = issuing.retry(issue_id=issue.pk, actor=None)
    issuing.deliver(str(again.pk), {})
    assert [one.label for one in editions(page)] == ["A", "2"]


def test_an_issue_is_never_changed(publish: Publish) -> None:
    issue = publish().issues.get()
    issue.label = "other"
    with pytest.raises(TypeError):
        issue.save()


def test_a_bulletin_is_of_its_own_types(department: Department) -> None:
    with pytest.raises(ValidationError, match="no type"):
        builders.publish(builders.bulletin(category="workshop"))
    with pytest.raises(ValidationError, match="no type"):
        factories.manual(category="recall")


def test_two_publications_at_once_make_one_issue_of_a_text(publish: Publish) -> None:
    """The second has read the page before the first wrote; it asks again under the lock."""
    page = publish()
    changed = Bulletin.objects.get(pk=page.pk)
    changed.title = "Changed"
    also_changed = Bulletin.objects.get(pk=page.pk)
    also_changed.title = "Changed"
    first = issuing.issue(bulletin=changed, actor=None)
    assert first is not None
    assert issuing.issue(bulletin=also_changed, actor=None) is None
    with pytest.raises(IntegrityError), transaction.atomic():
        Issue.objects.create(
            bulletin=page, label=first.label, effective_from=first.effective_from, document={}, digest="other"
        )
