"""What an Office file is, is in it: names are not believed, and what may do harm is not taken."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest

from content.ingest.extraction.api import ExtractionFailed, FailureReason
from content.ingest.office import formats
from content.ingest.office.formats import office_format
from tests import pdf_factory
from tests.office_factory import make_docx, make_odt


def refused(path: Path) -> FailureReason:
    with pytest.raises(ExtractionFailed) as failure:
        office_format(path)
    return failure.value.reason


def test_formats_are_known_by_their_content(tmp_path: Path) -> None:
    path = tmp_path / "renamed.pdf"
    assert office_format(make_docx(path)) == formats.FORMATS["docx"]
    assert office_format(make_odt(path)) == formats.FORMATS["odt"]
    for part, extension in (
        ("spreadsheetml.sheet", "xlsx"),
        ("presentationml.presentation", "pptx"),
        ("presentationml.slideshow", "pptx"),
    ):
        _declares(path, f"application/vnd.openxmlformats-officedocument.{part}.main+xml")
        assert office_format(path) == formats.FORMATS[extension]
    _declares(path, "application/vnd.ms-visio.drawing.main+xml")
    assert office_format(path) is None


def _declares(path: Path, content_type: str, *, encoding: str = "utf-8") -> None:
    """An Office file whose main part is of this type."""
    types = f'<Types><Override PartName="/x/main.xml" ContentType="{content_type}"/></Types>'
    with ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", types.encode(encoding))
        archive.writestr("x/main.xml", "<x/>")


def test_what_is_no_office_file_is_left_to_others(tmp_path: Path) -> None:
    path = tmp_path / "named.docx"
    path.write_bytes(pdf_factory.make_pdf(["one"]))
    assert office_format(path) is None
    with ZipFile(path, "w") as archive:
        archive.writestr("photos/one.jpg", b"")
    assert office_format(path) is None
    path.write_bytes(b"")
    assert office_format(path) is None


@pytest.mark.parametrize("entry", ["word/vbaProject.bin", "xl/macrosheets/sheet1.xml", "word/VBAPROJECT.BIN"])
def test_macros_are_refused(tmp_path: Path, entry: str) -> None:
    assert refused(make_docx(tmp_path / "m", more={entry: b"x"})) == FailureReason.MACROS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_macros_that_are_only_declared_are_refused(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "m"
    for declared in (
        "word.document.macroEnabled.main+xml",
        "excel.sheet.binary.macroEnabled.main",
        "office.vbaProject",
    ):
        _declares(path, f"application/vnd.ms-{declared}", encoding=encoding)
        assert refused(path) == FailureReason.MACROS


@pytest.mark.parametrize("entry", ["word/header1.xml", "word/_rels/footer1.xml.rels"])
def test_document_types_are_refused(tmp_path: Path, entry: str) -> None:
    more = {entry: b'<?xml version="1.0"?><!doctype x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'}
    assert refused(make_docx(tmp_path / "d", more=more)) == FailureReason.UNSAFE_DOCUMENT


def test_macros_of_open_document_are_refused(tmp_path: Path) -> None:
    assert refused(make_odt(tmp_path / "m", more={"Basic/Standard/Module1.xml": b"x"})) == FailureReason.MACROS


def test_what_is_encrypted_is_refused(tmp_path: Path) -> None:
    assert refused(make_odt(tmp_path / "e", encrypted=True)) == FailureReason.ENCRYPTED


def test_archives_that_lie_or_burst_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = make_docx(tmp_path / "whole").read_bytes()
    cut = tmp_path / "cut"
    cut.write_bytes(whole[: len(whole) // 2])
    assert refused(cut) == FailureReason.DAMAGED
    broken = tmp_path / "broken"
    broken.write_bytes(whole.replace(b"PK\x01\x02", b"PK\x01\x07"))
    assert refused(broken) == FailureReason.DAMAGED
    monkeypatch.setattr(formats, "MOST_ENTRIES", 3)
    assert refused(tmp_path / "whole") == FailureReason.TOO_LARGE
    monkeypatch.setattr(formats, "MOST_ENTRIES", 20_000)
    for limit in ("MOST_UNPACKED_BYTES", "MOST_BYTES"):
        with monkeypatch.context() as smaller:
            smaller.setattr(formats, limit, 100)
            # What it is can be said; it is only not printed.
            assert office_format(tmp_path / "whole") == formats.FORMATS["docx"]
            with pytest.raises(ExtractionFailed) as failure:
                formats.printable_format(tmp_path / "whole")
            assert failure.value.reason == FailureReason.TOO_LARGE


@pytest.mark.parametrize(
    ("streams", "expected"),
    [
        (["WordDocument"], "doc"),
        (["Workbook"], "xls"),
        (["PowerPoint Document"], "ppt"),
        (["EncryptedPackage", "EncryptionInfo"], FailureReason.ENCRYPTED),
        (["WordDocument", "Macros/VBA/_VBA_PROJECT"], FailureReason.MACROS),
        (["Something"], None),
    ],
)
def test_compound_files_are_known_by_their_streams(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, streams: list[str], expected: object
) -> None:
    """The directory alone is judged, so it alone is given: nothing here writes compound files."""
    path = tmp_path / "old"
    path.write_bytes(formats._COMPOUND + bytes(2048))

    class Directory:
        def __init__(self, path: Path) -> None:
            pass

        def __enter__(self) -> Directory:
            return self

        def __exit__(self, *error: object) -> None:
            pass

        def listdir(self, **asked: bool) -> list[list[str]]:
            return [name.split("/") for name in streams]

    monkeypatch.setattr(formats, "OleFileIO", Directory)
    if isinstance(expected, FailureReason):
        assert refused(path) == expected
    else:
        assert office_format(path) == (formats.FORMATS[str(expected)] if expected else None)


def test_a_compound_file_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "old"
    path.write_bytes(formats._COMPOUND + b"\xff" * 4096)
    assert refused(path) == FailureReason.DAMAGED
