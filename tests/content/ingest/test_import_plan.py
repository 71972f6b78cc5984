"""Planning an import: what is new, there already, or refused. No database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from content.ingest.importing.plan import plan
from content.ingest.importing.values import FoundFile, Impression, Known, KnownEdition, Line, Plan

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
EMPTY = Known(
    manuals=frozenset(),
    editions=(),
    departments=frozenset({"service"}),
    brands=frozenset({"north"}),
    models={},
    audience={name: frozenset() for name in ("brands", "regions", "tiers", "roles", "dealers")},
    categories=frozenset({"workshop", "other"}),
    languages=frozenset({"en", "zh-hans"}),
)


def found(name: str, sha256: str | None = None, refusal: str = "") -> FoundFile:
    return FoundFile(path=Path(name), name=name, sha256=sha256 or f"sha of {name}", refusal=refusal)


def planned(
    files: list[FoundFile],
    lines: list[dict[str, str]] | None = None,
    *,
    known: Known = EMPTY,
    department: str = "service",
    seen: Impression | None = None,
) -> Plan:
    numbered = None if lines is None else [Line(number=n, cells=cells) for n, cells in enumerate(lines, start=2)]
    return plan(
        files=files,
        lines=numbered,
        known=known,
        department=department,
        now=NOW,
        look=lambda file: seen or Impression(),
    )


def test_a_folder_of_editions_is_one_manual() -> None:
    result = planned([found("Guide/2017-06-05_de139e86.pdf"), found("Guide/2016-05-19_13cbb657.pdf")])
    assert [(one.document_number, one.label, bool(one.manual)) for one in result.new] == [
        ("Guide", "2016-05-19", True),
        ("Guide", "2017-06-05", False),
    ]
    assert result.new[0].effective_from == datetime(2016, 5, 19, tzinfo=UTC)


def test_versions_follow_each_other_as_numbers_do() -> None:
    result = planned([found("P_v13.pdf"), found("P_v9.pdf"), found("P_v2.1.pdf")])
    assert [one.label for one in result.new] == ["v2.1", "v9", "v13"]


def test_what_the_file_says_of_itself_is_taken_where_nobody_says_better() -> None:
    seen = Impression(title="制动系统手册", language="zh-hans")
    (by_file,) = planned([found("a.pdf")], seen=seen).new
    assert by_file.manual is not None
    assert (by_file.manual.title, by_file.manual.language) == ("制动系统手册", "zh-hans")
    (by_line,) = planned([found("a.pdf")], [{"file": "a.pdf", "title": "Brakes"}], seen=seen).new
    assert by_line.manual is not None
    assert by_line.manual.title == "Brakes"
    (useless,) = planned([found("b/My_manual.pdf")], seen=Impression(title="Microsoft Word - x.doc")).new
    assert useless.manual is not None
    assert useless.manual.title == "My manual"


def test_what_is_there_is_known_by_its_content_wherever_it_lies() -> None:
    known = replace(EMPTY, manuals=frozenset({"A"}), editions=(KnownEdition(7, "A", "1", "s"),))
    result = planned([found("other/name.pdf", "s")], known=known)
    assert [one.edition_id for one in result.present] == [7]
    assert result.new == ()


def test_a_changed_file_is_the_next_edition() -> None:
    known = replace(EMPTY, manuals=frozenset({"a"}), editions=(KnownEdition(7, "a", "2026-11-23", "old"),))
    (edition,) = planned([found("a.pdf", "new")], known=known).new
    assert (edition.document_number, edition.label, edition.manual) == ("a", "2026-11-23 (2)", None)


def test_the_same_file_twice_is_taken_once() -> None:
    result = planned([found("a.pdf", "s"), found("b.pdf", "s")])
    assert [one.file.name for one in result.new] == ["a.pdf"]
    assert [(one.name, "a.pdf" in one.reason) for one in result.refused] == [("b.pdf", True)]


def test_one_file_can_be_an_edition_of_two_manuals_if_somebody_says_so() -> None:
    lines = [{"file": "a.pdf", "document_number": "A"}, {"file": "a.pdf", "document_number": "B"}]
    assert [one.document_number for one in planned([found("a.pdf")], lines).new] == ["A", "B"]
    again = planned([found("a.pdf")], [lines[0], lines[0]])
    assert (len(again.new), [one.line for one in again.refused]) == (1, [3])


def test_lines_that_cannot_be_used_are_refused_with_their_number_and_the_others_go_on() -> None:
    lines = [
        {"file": "a.pdf", "brand": "east"},
        {"file": "missing.pdf"},
        {"file": "../secret.pdf"},
        {"title": "no file"},
        {"file": "bad.pdf"},
        {"file": ".\\sub\\b.pdf", "edition": "1", "document_number": "B"},
        {"file": "c.pdf", "edition": "1", "document_number": "B"},
    ]
    files = [found("a.pdf"), found("bad.pdf", refusal="empty"), found("sub/b.pdf"), found("c.pdf"), found("d.pdf")]
    result = planned(files, lines)
    assert [one.file.name for one in result.new] == ["sub/b.pdf"]
    assert [one.line for one in result.refused] == [2, 3, 4, 5, 6, 8, None]
    assert result.refused[-1].name == "d.pdf"


def test_without_a_department_a_manual_is_refused_and_nothing_of_it_stays() -> None:
    result = planned([found("a_v1.pdf"), found("a_v2.pdf")], department="")
    assert result.new == ()
    assert len(result.refused) == 2
