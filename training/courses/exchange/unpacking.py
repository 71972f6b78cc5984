"""From a package to a new course, a draft: its files, questions and assessments first, then the page.

What an import would do is found out by doing it and taking it back: the preview cannot say anything else than what
happens. A course that is brought in is always a new one with lessons of its own, so that nobody's progress mixes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import DataError, IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from pydantic import ValidationError as ShapeError

from content.library.models import DepartmentPage, Manual
from portal.core import events
from portal.core.errors import Refused
from portal.core.pictures import Encoded, PictureRefused, encode_picture
from portal.network.models import Department, User
from training.assessments.models import Assessment, Section, Slot
from training.bank.api import Facts, create_question, keep_encoded, move_to
from training.bank.markup import clean_html
from training.bank.models import Category, Media, Question
from training.bank.shapes import question_from
from training.courses.duplicating import with_new_ids
from training.courses.exchange.package import Package, PackageRefused, extract
from training.courses.exchange.packing import CHINESE, FACTS, NUMBERS, RULES, SHARES, SLOT
from training.courses.files import receive_file
from training.courses.models import Course, LessonFile

_RICH = {"text", "task"}


@dataclass(slots=True)
class Report:
    """What an import did, or would do. `lost` are sentences about what did not come along."""

    title: str = ""
    code: str = ""
    modules: int = 0
    lessons: int = 0
    files: int = 0
    pictures: int = 0
    questions: int = 0
    assessments: int = 0
    lost: list[str] = field(default_factory=list)
    course_id: int | None = None


class _TakenBack(Exception):
    """Ends the transaction of a trial."""


def preview(*, path: Path, package: Package, department: Department, actor: User, code: str = "") -> Report:
    """What `unpack` would do. Nothing is kept. Raises PackageRefused."""
    report = Report()
    try:
        with transaction.atomic():
            _Import(path, package, department, actor, code, only_look=True).run(report)
            raise _TakenBack
    except _TakenBack:
        return report


def unpack(*, path: Path, package: Package, department: Department, actor: User, code: str = "") -> Report:
    """Bring the course in, whole or not at all. Raises PackageRefused."""
    report = Report()
    with transaction.atomic():
        _Import(path, package, department, actor, code, only_look=False).run(report)
    return report


class _Import:
    def __init__(
        self, path: Path, package: Package, department: Department, actor: User, code: str, *, only_look: bool
    ) -> None:
        self.path, self.package, self.department, self.actor = path, package, department, actor
        self.code, self.only_look = code, only_look
        self.files: dict[str, int] = {}
        self.questions: dict[str, Question] = {}
        self.assessments: dict[str, int] = {}

    def run(self, report: Report) -> None:
        """Each part in turn; what cannot be understood refuses the whole."""
        try:
            facts = self.package.documents["course.json"]
            self.code = self.code or _words(facts["code"])
            report.title, report.code = _words(facts["title"]), self.code
            if Course.objects.filter(document_number=self.code).exists():
                raise PackageRefused(_("There is a course with the code “%(code)s” already.") % {"code": self.code})
            self._files(facts["files"], report)
            self._questions(report)
            self._assessments(report)
            self._course(facts, report)
        except Refused as refused:
            raise PackageRefused(refused.reason) from refused
        except ValidationError as error:
            raise PackageRefused(
                _("The file holds something that cannot be kept: %(what)s")
                % {"what": " ".join(map(str, error.messages))[:500]}
            ) from error
        except (
            KeyError,
            TypeError,
            ValueError,
            AttributeError,
            IndexError,
            InvalidOperation,
            RecursionError,
            IntegrityError,
            DataError,
        ) as error:
            raise PackageRefused(_("The file is not a course of this portal, or it is damaged.")) from error

    def _files(self, files: Mapping[str, Mapping[str, str]], report: Report) -> None:
        for key, said in files.items():
            name = f"files/{said['sha256']}"
            if name not in self.package.sizes:
                raise PackageRefused(_("The file does not hold what its list says. It may be damaged."))
            with NamedTemporaryFile(prefix="course-") as copy:
                extract(self.path, name, copy)
                size = copy.tell()
                copy.seek(0)
                row = receive_file(
                    upload=UploadedFile(file=copy, name=_words(said["name"]), size=size),
                    kind=LessonFile.Kind(said["kind"]),
                    title=_words(said["title"])[:160],
                    department=self.department,
                    only_look=self.only_look,
                )
            self.files[key] = row.pk
            report.files += 1

    def _pictures(self, report: Report) -> dict[str, str]:
        """The pictures of questions, by the SHA-256 that the package knows them under: looked at and encoded anew."""
        known = {}
        for name in self.package.sizes:
            folder, _slash, digest = name.partition("/")
            if folder != "media":
                continue
            with NamedTemporaryFile(prefix="course-") as copy:
                extract(self.path, name, copy)
                copy.flush()
                try:
                    known[digest] = self._keep(encode_picture(Path(copy.name).read_bytes())).sha256
                except PictureRefused as refused:
                    raise PackageRefused(refused.reason) from refused
            report.pictures += 1
        return known

    def _keep(self, encoded: Encoded) -> Media:
        if not self.only_look:
            return keep_encoded(encoded)
        facts = {"content_type": encoded.content_type, "size": len(encoded.data)}
        facts |= {"width": encoded.width, "height": encoded.height}
        return Media.objects.get_or_create(sha256=encoded.sha256, defaults=facts)[0]

    def _questions(self, report: Report) -> None:
        pictures = self._pictures(report)
        for key, said in self.package.documents["questions.json"].items():
            text = json.dumps(said["body"])
            for old, new in pictures.items():
                text = text.replace(old, new)
            try:
                asked = question_from(json.loads(text))
            except ShapeError as error:
                raise PackageRefused(
                    _("The question “%(name)s” cannot be understood.") % {"name": _words(said["name"])[:80]}
                ) from error
            facts = Facts(
                name=_words(said["name"])[:160],
                difficulty=int(said["difficulty"]),
                objective=_words(said["objective"])[:200],
                identifier=str(said["identifier"] or f"{self.code}:{key}")[:120],
                tags=tuple(str(tag)[:100] for tag in said["tags"]),
            )
            category = self._category(said["category"])
            if Question.objects.filter(category=category, identifier=facts.identifier).exists():
                facts = Facts(**{**_fields(facts), "identifier": f"{self.code}:{key}"[:120]})
            question = create_question(actor=self.actor, category=category, facts=facts, asked=asked)
            move_to(actor=self.actor, question=question, state=Question.State.READY)
            self.questions[key] = question
            report.questions += 1

    def _category(self, names: list[str]) -> Category:
        """In a tree of its own, named after the course, so that its draws take in no other questions."""
        found: Category | None = None
        for name in [f"{self.package.documents['course.json']['title']} ({self.code})", *names][:20]:
            found = Category.objects.get_or_create(
                department=self.department, parent=found, name=str(name)[:120], defaults={}
            )[0]
        assert found is not None  # noqa: S101
        return found

    def _assessments(self, report: Report) -> None:
        for key, said in self.package.documents["assessments.json"].items():
            made = Assessment(
                department=self.department,
                **{name: said[name] for name in RULES},
                **{name: _words(said.get(name, "")) for name in CHINESE},
                **{name: Decimal(said[name]) for name in SHARES},
            )
            made.full_clean()
            made.save()
            for at, part in enumerate(said["sections"]):
                section = Section(
                    assessment=made,
                    position=at,
                    title=_words(part["title"])[:160],
                    title_zh=_words(part.get("title_zh", ""))[:160],
                    shuffle=bool(part["shuffle"]),
                )
                section.save()
                for place, slot in enumerate(part["slots"]):
                    self._slot(section, place, slot, made, report)
            self.assessments[key] = made.pk
            report.assessments += 1

    def _slot(self, section: Section, place: int, said: Mapping[str, Any], made: Assessment, report: Report) -> None:
        question = self.questions.get(said["question"] or "")
        category = self._category(said["category"]) if said["category"] else None
        if question is None and category is None and not said["objective"]:
            report.lost.append(
                _("A question of “%(assessment)s” that was not ready for use.") % {"assessment": made.title}
            )
            return
        slot = Slot(
            section=section,
            position=place,
            question=question,
            category=category,
            points=Decimal(said["points"]),
            **{name: said[name] for name in SLOT},
        )
        slot.full_clean(exclude=["section"])
        slot.save()

    def _course(self, facts: Mapping[str, Any], report: Report) -> None:
        section = DepartmentPage.objects.filter(department=self.department).first()
        if section is None:
            raise PackageRefused(_("The department has no section of pages yet."))
        title = _words(facts["title"])[:255]
        course = Course(
            slug=f"{slugify(title)[:180] or 'course'}-{slugify(self.code)[:60]}",
            live=False,
            document_number=self.code,
            department=self.department,
            **{name: facts[name] for name in (*FACTS, *NUMBERS)},
        )
        course.title, course.objectives = title, clean_html(_words(facts["objectives"]))
        blocks = course.body.stream_block
        raw = self._body(facts["body"], facts["manuals"], report)
        course.body = blocks.clean(blocks.to_python(raw))
        section.add_child(instance=course)
        course.save_revision(user=self.actor)
        events.record(verb="course.imported", subject=f"course:{course.pk}", actor=self.actor)
        report.course_id = None if self.only_look else course.pk

    def _body(self, body: Any, manuals: Mapping[str, str], report: Report) -> list[dict[str, Any]]:
        """The body with new ids, with the rows of this portal, and with clean texts."""
        known = dict(Manual.objects.filter(document_number__in=manuals.values()).values_list("document_number", "pk"))
        made = with_new_ids(body)
        for module in made:
            report.modules += 1
            lessons = []
            for lesson in module["value"]["lessons"]:
                value = _cleaned(lesson["value"])
                if lesson["type"] == "reading":
                    number = manuals.get(str(value["manual"]), "")
                    if number not in known:
                        report.lost.append(
                            _("The lesson “%(lesson)s”: there is no manual “%(manual)s” here.")
                            % {"lesson": value["title"], "manual": number}
                        )
                        continue
                    value["manual"] = known[number]
                if lesson["type"] == "assessment":
                    value["assessment"] = self.assessments[str(value["assessment"])]
                self._point_to_files(value)
                lessons.append({**lesson, "value": value})
            report.lessons += len(lessons)
            module["value"]["lessons"] = lessons
        return _without_lost(made)

    def _point_to_files(self, value: dict[str, Any]) -> None:
        for name in ("film", "captions", "file"):
            if value.get(name) is not None:
                value[name] = self.files[str(value[name])]
        for entry in value.get("subtitles") or ():
            one = entry.get("value", entry)
            one["file"] = self.files[str(one["file"])]
        for part in value.get("content") or ():
            if part["type"] == "picture":
                part["value"]["file"] = self.files[str(part["value"]["file"])]


def _words(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _fields(facts: Facts) -> dict[str, Any]:
    return {name: getattr(facts, name) for name in Facts.__slots__}


def _cleaned(value: Any, name: str = "") -> Any:
    """The value with every rich text cleaned: a text of a file may hold scripts."""
    if isinstance(value, dict):
        if value.get("type") == "text" and isinstance(value.get("value"), str):
            return {**value, "value": clean_html(value["value"])}
        return {key: _cleaned(one, key) for key, one in value.items()}
    if isinstance(value, list):
        return [_cleaned(one) for one in value]
    return clean_html(value) if name in _RICH and isinstance(value, str) and "<" in value else value


def _without_lost(body: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """No lesson waits for one that did not come along."""
    stays = {lesson["id"] for module in body for lesson in module["value"]["lessons"]}
    for module in body:
        for lesson in module["value"]["lessons"]:
            waits = lesson["value"].get("after") or []
            lesson["value"]["after"] = [one for one in waits if one.get("value", one)["lesson"] in stays]
    return body
