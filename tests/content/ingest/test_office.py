"""Office files become editions: by a real LibreOffice, which is kept from following what they refer to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from content.ingest.extraction.api import ExtractionFailed, FailureReason
from content.ingest.models import Conversion
from content.ingest.office import conversions, program
from content.ingest.office.formats import FORMATS
from content.library.models import Edition, EditionPage, EditionSource, Manual
from portal.core import outbox, storage
from portal.core.models import OutboxEntry
from portal.network.departments import create_department
from tests import factories
from tests.office_factory import make_docx, make_odt

pytestmark = pytest.mark.django_db
Commit = Callable[..., object]
real = pytest.mark.services


def text_of(pdf: Path) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """A web server, and what it was asked for."""
    paths: list[str] = []

    class Listening(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_error(404)

        def do_HEAD(self) -> None:
            self.do_GET()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Listening)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", paths
    server.shutdown()
    server.server_close()


@real
def test_nothing_outside_of_the_file_is_asked_for(tmp_path: Path, asked: tuple[str, list[str]]) -> None:
    address, paths = asked
    secret = tmp_path / "secret.txt"
    secret.write_text("the key of the portal")
    word = make_docx(tmp_path / "w", paragraphs=("Torque 25 Nm",), picture=f"{address}/picture.png")
    made = program.convert(path=word, format=FORMATS["docx"], folder=tmp_path)
    assert "Torque 25 Nm" in text_of(made)
    writer = make_odt(tmp_path / "o", text="First", section=secret.as_uri())
    made = program.convert(path=writer, format=FORMATS["odt"], folder=tmp_path)
    assert "First" in text_of(made)
    assert "key" not in text_of(made)
    assert paths == []


@real
def test_what_cannot_be_converted_says_so_in_time(tmp_path: Path) -> None:
    broken = tmp_path / "b"
    broken.write_bytes(b"PK\x03\x04" + b"\0" * 400)
    with pytest.raises(ExtractionFailed) as failure:
        program.convert(path=broken, format=FORMATS["xlsx"], folder=tmp_path)
    assert failure.value.reason == FailureReason.NOT_CONVERTED
    hurried = program.ConversionLimits(wall_seconds=0.05)
    with pytest.raises(ExtractionFailed) as failure:
        program.convert(path=broken, format=FORMATS["docx"], folder=tmp_path, limits=hurried)
    assert failure.value.reason == FailureReason.TIMEOUT


@pytest.fixture
def manual() -> Manual:
    factories.home_page()
    made: Manual = factories.manual(title="Falcon", department=create_department(code="service", name="Service"))
    return made


def upload(manual: Manual, path: Path, *, label: str = "1") -> tuple[Client, str]:
    """An author uploads the file; the page after it."""
    user = factories.oem_person(username=f"author-{label}-{path.name}", groups=[manual.department.authors])
    client = Client()
    client.force_login(user)
    address = reverse("ingest:manual_editions", args=[manual.pk])
    at = (timezone.now() - timedelta(hours=1)).strftime("%Y-%m-%d %H:%M")
    sent = {"file": SimpleUploadedFile("说明.docx", path.read_bytes()), "label": label, "effective_from": at}
    answer = client.post(address, sent, follow=True)
    return client, answer.content.decode()


@real
def test_a_word_file_is_read_found_and_handed_out(
    manual: Manual, local_store: Path, tmp_path: Path, django_capture_on_commit_callbacks: Commit
) -> None:
    path = make_docx(tmp_path / "w", paragraphs=("Brakes", "Torque 25 Nm", "刹车片"))
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        upload(manual, path)
    edition = Edition.objects.get()
    assert edition.state == "ready"
    assert "刹车片" in EditionPage.objects.get().text
    assert edition.outline == [[1, "Brakes", 1]]
    client = Client()
    client.force_login(factories.MembershipFactory().user)
    assert reverse("delivery:source", args=[edition.pk]) in client.get(manual.reading_path()).content.decode()
    answer = client.get(reverse("delivery:source", args=[edition.pk]))
    assert b"".join(answer.streaming_content) == path.read_bytes()  # type: ignore[attr-defined]
    assert answer["Content-Type"] == FORMATS["docx"].content_type
    assert answer["Content-Disposition"].endswith('_1.docx"')


@pytest.fixture
def converter(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that has LibreOffice, whether this machine has or not; what it would do is said by each test."""
    monkeypatch.setattr(conversions, "is_installed", lambda: True)


