"""A course made from another. Its lessons get ids of their own, so that progress in the one is none in the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.text import slugify

from portal.core import events
from portal.network.models import User
from training.courses.models import Course


@transaction.atomic
def duplicate(*, actor: User, course: Course, title: str, code: str) -> Course:
    """A draft beside the course, of its newest draft, owned by `actor`. `code` has to be free."""
    draft = course.get_latest_revision_as_object()
    made: Course = draft.copy(
        update_attrs={
            "title": title,
            "draft_title": title,
            "slug": free_slug(course, title),
            "document_number": code,
            "body": with_new_ids(draft.body.get_prep_value()),
            "archived_at": None,
        },
        copy_revisions=False,
        keep_live=False,
        user=actor,
    )
    events.record(verb="course.duplicated", subject=f"course:{made.pk}", actor=actor, data={"from": course.pk})
    return made


def free_slug(beside: Course, title: str) -> str:
    """An address part that no page beside `beside` has."""
    stem = slugify(title)[:200] or "course"
    taken = set(beside.get_siblings().filter(slug__startswith=stem).values_list("slug", flat=True))
    number = 1
    while (slug := stem if number == 1 else f"{stem}-{number}") in taken:
        number += 1
    return slug


def with_new_ids(body: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The body of a course whose modules and lessons have ids that no other has. Pure, but for chance. Lessons that
    wait for one another still do."""
    ids: dict[str, str] = {}
    for module in body:
        for lesson in module["value"].get("lessons", ()):
            ids[lesson["id"]] = str(uuid4())
    return [
        {
            **module,
            "id": str(uuid4()),
            "value": {
                **module["value"],
                "lessons": [_renamed(lesson, ids) for lesson in module["value"].get("lessons", ())],
            },
        }
        for module in body
    ]


def _renamed(lesson: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, Any]:
    value = dict(lesson["value"])
    if value.get("after"):
        value["after"] = [_pointed(entry, ids) for entry in value["after"]]
    return {**lesson, "id": ids[lesson["id"]], "value": value}


def _pointed(entry: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, Any]:
    if "value" in entry:
        return {**entry, "value": _pointed(entry["value"], ids)}
    return {**entry, "lesson": ids.get(entry["lesson"], entry["lesson"])}
