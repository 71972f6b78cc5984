"""Certifications and paths as pages show them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.urls import reverse

from portal.network.api import Viewer
from training.certification.credentials import check_url
from training.certification.gaps import Missing
from training.certification.models import Certification, CertificationPeriod, CertificationScheme, Curriculum
from training.certification.paths import Item
from training.certification.terms import state_of
from training.certification.validity import State
from training.certification.words import MARKS, STATES
from training.courses.api import Course


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A certification with its state on the day."""

    certification: Certification
    title: str
    state: State
    word: str
    mark: str
    days_left: int | None


def held_row(certification: Certification, *, day: date) -> HeldRow:
    """One certification as it is on a day."""
    state = state_of(certification, day=day)
    ends = certification.expires_on
    return HeldRow(
        certification=certification,
        title=certification.scheme.own_title,
        state=state,
        word=str(STATES[state]),
        mark=MARKS[state],
        days_left=(ends - day).days if ends is not None and ends >= day else None,
    )


def held_rows(rows: Iterable[Certification], *, day: date) -> list[HeldRow]:
    """Certifications as they are on a day."""
    return [held_row(row, day=day) for row in rows]


def period_rows(periods: Iterable[CertificationPeriod], *, day: date) -> list[dict[str, Any]]:
    """Periods with what proves them."""
    rows = []
    for period in periods:
        state = state_of(period, day=day)
        rows.append(
            {
                "period": period,
                "word": STATES[state],
                "mark": MARKS[state],
                "credential": period.credential,
                "check": check_url(period.credential),
                "languages": {file.language for file in period.credential.files.all()},
                "changes": period.standing_changes.all(),
            }
        )
    return rows


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A thing to complete with its title; `url` is empty where the viewer has no page of it."""

    item: Item
    title: str
    url: str
    language: str
    chosen: bool = False


def titles_of(items: Collection[Item], *, viewer: Viewer) -> dict[Item, ItemRow]:
    """The titles of these things; a course that is not for the viewer is named without a link, because the path names
    it. Four statements at most."""
    ids = {kind: {item.id for item in items if item.kind == kind} for kind in ("course", "curriculum", "scheme")}
    found: dict[Item, ItemRow] = {}
    if ids["course"]:
        open_ones = set(Course.objects.visible_to(viewer).filter(pk__in=ids["course"]).values_list("pk", flat=True))
        for pk, title, language in Course.objects.filter(pk__in=ids["course"]).values_list("pk", "title", "language"):
            url = reverse("courses:course", args=[pk]) if pk in open_ones else ""
            found[Item("course", pk)] = ItemRow(Item("course", pk), title, url, language)
    for curriculum in Curriculum.objects.filter(pk__in=ids["curriculum"]).only("title", "title_zh"):
        item = Item("curriculum", curriculum.pk)
        url = reverse("certification:curriculum", args=[curriculum.pk])
        found[item] = ItemRow(item, curriculum.own_title, url, "")
    for scheme in CertificationScheme.objects.filter(pk__in=ids["scheme"]):
        found[Item("scheme", scheme.pk)] = ItemRow(Item("scheme", scheme.pk), scheme.own_title, "", "")
    return found


def titled(missing: Iterable[Missing], *, viewer: Viewer) -> list[ItemRow]:
    """What is missing, with titles, in its order."""
    missing = list(missing)
    titles = titles_of([one.item for one in missing], viewer=viewer)
    return [replace(titles[one.item], chosen=one.chosen) for one in missing if one.item in titles]
