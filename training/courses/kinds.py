"""The kinds of lesson that a room above presents and completes.

Every kind of lesson has its block in `training.courses.blocks`, so that the editor and the versions know it. What a
session, a practical task or a survey shows, and when it is done, is known by the room that registers it here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from portal.network.api import Viewer
from portal.network.models import User
from training.courses.catalogue import Place
from training.courses.models import LessonState
from training.courses.outline import Lesson


@dataclass(frozen=True, slots=True)
class Moment:
    """A person in a lesson now."""

    place: Place
    lesson: Lesson
    state: LessonState
    user: User
    viewer: Viewer


@dataclass(frozen=True, slots=True)
class Kind:
    """`template` shows the lesson with what `context` gives it, beside `registration`, `lesson`, `state`, `is_done`.
    `script` is a static file to load as a module, if any. `previews` says that `context` can do without a registration
    that is kept: `place.is_preview` is set, and `place.registration` and `state` are none of the database."""

    template: str
    context: Callable[[Moment], dict[str, Any]]
    script: str = ""
    previews: bool = False


_kinds: dict[str, Kind] = {}


def register_kind(name: str, kind: Kind) -> None:
    """Say how lessons of this kind are presented. From an app's `ready`."""
    _kinds[name] = kind


def kind_of(lesson: Lesson) -> Kind | None:
    """How the lesson is presented; None for the kinds that courses present themselves."""
    return _kinds.get(lesson.kind)
