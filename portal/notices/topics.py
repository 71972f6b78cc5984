"""What notices are about: topics, by which people choose how they are mailed and look through what they were told."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.checks import CheckMessage, Error
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.notices.models import Rhythm

TEAM, OTHER = "team", "other"
"""Topics of more than one room: what concerns the people that a manager manages, and what has no topic of its own."""


@dataclass(frozen=True, slots=True)
class Topic:
    """`rhythm` is how it is mailed to who has not chosen; topics are shown by `position`, the lowest first."""

    code: str
    name: str | Promise
    rhythm: str
    position: int


_topics: dict[str, Topic] = {}


def register_topic(code: str, *, name: str | Promise, position: int, rhythm: str = Rhythm.DAILY) -> None:
    """Name a topic; `code` is kept with every notice. From an app's `ready`."""
    _topics[code] = Topic(code=code, name=name, rhythm=rhythm, position=position)


def register_shared() -> None:
    """The topics of more than one room."""
    register_topic(TEAM, name=_("My team"), position=80)
    register_topic(OTHER, name=_("Everything else"), position=100)


def topics() -> list[Topic]:
    """Every topic, in the order in which they are shown."""
    return sorted(_topics.values(), key=lambda topic: (topic.position, topic.code))


def topic_named(code: str) -> Topic | None:
    """The topic of this code; None if there is none."""
    return _topics.get(code)


def topic_of(code: str) -> Topic:
    """The topic of this code; everything else for one that is not registered any more."""
    return _topics.get(code) or _topics[OTHER]


def topic_name(code: str) -> str:
    """What the topic is called, in the active language."""
    return str(topic_of(code).name)


def check_topics(**_kwargs: object) -> list[CheckMessage]:
    """Every kind of notice has a topic that is registered."""
    from portal.notices.telling import topics_of_kinds

    return [
        Error(f"The notices of kind {kind} have the topic {topic}, which nobody registered.", id="notices.E001")
        for kind, topic in topics_of_kinds().items()
        if topic not in _topics
    ]
