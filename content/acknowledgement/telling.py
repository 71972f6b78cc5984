"""What people are told of duties: the kinds of notices, and their sentences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from content.acknowledgement.models import Duty
from content.library.models import BulletinCategory, Edition
from portal.notices.api import TEAM, Told, notify_alike, register_kind, register_topic

GIVEN, DUE, ASKED, LATE = "duty.given", "duty.due", "duty.asked", "duty.late"
TOPIC = "duties"


def register_kinds() -> None:
    """From `ready`."""
    register_topic(TOPIC, name=gettext_lazy("To read and confirm"), position=5)
    register_kind(GIVEN, _given, topic=TOPIC)
    register_kind(DUE, _due, topic=TOPIC)
    register_kind(ASKED, _asked, topic=TOPIC)
    register_kind(LATE, _late, topic=TEAM)


def _facts(data: Mapping[str, Any]) -> dict[str, Any]:
    return {**data, "day": date_format(date.fromisoformat(data["due"]), "DATE_FORMAT")}


def _given(data: Mapping[str, Any]) -> str:
    if data.get("before"):
        return _(
            "Read and confirm “%(title)s”, edition %(label)s, by %(day)s. You confirmed edition %(before)s; this one"
            " asks again."
        ) % _facts(data)
    return _("Read and confirm “%(title)s”, edition %(label)s, by %(day)s.") % _facts(data)


def _due(data: Mapping[str, Any]) -> str:
    if data["stage"] > 0:
        return _("Overdue: “%(title)s”, edition %(label)s, was to be confirmed by %(day)s.") % _facts(data)
    if data["stage"] == 0:
        return _("Confirm “%(title)s”, edition %(label)s, today.") % _facts(data)
    return _("Still to confirm: “%(title)s”, edition %(label)s, by %(day)s.") % _facts(data)


def _asked(data: Mapping[str, Any]) -> str:
    return _("%(manager)s asks you to read and confirm “%(title)s”, edition %(label)s, by %(day)s.") % _facts(data)


def _late(data: Mapping[str, Any]) -> str:
    sentence = ngettext(
        "%(people)d of your people has not confirmed “%(title)s”, edition %(label)s, in time.",
        "%(people)d of your people have not confirmed “%(title)s”, edition %(label)s, in time.",
        data["people"],
    )
    return sentence % data


def key_of(edition_id: int) -> str:
    """How the keys of all that a person is told of a duty begin."""
    return f"duty:{edition_id}:"


def _data(edition: Edition, due_at: datetime, **more: Any) -> dict[str, Any]:
    due = timezone.localdate(due_at).isoformat()
    return {"title": edition.manual.title, "label": edition.label, "due": due, **more}


def _told(duty: Duty, kind: str, key: str, **more: Any) -> Told:
    edition = duty.edition
    data = _data(edition, duty.due_at, **more)
    return Told(
        user_id=duty.user_id, kind=kind, key=f"{key_of(edition.pk)}{key}", data=data, url=edition.manual.reading_path()
    )


def give(edition: Edition, people: Iterable[int], *, due_at: datetime, before: Mapping[int, str]) -> None:
    """Tell these people that they are asked. `before`: the label of the edition that each confirmed earlier. A recall
    is urgent."""
    by_label: defaultdict[str, list[int]] = defaultdict(list)
    for user_id in people:
        by_label[before.get(user_id, "")].append(user_id)
    for label, told in by_label.items():
        notify_alike(
            told,
            kind=GIVEN,
            key=f"{key_of(edition.pk)}given",
            data=_data(edition, due_at, before=label),
            url=edition.manual.reading_path(),
            urgent=edition.manual.category == BulletinCategory.RECALL,
        )


def due(duty: Duty, stage: int) -> Told:
    """A reminder, `stage` days from the day by which to confirm; one for each stage and day."""
    day = timezone.localdate(duty.due_at).isoformat()
    return _told(duty, DUE, f"due:{day}:{stage}", stage=stage)


def asked(duty: Duty, *, manager: str, on: date) -> Told:
    """That their manager asks; once a day."""
    return _told(duty, ASKED, f"asked:{on.isoformat()}", manager=manager)


def late(edition: Edition, *, manager_id: int, people: int, newest: int) -> Told:
    """To a manager: how many of their people are late. `newest` is the last of these duties and makes the key."""
    return Told(
        user_id=manager_id,
        kind=LATE,
        key=f"duty-late:{edition.pk}:{newest}",
        data={"title": edition.manual.title, "label": edition.label, "people": people},
        url=reverse("duties:team_publication", kwargs={"edition_id": edition.pk}),
    )
