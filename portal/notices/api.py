"""The door of notices."""

from portal.notices.models import Rhythm
from portal.notices.telling import (
    Told,
    notify,
    notify_alike,
    notify_many,
    register_kind,
    sentence,
    settle,
    settle_for_all,
    settle_many,
)
from portal.notices.topics import OTHER, TEAM, register_topic, topic_name

__all__ = [
    "OTHER",
    "TEAM",
    "Rhythm",
    "Told",
    "notify",
    "notify_alike",
    "notify_many",
    "register_kind",
    "register_topic",
    "sentence",
    "settle",
    "settle_for_all",
    "settle_many",
    "topic_name",
]
