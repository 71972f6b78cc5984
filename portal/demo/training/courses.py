"""The demo's courses as pages of their departments, in each language one, published through the editor's own checks."""

from __future__ import annotations

import copy
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from content.library.models import DepartmentPage, Manual
from portal.demo.training.bank import AUTHORS
from portal.demo.training.cards import card
from portal.demo.training.course_files import CourseFile, course_files
from portal.demo.training.pictures import picture
from portal.network.models import Brand, Department, JobRole, Region, User
from training.assessments.models import Assessment
from training.courses.files import receive_file
from training.courses.models import Course, LessonFile

REGION_OF_CHINESE = "china"
"""Courses in Chinese are offered there, as the manuals that they read in; those in English everywhere."""


def number_of(code: str, language: str) -> str:
    """The document number of a course in a language."""
    return f"{code}-{'ZH' if language == 'zh-hans' else 'EN'}"


def missing_courses() -> list[CourseFile]:
    """Those that the portal does not have yet. One statement."""
    present = set(Course.objects.values_list("document_number", flat=True))
    return [one for one in course_files() if number_of(one.facts["code"], one.language) not in present]


def build_courses() -> None:
    """The courses that are not there yet. Needs the assessments, and the manuals that lessons read in."""
    missing = missing_courses()
    if not missing:
        return
    manuals = dict(Manual.objects.values_list("document_number", "pk"))
    assessments = dict(Assessment.objects.values_list("title", "pk"))
    for course in missing:
        _create(course, manuals, assessments)


@transaction.atomic
def _create(course: CourseFile, manuals: dict[str, int], assessments: dict[str, int]) -> None:
    department = Department.objects.get(code=course.facts["department"])
    number = number_of(course.facts["code"], course.language)
    page = Course(
        title=course.facts["title"],
        slug=number.lower(),
        document_number=number,
        language=course.language,
        summary=course.facts["summary"],
        objectives="<ul>" + "".join(f"<li>{one}</li>" for one in course.objectives) + "</ul>",
        level=course.facts["level"],
        enrolment=course.facts.get("enrolment", Course.Enrolment.SELF),
        days=int(course.facts["days"]),
        department=department,
        live=False,
    )
    page.audience_brands = list(Brand.objects.filter(code__in=course.facts["brands"].split()))
    page.audience_roles = list(JobRole.objects.filter(code__in=course.facts["roles"].split()))
    if course.language == "zh-hans":
        page.audience_regions = list(Region.objects.filter(code=REGION_OF_CHINESE))
    block = page.body.stream_block
    page.body = block.clean(block.to_python(_body(course, department, manuals, assessments)))
    section = DepartmentPage.objects.get(department=department)
    section.add_child(instance=page)
    author = User.objects.get(username=AUTHORS[department.code])
    page.save_revision(user=author).publish(user=author)


def _body(
    course: CourseFile, department: Department, manuals: dict[str, int], assessments: dict[str, int]
) -> list[dict[str, Any]]:
    """The modules with the names in them replaced by what they name. Raises KeyError for what is not there."""
    body = copy.deepcopy(course.modules)
    for lesson in (lesson for module in body for lesson in module["value"]["lessons"]):
        value = lesson["value"]
        match lesson["type"]:
            case "reading":
                value["manual"] = manuals[value["manual"]]
            case "assessment":
                value["assessment"] = assessments[value["assessment"]]
            case "practical":
                value["assessor"] = "manager"
            case "download":
                data = card(title=value["title"], drawing=value["file"], steps=value.pop("steps"))
                name = f"{number_of(course.facts['code'], course.language)}.pdf"
                value["file"] = _file(data, LessonFile.Kind.DOCUMENT, value["title"], name, department).pk
            case "text":
                for block in value["content"]:
                    if block["type"] == "picture":
                        drawing = block["value"]["file"]
                        kind, name = LessonFile.Kind.PICTURE, f"{drawing}.png"
                        block["value"]["file"] = _file(picture(drawing), kind, name, name, department).pk
    return body


def _file(data: bytes, kind: str, title: str, name: str, department: Department) -> LessonFile:
    """The file, kept once a department."""
    found = LessonFile.objects.filter(name=name, kind=kind, department=department).first()
    if found is not None:
        return found
    types = {LessonFile.Kind.PICTURE: "image/png", LessonFile.Kind.DOCUMENT: "application/pdf"}
    upload = SimpleUploadedFile(name, data, types[LessonFile.Kind(kind)])
    return receive_file(upload=upload, kind=kind, title=title, department=department)
