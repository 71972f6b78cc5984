"""Taking files in: refused at the edge with a sentence, kept once by content, never named by the person."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from content.ingest import api as ingest
from portal.core import storage
from portal.core.errors import Refused
from tests import pdf_factory


def written(folder: Path, data: bytes) -> Path:
    path = folder / "upload.pdf"
    path.write_bytes(data)
    return path


def files_in(folder: Path) -> list[Path]:
    return [path for path in (folder / "files").rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "not a PDF"),
        (b"<!DOCTYPE html><p>%PDF-1.7", "not a PDF"),
        (b"PK\x03\x04" + b"%PDF-1.4", "not a PDF"),
        (b"plain text", "not a PDF"),
    ],
    ids=["empty", "picture", "web page", "archive", "text"],
)
def test_what_is_no_pdf_is_refused_and_not_kept(local_store: Path, data: bytes, word: str) -> None:
    with pytest.raises(Refused) as refusal:
        ingest.store_pdf(path=written(local_store, data), original_name="manual.pdf")
    assert word in refusal.value.reason
    assert files_in(local_store) == []


def test_what_is_too_large_is_refused_with_the_limit(local_store: Path, settings: Settings) -> None:
    settings.UPLOAD_MAX_BYTES = 1024
    with pytest.raises(Refused) as refusal:
        ingest.store_pdf(path=written(local_store, b"%PDF-1.7" + b" " * 2000), original_name="manual.pdf")
    assert "1.0\xa0KB" in refusal.value.reason
    assert files_in(local_store) == []


def test_a_file_is_kept_once_under_its_content(local_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = pdf_factory.make_pdf(["one"])
    first = ingest.store_pdf(path=written(local_store, data), original_name="a.pdf")
    assert storage.read_bytes(name=first.name) == data
    assert first.name == f"editions/{first.sha256[:2]}/{first.sha256}.pdf"

    def fail(**kwargs: object) -> None:
        raise AssertionError("The file is there already.")

    with monkeypatch.context() as patch:
        patch.setattr(storage, "save", fail)
        second = ingest.store_pdf(path=written(local_store, data), original_name="b.pdf")
    assert (second.name, second.original_name) == (first.name, "b.pdf")


def test_a_half_written_file_is_written_anew(local_store: Path) -> None:
    data = pdf_factory.make_pdf(["one"])
    stored = ingest.store_pdf(path=written(local_store, data), original_name="a.pdf")
    storage.local_file(stored.name).write_bytes(data[:100])
    ingest.store_pdf(path=written(local_store, data), original_name="a.pdf")
    assert storage.read_bytes(name=stored.name) == data


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("manual.pdf", "manual.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\手册 2.pdf", "手册 2.pdf"),
        ("a\x00b\r\nSet-Cookie: x.pdf", "abSet-Cookie: x.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("cafe\u0301.pdf", "café.pdf"),
        ("...", "manual.pdf"),
        ("", "manual.pdf"),
        ("\udcff.pdf", "pdf"),
        ("x" * 300 + ".pdf", "x" * 251 + ".pdf"),
    ],
)
def test_the_name_is_only_ever_shown_and_is_clean(given: str, kept: str) -> None:
    assert ingest.clean_name(given) == kept
