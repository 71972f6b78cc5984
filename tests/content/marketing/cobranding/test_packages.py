"""Templates as ZIP packages, and the ways in which one can be wrong."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO

import pytest

from content.marketing.cobranding.language import packages
from content.marketing.cobranding.language.api import TemplateRefused, read_package
from tests.content.marketing.cobranding.builders import CSS, FIELDS, HTML, picture

GOOD = {"index.html": HTML.encode(), "style.css": CSS.encode(), "fields.json": json.dumps(FIELDS).encode()}


def package(files: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def test_a_package_is_read() -> None:
    read = read_package(package({**GOOD, "van.png": picture()}))
    assert (read.html, read.css, list(read.fields)) == (HTML, CSS, FIELDS)
    assert list(read.files) == ["van.png"]


@pytest.mark.parametrize(
    "name",
    [
        "../x.png",
        "/etc/x.png",
        "a/b.png",
        "a\\b.png",
        "C:x.png",
        "X.PNG",
        ".x.png",
        "x",
        "é.png",
        "~x.png",
    ],
)
def test_names_with_paths_are_refused(name: str) -> None:
    with pytest.raises(TemplateRefused):
        read_package(package({**GOOD, name: b"x"}))


def test_bombs_are_measured_while_they_are_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TemplateRefused, match="too large"):
        read_package(package({**GOOD, "a.png": bytes(packages.LARGEST_FILE + 1)}))
    monkeypatch.setattr(packages, "LARGEST_TOTAL", 3000)
    with pytest.raises(TemplateRefused, match="too large"):
        read_package(package({**GOOD, "a.png": bytes(4000)}))
    with pytest.raises(TemplateRefused, match="more than"):
        read_package(package({**GOOD, **{f"f{number}.png": b"" for number in range(60)}}))


@pytest.mark.parametrize(
    "files",
    [
        {"style.css": b""},
        {**GOOD, "index.html": b"\xff\xfe\x00"},
        {**GOOD, "fields.json": b"{"},
        {**GOOD, "fields.json": b'{"a": 1}'},
        {**GOOD, "fields.json": b"[1]"},
        {**GOOD, "fields.json": b"[" * 100_000},
    ],
)
def test_what_is_no_package(files: dict[str, bytes]) -> None:
    with pytest.raises(TemplateRefused):
        read_package(package(files))


def test_no_zip_a_damaged_one_and_strange_methods() -> None:
    whole = package(GOOD)
    for data in (b"", b"PK\x03\x04", b"<html>", whole[:-40], whole[:60] + b"\x00" * 40 + whole[100:]):
        with pytest.raises(TemplateRefused):
            read_package(data)
    with pytest.raises(TemplateRefused):
        read_package(package(GOOD, method=zipfile.ZIP_LZMA))


def test_a_file_that_is_named_twice() -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("index.html", HTML)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("index.html", "<script>")
    with pytest.raises(TemplateRefused, match="twice"):
        read_package(buffer.getvalue())