def deliver() -> None:
    for pk in OutboxEntry.objects.filter(kind=conversions.KIND, status="pending").values_list("pk", flat=True):
        OutboxEntry.objects.filter(pk=pk).update(available_at=timezone.now())
        outbox.deliver(entry_id=pk)


def test_a_server_without_libreoffice_says_so_at_once(
    manual: Manual, local_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversions, "is_installed", lambda: False)
    _client, page = upload(manual, make_docx(tmp_path / "w"))
    assert "cannot be converted on this server" in page
    assert not Conversion.objects.exists()


@pytest.mark.usefixtures("converter")
def test_a_file_is_taken_once_while_it_is_converted(manual: Manual, local_store: Path, tmp_path: Path) -> None:
    one = make_docx(tmp_path / "one", paragraphs=("one",))
    client, page = upload(manual, one)
    assert "说明.docx is being converted to PDF." in page
    assert "being converted for the manual already" in upload(manual, one, label="2")[1]
    assert "An edition called 1 is being made" in upload(manual, make_docx(tmp_path / "two", paragraphs=("two",)))[1]
    assert Conversion.objects.count() == 1
    assert client.get(reverse("ingest:editions_table")).status_code == 200


@pytest.mark.usefixtures("converter")
def test_what_fails_can_be_tried_again_and_changes_nothing(
    manual: Manual, local_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, _page = upload(manual, make_docx(tmp_path / "w"))

    def crash(**_: object) -> Path:
        raise ExtractionFailed(FailureReason.NOT_CONVERTED)

    monkeypatch.setattr(conversions, "convert", crash)
    deliver()
    one = Conversion.objects.get()
    assert (one.state, one.reason) == ("failed", "not_converted")
    page = client.get(reverse("ingest:manual_editions", args=[manual.pk])).content.decode()
    assert "could not be converted" in page
    retry = reverse("ingest:retry_conversion", args=[one.pk])
    stranger = Client()
    stranger.force_login(factories.oem_person(groups=[create_department(code="p", name="P").authors]))
    assert stranger.post(retry).status_code == 302
    assert Conversion.objects.get().state == "failed"
    client.post(retry)
    one.refresh_from_db()
    assert one.state == "waiting"
    assert not Edition.objects.exists()


@pytest.mark.usefixtures("converter")
def test_a_store_that_is_away_delays_it_and_a_doubled_delivery_makes_one_edition(
    manual: Manual, local_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests import pdf_factory

    upload(manual, make_docx(tmp_path / "w"))
    pdf = tmp_path / "document.pdf"
    pdf.write_bytes(pdf_factory.make_pdf(["one"]))
    monkeypatch.setattr(conversions, "convert", lambda **_: pdf)
    key = str(Conversion.objects.get().pk)

    def away(**_: object) -> Path:
        raise storage.StorageUnavailable("away")

    with monkeypatch.context() as gone:
        gone.setattr(storage, "local_copy", away)
        deliver()
    assert Conversion.objects.get().state == "waiting"
    conversions.deliver(key, {})
    conversions.deliver(key, {})
    assert Edition.objects.get().source.sha256 == EditionSource.objects.get().sha256
    assert Conversion.objects.get().state == "converted"


@pytest.mark.parametrize("who", ["nobody", "stranger"])
def test_the_original_is_not_there_for_who_may_not_read_it(who: str, db: None, local_store: Path) -> None:
    manual = factories.manual(brands=[factories.BrandFactory()])
    edition = factories.edition(manual)
    EditionSource.objects.create(
        edition=edition, file_name="x", original_name="x.docx", sha256="0", size=1, extension="docx", content_type="x/y"
    )
    client = Client()
    if who == "stranger":
        client.force_login(factories.MembershipFactory().user)
    assert client.get(reverse("delivery:source", args=[edition.pk])).status_code == (302 if who == "nobody" else 404)
