"""The metadata file: encodings, separators, columns, and cells that are refused with their line."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from content.ingest.importing.cells import LineRefused, details_of
from content.ingest.importing.naming import facts_of_name
from content.ingest.importing.parse import MetadataRefused, lines_of
from content.ingest.importing.values import ApplicabilityRow, Known, Line

KNOWN = Known(
    manuals=frozenset(),
    editions=(),
    departments=frozenset({"service"}),
    brands=frozenset({"north", "south"}),
    models={"N1": "north", "S1": "south"},
    audience={name: frozenset({"a", "b"}) for name in ("brands", "regions", "tiers", "roles", "dealers")},
    categories=frozenset({"workshop", "other"}),
    languages=frozenset({"en", "zh-hans"}),
)
TEXT = "file,title\n制动.pdf,制动系统\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_encodings_of_spreadsheets(encoding: str) -> None:
    (line,) = lines_of(TEXT.encode(encoding))
    assert line == Line(number=2, cells={"file": "制动.pdf", "title": "制动系统"})


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separators(separator: str) -> None:
    (line,) = lines_of(f"File{separator}Document Number\r\na.pdf{separator}WM-1\r\n".encode())
    assert line.cells == {"file": "a.pdf", "document_number": "WM-1"}


def test_lines_are_counted_as_an_editor_does() -> None:
    lines = lines_of(b'file,title\n\n,\na.pdf,"one\ntwo"\nb.pdf,x\n')
    assert [(line.number, line.cells["file"]) for line in lines] == [(5, "a.pdf"), (6, "b.pdf")]
    assert lines[0].cells["title"] == "one two"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"file,colour\n", "colour"),
        (b"title\n", "“file”"),
        (b"file,file\n", "twice"),
        (b"", "file"),
        (b"\xff\xff\xff\xff", "encoding"),
        (b'file,title\na.pdf,"open\n', "Line 2"),
    ],
)
def test_a_file_that_is_no_metadata_is_refused_whole(data: bytes, reason: str) -> None:
    with pytest.raises(MetadataRefused) as refusal:
        lines_of(data)
    assert reason in refusal.value.reason


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"brand": "east"}, "brand “east”"),
        ({"brand": "north", "model": "S1"}, "another brand"),
        ({"year_from": "2020"}, "need a brand"),
        ({"brand": "north", "year_from": "2020", "year_to": "2019"}, "before the first"),
        ({"brand": "north", "year_from": "20x0"}, "no model year"),
        ({"brand": "north", "year_from": "９９９９"}, "no model year"),
        ({"brand": "north", "market": "China"}, "ISO 3166"),
        ({"effective_from": "31.12.2026"}, "no date"),
        ({"effective_from": "0001-01-01"}, "out of range"),
        ({"category": "novel"}, "category"),
        ({"language": "klingon"}, "language"),
        ({"department": "sales"}, "department"),
        ({"audience_regions": "a|z"}, "audience_regions “z”"),
        ({"title": "x" * 256}, "longer"),
        ({"": "surplus"}, "more cells"),
    ],
)
def test_a_line_is_refused_with_its_reason(cells: dict[str, str], reason: str) -> None:
    with pytest.raises(LineRefused) as refusal:
        details_of(Line(number=2, cells=cells), known=KNOWN, timezone=UTC)
    assert reason in refusal.value.reason


def test_a_full_line() -> None:
    cells = {
        "title": "<b>Brakes</b>",
        "effective_from": "2026-03-01",
        "language": "ZH",
        "brand": "NORTH | south",
        "model": "n1",
        "year_from": "2020",
        "market": "cn",
        "audience_dealers": "a|B|a",
    }
    details = details_of(Line(number=2, cells=cells), known=KNOWN, timezone=UTC)
    assert details.title == "<b>Brakes</b>"
    assert details.effective_from == datetime(2026, 3, 1, tzinfo=UTC)
    assert details.language == "zh-hans"
    assert details.applicability == (
        ApplicabilityRow("north", "N1", 2020, None, "CN"),
        ApplicabilityRow("south", "", 2020, None, "CN"),
    )
    assert details.audience == {"dealers": ("a", "b")}


@pytest.mark.parametrize(
    ("name", "number", "title", "edition"),
    [
        ("revisions/Guide_One/2016-05-19_13cbb657.pdf", "revisions/Guide_One", "Guide One", "2016-05-19"),
        ("Brakes 20200131.pdf", "Brakes", "Brakes", "2020-01-31"),
        ("a/Protocol_v13.pdf", "a/Protocol", "Protocol", "v13"),
        ("2016-13-45.pdf", "2016-13-45", "2016-13-45", ""),
        ("2016-02-30.pdf", "2016-02-30", "2016-02-30", ""),
        ("2016-05-19.pdf", "2016-05-19", "2016-05-19", "2016-05-19"),
        ("刹车/手册.PDF", "刹车/手册", "手册", ""),
        ("v1.pdf", "v1", "v1", ""),
    ],
)
def test_what_a_name_says(name: str, number: str, title: str, edition: str) -> None:
    facts = facts_of_name(name, timezone=UTC)
    assert (facts.document_number, facts.title, facts.edition) == (number, title, edition)


def test_a_long_path_makes_a_short_number_of_its_own() -> None:
    numbers = {facts_of_name(f"{'x' * 80}/{n}{'y' * 80}.pdf", timezone=UTC).document_number for n in range(5)}
    assert len(numbers) == 5
    assert max(map(len, numbers)) == 60
