"""From a course to its package: the newest draft, its files, its assessments and their questions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from content.library.models import Manual
from portal.core import storage
from training.assessments.composing import plan, sections_of
from training.assessments.models import Assessment
from training.bank.markup import media_of
from training.bank.models import Category, Media, Question
from training.courses.exchange.package import write_package
from training.courses.models import Course, LessonFile
from training.courses.outline import Outline
from training.courses.presenting import files_of
from training.courses.versions import plain

FACTS = ("title", "summary", "objectives", "language", "level", "enrolment", "succession", "in_order")
NUMBERS = ("electives", "pass_percent", "days")
RULES = (
    "title",
    "introduction",
    "time_limit_seconds",
    "most_attempts",
    "cool_down_minutes",
    "navigation",
    "feedback",
    "negative_marks",
    "partial_credit",
    "shuffle_options",
)
CHINESE = ("title_zh", "introduction_zh")
"""Packages of before have none."""
SHARES = ("pass_share", "hint_cost")
SLOT = ("count", "easiest", "hardest", "objective", "tag", "seconds")


@dataclass(frozen=True, slots=True)
class _Gathered:
    assessments: dict[int, Assessment]
    files: dict[int, LessonFile]
    manuals: dict[int, str]


def pack(course: Course, target: IO[bytes]) -> None:
    """Write the package of the course's newest draft. What belongs to this portal alone (audience, passwords, dates,
    people) stays here."""
    draft = course.get_latest_revision_as_object()
    body = plain(draft.body.get_prep_value())
    gathered = _gather(Outline.read(body))
    questions: dict[int, Question] = {}
    assessments = {str(pk): _assessment(one, questions) for pk, one in gathered.assessments.items()}
    media = {digest for one in questions.values() if one.current for digest in media_of(one.current.asked)}
    documents = {
        "course.json": {
            "code": draft.document_number,
            **{name: getattr(draft, name) for name in (*FACTS, *NUMBERS)},
            "body": body,
            "files": {
                str(pk): {"sha256": file.sha256, "kind": file.kind, "title": file.title, "name": file.name}
                for pk, file in gathered.files.items()
            },
            "manuals": {str(pk): number for pk, number in gathered.manuals.items()},
        },
        "assessments.json": assessments,
        "questions.json": {str(pk): _question(one) for pk, one in questions.items()},
    }
    write_package(target, documents, _binaries(gathered.files.values(), media))


def _gather(outline: Outline) -> _Gathered:
    lessons = outline.lessons
    return _Gathered(
        assessments=Assessment.objects.in_bulk(
            {one.value["assessment"] for one in lessons if one.kind == "assessment"}
        ),
        files=LessonFile.objects.in_bulk({file for one in lessons for file in files_of(one)}),
        manuals=dict(
            Manual.objects.filter(pk__in={one.value["manual"] for one in lessons if one.kind == "reading"}).values_list(
                "pk", "document_number"
            )
        ),
    )


def _assessment(assessment: Assessment, questions: dict[int, Question]) -> dict[str, Any]:
    """Its rules and what it asks; the questions that it could draw are added to `questions`."""
    sections = sections_of(assessment)
    drawn = {one.question for part in plan(sections) for draw in part.draws for one in draw.pool}
    found = Question.objects.filter(pk__in=drawn).select_related("category", "current")
    found = found.prefetch_related("tags")  # type: ignore[misc]  # the plugin does not know taggit
    questions.update({question.pk: question for question in found})
    categories = {slot.category_id: slot.category for section in sections for slot in section.slots.all()}
    paths = _paths([one for one in categories.values() if one is not None])
    return {
        **{name: getattr(assessment, name) for name in (*RULES, *CHINESE)},
        **{name: str(getattr(assessment, name)) for name in SHARES},
        "sections": [
            {
                "title": section.title,
                "title_zh": section.title_zh,
                "shuffle": section.shuffle,
                "slots": [
                    {
                        **{name: getattr(slot, name) for name in SLOT},
                        "points": str(slot.points),
                        "question": str(slot.question_id) if slot.question_id in questions else None,
                        "category": paths.get(slot.category_id) if slot.category_id else None,
                    }
                    for slot in section.slots.all()
                ],
            }
            for section in sections
        ],
    }


def _question(question: Question) -> dict[str, Any]:
    return {
        "name": question.name,
        "identifier": question.identifier,
        "difficulty": question.difficulty,
        "objective": question.objective,
        "tags": sorted(tag.name for tag in question.tags.all()),
        "category": _paths([question.category])[question.category_id],
        "body": question.current.body if question.current else None,
    }


def _paths(categories: Iterable[Category]) -> dict[int, list[str]]:
    """The names from the root down to each category."""
    listed = list(categories)
    above = {int(part) for one in listed for part in one.path.strip("/").split("/") if part}
    names = dict(Category.objects.filter(pk__in=above).values_list("pk", "name"))
    return {one.pk: [names[int(part)] for part in one.path.strip("/").split("/")] for one in listed}


def _binaries(files: Iterable[LessonFile], media: Iterable[str]) -> Iterable[tuple[str, Path]]:
    for digest, stored_as in sorted({(file.sha256, file.stored_as) for file in files}):
        yield f"files/{digest}", storage.local_copy(name=stored_as)
    for digest in sorted(media):
        yield f"media/{digest}", storage.local_copy(name=Media(sha256=digest).file_name)
