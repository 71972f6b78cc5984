"""The demo's courses: two languages that say the same, names that exist, built once."""

from __future__ import annotations

from typing import Any

import pypdfium2 as pdfium
import pytest

from portal.demo import network, people
from portal.demo.manuals.api import catalogue
from portal.demo.manuals.fonts import typeface
from portal.demo.training import course_files as files
from portal.demo.training.assessments import ASSESSMENTS
from portal.demo.training.cards import card
from portal.demo.training.course_files import CourseFile, CourseFileError, course_files
from portal.demo.training.pictures import DRAWINGS

KINDS = {"text", "reading", "practical", "session", "assessment", "survey", "download"}


def lessons(course: CourseFile) -> list[dict[str, Any]]:
    return [lesson for module in course.modules for lesson in module["value"]["lessons"]]


def test_four_courses_in_two_languages_with_the_same_lessons() -> None:
    by_code: dict[str, list[CourseFile]] = {}
    for course in course_files():
        by_code.setdefault(course.facts["code"], []).append(course)
    assert len(by_code) == 4
    for english, chinese in by_code.values():
        assert (english.language, chinese.language) == ("en", "zh-hans")
        assert [one["type"] for one in lessons(english)] == [one["type"] for one in lessons(chinese)]
        assert {one["id"] for one in lessons(english)}.isdisjoint(one["id"] for one in lessons(chinese))
        assert english.facts["title"] != chinese.facts["title"]
    assert {one["type"] for course in course_files() for one in lessons(course)} == KINDS


def test_what_courses_name_exists() -> None:
    manuals = {(manual.document_number, manual.language) for manual in catalogue()}
    titles = {assessment.title for assessment in ASSESSMENTS}
    for course in course_files():
        assert set(course.facts["roles"].split()) <= {code for code, _name in network.ROLES}
        for lesson in lessons(course):
            value = lesson["value"]
            if lesson["type"] == "reading":
                assert (value["manual"], course.language) in manuals
            if lesson["type"] == "assessment":
                assert value["assessment"] in titles
            if lesson["type"] == "download":
                assert value["file"] in DRAWINGS
            pictures = [one["value"]["file"] for one in value.get("content", []) if one["type"] == "picture"]
            assert set(pictures) <= set(DRAWINGS)


def test_a_line_that_is_not_understood_is_named(tmp_path: Any) -> None:
    path = tmp_path / "broken.txt"
    path.write_text("title A | B\n# M | N\nunheard of | x\n")
    with pytest.raises(CourseFileError, match=r"broken\.txt, line 3"):
        files._read(path, "en")


def test_cards_have_every_sign_and_are_the_same_every_time() -> None:
    for course in course_files():
        for value in (lesson["value"] for lesson in lessons(course) if lesson["type"] == "download"):
            assert not typeface("").lacks("".join(value["steps"])) | typeface("B").lacks(value["title"])
            made = [card(title=value["title"], drawing=value["file"], steps=value["steps"]) for _ in range(2)]
            assert made[0] == made[1]
            assert len(pdfium.PdfDocument(made[0])) == 1


def test_people_are_many_and_no_name_comes_twice() -> None:
    everybody = people.everybody()
    assert len({person.username for person in everybody}) == len(everybody)
    assert len([person for person in everybody if person.dealers]) >= 70
    managed = {dealer for person in everybody if person.manages for dealer in person.dealers}
    assert managed == {dealer.code for dealer in network.DEALERS}
    roles = {role for person in everybody for role in person.roles}
    assert roles == {code for code, _name in network.ROLES}
