"""The command as a whole: what it makes, what it leaves alone, what it says."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from celery import Task
from django.core.management import CommandError, call_command
from django.utils import timezone

from content.ingest.importing import apply, report
from content.ingest.models import Block
from content.library.models import Edition, EditionPage, Manual
from portal.core import dispatch, storage
from portal.core.models import Event, OutboxEntry
from portal.network.models import Department
from tests import factories, pdf_factory

pytestmark = pytest.mark.django_db


@pytest.fixture
def department(local_store: Path) -> Department:
    department = factories.DepartmentFactory(code="service")
    factories.section(department)
    return department


@pytest.fixture
def folder(tmp_path: Path, department: Department) -> Path:
    """Two editions of one manual, a scan of nothing, a picture called .pdf, and a copy."""
    root = tmp_path / "in"
    (root / "Guide").mkdir(parents=True)
    (root / "Guide" / "2016-05-19_13cbb657.pdf").write_bytes(pdf_factory.make_pdf(["old page"], title="Guide of old"))
    (root / "Guide" / "2017-06-05_de139e86.pdf").write_bytes(pdf_factory.make_pdf(["new page", "more"]))
    (root / "刹车.PDF").write_bytes(pdf_factory.make_pdf(["检查刹车片的厚度"], title="<script>alert(1)</script>"))
    (root / "copy.pdf").write_bytes((root / "刹车.PDF").read_bytes())
    (root / "picture.pdf").write_bytes(b"\x89PNG\r\n\x1a\n")
    (root / "torn.pdf").write_bytes(pdf_factory.make_truncated_pdf())
    (root / "notes.txt").write_text("not a manual")
    return root


def run(folder: Path, *options: str) -> str:
    out = io.StringIO()
    call_command("import_manuals", str(folder), *options, stdout=out)
    return out.getvalue()


def counts() -> tuple[int, ...]:
    models = (Manual, Edition, EditionPage, Block, Event, OutboxEntry)
    return tuple(model._default_manager.count() for model in models)


def test_a_folder_is_taken_in_and_read(folder: Path) -> None:
    out = run(folder, "--inline", "--threads", "1")
    states = dict(Edition.objects.values_list("original_name", "state"))
    assert states == {
        "2016-05-19_13cbb657.pdf": "ready",
        "2017-06-05_de139e86.pdf": "ready",
        "copy.pdf": "ready",
        "torn.pdf": "failed",
    }
    guide = Manual.objects.get(document_number="Guide")
    assert guide.title == "Guide of old"
    (in_force,) = guide.editions.in_force(at=timezone.now())
    assert in_force.label == "2017-06-05"
    assert [page.text.strip() for page in in_force.pages.all()] == ["new page", "more"]
    copy = Manual.objects.get(document_number="copy")
    assert (copy.title, copy.language) == ("<script>alert(1)</script>", "zh-hans")
    for said in ("The same file as copy.pdf", "This is not a PDF file", "damaged or incomplete", "2 refused"):
        assert said in " ".join(out.split())


def test_a_second_run_takes_in_nothing(folder: Path) -> None:
    run(folder, "--inline", "--threads", "1")
    before = counts()
    (folder / "torn.pdf").rename(folder / "elsewhere.pdf")
    assert "0 new editions, 5 there already, 1 refused." in run(folder, "--inline", "--threads", "1")
    assert counts() == before


def test_a_dry_run_changes_nothing(folder: Path, local_store: Path) -> None:
    before = counts()
    out = run(folder, "--dry-run")
    assert "Guide of old" in out
    assert counts() == before
    assert not (local_store / "files").exists()


def test_an_import_that_was_killed_goes_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = []

    def dies(edition: object, *, actor: None) -> int:
        if len(taken) == 2:
            raise KeyboardInterrupt
        taken.append(edition)
        return real(edition, actor=actor)  # type: ignore[arg-type]

    real = apply.receive
    with monkeypatch.context() as patch:
        patch.setattr(apply, "receive", dies)
        with pytest.raises(KeyboardInterrupt):
            run(folder, "--inline", "--threads", "1")
    assert set(Edition.objects.values_list("state", flat=True)) == {"received"}
    assert "2 new editions, 2 there already, 2 refused." in run(folder, "--inline", "--threads", "1")
    assert not Edition.objects.filter(state__in=["received", "extracting"]).exists()


def test_a_store_that_is_away_stops_the_import_with_a_sentence(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(**kwargs: object) -> None:
        raise storage.StorageUnavailable("away")

    monkeypatch.setattr(storage, "save", away)
    with pytest.raises(CommandError, match="file store does not answer"):
        run(folder, "--inline")
    assert not Manual.objects.exists()


def test_metadata_says_what_each_file_is(folder: Path, tmp_path: Path) -> None:
    north = factories.BrandFactory(code="north")
    factories.VehicleModelFactory(code="N1", brand=north)
    factories.RegionFactory(code="china")
    table = (
        "file,title,document_number,edition,effective_from,brand,model,year_from,audience_regions,category\n"
        "刹车.PDF,制动系统,WM-1,第二版,2026-03-01,north,N1,2020,china,workshop\n"
        "torn.pdf,x,WM-2,1,soon,,,,,\n"
    )
    metadata = tmp_path / "metadata.csv"
    metadata.write_bytes(table.encode("gb18030"))
    out = run(folder, "--metadata", str(metadata), "--inline", "--threads", "1")
    manual = Manual.objects.get()
    assert (manual.title, manual.document_number, manual.category) == ("制动系统", "WM-1", "workshop")
    assert [str(row.model) for row in manual.applicability.all()] == [str(manual.applicability.get().model)]
    assert list(manual.audience_regions.values_list("code", flat=True)) == ["china"]
    assert manual.editions.get().label == "第二版"
    assert "line 3: torn.pdf" in out
    assert "“soon” is no date" in out


@pytest.mark.parametrize(
    ("table", "reason"),
    [(b"datei,titel\n", "unknown column"), (b"\xff\xfe\xff", "no known encoding")],
    ids=["columns", "encoding"],
)
def test_metadata_that_is_none_stops_before_anything_happens(
    folder: Path, tmp_path: Path, table: bytes, reason: str
) -> None:
    metadata = tmp_path / "metadata.csv"
    metadata.write_bytes(table)
    with pytest.raises(CommandError, match=reason):
        run(folder, "--metadata", str(metadata))
    assert not Manual.objects.exists()


def test_an_unknown_department_is_named(folder: Path) -> None:
    with pytest.raises(CommandError, match="no department “sales”"):
        run(folder, "--department", "sales")


def test_nothing_is_queued_for_what_is_read_here(
    folder: Path, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    sent: list[object] = []
    monkeypatch.setattr(Task, "apply_async", lambda self, *args, **kwargs: sent.append(self.name))
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        run(folder, "--inline", "--threads", "1")
    assert sent == []
    assert Edition.objects.filter(state="ready").count() == 3


def test_without_a_worker_the_command_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "POLL_SECONDS", 0.01)
    monkeypatch.setattr(report, "SILENCE_SECONDS", 0.02)
    errors = io.StringIO()
    with dispatch.kept_here():
        call_command("import_manuals", str(folder), stdout=io.StringIO(), stderr=errors)
    assert "no worker seems to run" in errors.getvalue()
