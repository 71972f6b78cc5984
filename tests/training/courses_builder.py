"""Courses for tests."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from content.library.sections import open_section
from portal.network.models import User
from tests.training import builders
from training.courses.models import Course


def lesson(kind: str = "text", title: str = "Safety", **value: Any) -> dict[str, Any]:
    if kind == "text":
        value.setdefault("content", [{"type": "text", "id": str(uuid4()), "value": "<p>Key off.</p>"}])
    return {"type": kind, "id": str(uuid4()), "value": {"title": title, "required": True, **value}}


def module(*lessons: dict[str, Any], title: str = "Module") -> dict[str, Any]:
    return {"type": "module", "id": str(uuid4()), "value": {"title": title, "lessons": list(lessons)}}


def course(
    *modules: dict[str, Any], title: str = "High voltage", publish: bool = True, by: User | None = None, **facts: Any
) -> Course:
    """A course in the section of the test department, published unless told."""
    from tests.factories import home_page

    home_page()
    section = open_section(department=builders.department())
    facts = {
        "document_number": f"C-{uuid4().hex[:6]}",
        "summary": "What it is about.",
        "objectives": "<p>Isolate it.</p>",
        "department": builders.department(),
        **facts,
    }
    page = Course(title=title, slug=uuid4().hex[:10], live=False, **facts)
    page.body = list(modules)
    section.add_child(instance=page)
    if publish:
        page.save_revision(user=by).publish()
    return Course.objects.get(pk=page.pk)
