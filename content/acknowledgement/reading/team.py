"""The people of dealers: what each has to confirm, by person and by publication. `viewer` is one of
`scope.reporting`; `at` are dealers of theirs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from content.acknowledgement import scope
from content.acknowledgement.models import AtDealer, Duty, DutyDealer
from content.acknowledgement.reading.totals import SUMS, Totals
from content.library.models import Edition
from portal.network.api import Viewer
from portal.network.models import Dealer, User


def _placed(at: QuerySet[Dealer]) -> Exists:
    return Exists(DutyDealer.objects.filter(duty=OuterRef("pk"), dealer__in=at.order_by().values("pk")))


def people(*, viewer: Viewer, at: QuerySet[Dealer], words: str = "") -> QuerySet[User]:
    """Who works there today, with `open`, `overdue` and `confirmed`; who is late first. One statement."""
    current = Duty.objects.filter(scope.current(viewer=viewer, path="edition__"), _placed(at), user=OuterRef("pk"))

    def number(**lookups: Any) -> Coalesce:
        rows = current.filter(**lookups).order_by().values("user").annotate(number=Count("pk")).values("number")
        return Coalesce(Subquery(rows, output_field=IntegerField()), 0)

    found = scope.people(viewer=viewer, at=at)
    for word in words.split():
        named = Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(username__icontains=word)
        found = found.filter(named)
    return found.annotate(
        open=number(state=Duty.State.OPEN),
        overdue=number(state=Duty.State.OPEN, due_at__lt=viewer.at),
        confirmed=number(state=Duty.State.CONFIRMED),
    ).order_by("-overdue", "-open", "last_name", "first_name", "pk")


def duties_of(*, viewer: Viewer, at: QuerySet[Dealer], user: User) -> QuerySet[Duty]:
    """What one of these people is asked for now: what is open first, by day. One statement."""
    found = Duty.objects.filter(scope.current(viewer=viewer, path="edition__"), _placed(at), user=user)
    found = found.exclude(state=Duty.State.RELEASED).select_related("edition__manual").defer("edition__outline")
    return _open_first(found)


def _open_first(duties: QuerySet[Duty]) -> QuerySet[Duty]:
    return duties.order_by("-state", "due_at", "user__last_name", "user__first_name", "pk")


def who(*, viewer: Viewer, at: QuerySet[Dealer], edition: Edition) -> QuerySet[Duty]:
    """Who of the people who work there today is asked for the edition: who has not confirmed first. One statement."""
    found = Duty.objects.filter(_placed(at), edition=edition, user__in=scope.people(viewer=viewer, at=at))
    return _open_first(found.exclude(state=Duty.State.RELEASED).select_related("user"))


@dataclass(frozen=True, slots=True)
class PublicationRow:
    """An edition that is asked for, and how it stands."""

    edition_id: int
    title: str
    document_number: str
    language: str
    label: str
    totals: Totals


def publications(*, viewer: Viewer, at: QuerySet[Dealer], words: str = "") -> QuerySet[AtDealer, dict[str, Any]]:
    """Rows for `publication_rows`: the editions that are asked for there, what is late first. One statement."""
    rows = AtDealer.objects.filter(
        scope.current(viewer=viewer, path="edition__"), dealer__in=at.order_by().values("pk")
    )
    named = named_publications(rows, words).order_by().values("edition_id", **FACTS)
    return named.annotate(**SUMS).order_by("-overdue_sum", "-open_sum", "title", "edition_id")


FACTS = {
    "title": F("edition__manual__title"),
    "document_number": F("edition__manual__document_number"),
    "language": F("edition__manual__language"),
    "label": F("edition__label"),
}


def named_publications(rows: QuerySet[Any, Any], words: str) -> QuerySet[Any, Any]:
    """Those whose title or number holds each word."""
    for word in words.split():
        titled = Q(edition__manual__title__icontains=word) | Q(edition__manual__document_number__icontains=word)
        rows = rows.filter(titled)
    return rows


def publication_rows(found: Iterable[Mapping[str, Any]]) -> list[PublicationRow]:
    """A page of `publications`, or of those of the network."""
    return [
        PublicationRow(
            edition_id=row["edition_id"],
            title=row["title"],
            document_number=row["document_number"],
            language=row["language"],
            label=row["label"],
            totals=Totals.read(row),
        )
        for row in found
    ]
