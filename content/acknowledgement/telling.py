"""What people are told of duties: the kinds of notices, and their sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from content.acknowledgement.models import Duty
from content.library.models import BulletinCategory, Edition
from portal.notices.api import TEAM, Told, register_kind, register_topic

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


def _told(edition: Edition, duty: Duty, kind: str, key: str, *, url: str, **more: Any) -> Told:
    return Told(
        user_id=duty.user_id,
        kind=kind,
        key=f"{key_of(edition.pk)}{key}",
        data={
            "title": edition.manual.title,
            "label": edition.label,
            "due": timezone.localdate(duty.due_at).isoformat(),
            **more,
        },
        url=url,
        urgent=kind == GIVEN and edition.manual.category == BulletinCategory.RECALL,
    )


def _url(duty: Duty) -> str:
    return duty.edition.manual.reading_path()


def given(edition: Edition, duties: Iterable[Duty], *, before: Mapping[int, str]) -> Iterator[Told]:
    """That somebody is asked. `before`: the label of the edition that they confirmed earlier. A recall is urgent."""
    url = edition.manual.reading_path()
    for duty in duties:
        yield _told(edition, duty, GIVEN, "given", url=url, before=before.get(duty.user_id, ""))


def due(duty: Duty, stage: int) -> Told:
    """A reminder, `stage` days from the day by which to confirm; one for each stage and day."""
    day = timezone.localdate(duty.due_at).isoformat()
    return _told(duty.edition, duty, DUE, f"due:{day}:{stage}", url=_url(duty), stage=stage)


def asked(duty: Duty, *, manager: str, on: date) -> Told:
    """That their manager asks; once a day."""
    return _told(duty.edition, duty, ASKED, f"asked:{on.isoformat()}", url=_url(duty), manager=manager)


def late(edition: Edition, *, manager_id: int, people: int, newest: int) -> Told:
    """To a manager: how many of their people are late. `newest` is the last of these duties and makes the key."""
    return Told(
        user_id=manager_id,
        kind=LATE,
        key=f"duty-late:{edition.pk}:{newest}",
        data={"title": edition.manual.title, "label": edition.label, "people": people},
        url=reverse("duties:team_publication", kwargs={"edition_id": edition.pk}),
    )
