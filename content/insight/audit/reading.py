"""Events by what somebody looks for, newest first, page by page from a key on: however many there are, a page reads
only its own rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date

from portal.core.keys import LARGEST_ID
from portal.core.models import Event
from portal.network.models import User

MAY_AUDIT = "core.view_event"
PER_PAGE = 50
MOST_PEOPLE = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody looks for; empty is any. `verb` may end in a dot: all of its kind. Days are both included. `before`
    is the key of the last event of the page before."""

    verb: str = ""
    person: str = ""
    subject: str = ""
    first: date | None = None
    last: date | None = None
    before: int | None = None

    @classmethod
    def read(cls, parameters: Mapping[str, str]) -> Asked:
        """From the parameters of a request; what is no day or key is passed over."""

        def text(name: str, most: int) -> str:
            return parameters.get(name, "").replace("\x00", "").strip()[:most]

        key = text("before", 19)
        return cls(
            verb=text("verb", 60),
            person=text("person", 150),
            subject=text("subject", 120),
            first=_day(text("from", 10)),
            last=_day(text("to", 10)),
            before=int(key) if key.isascii() and key.isdigit() and int(key) <= LARGEST_ID else None,
        )


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def found(asked: Asked) -> QuerySet[Event]:
    """The events, newest first."""
    rows = Event.objects.select_related("actor").order_by("-pk")
    if asked.verb.endswith("."):
        # A range and not a pattern: the index knows it in every collation.
        rows = rows.filter(verb__gt=asked.verb, verb__lt=f"{asked.verb[:-1]}/")
    elif asked.verb:
        rows = rows.filter(verb=asked.verb)
    if asked.subject:
        rows = rows.filter(subject=asked.subject)
    if asked.person:
        rows = rows.filter(actor__in=_people(asked.person))
    if asked.first:
        rows = rows.filter(at__gte=_midnight(asked.first))
    if asked.last:
        rows = rows.filter(at__lt=_midnight(asked.last + timedelta(days=1)))
    if asked.before is not None:
        rows = rows.filter(pk__lt=asked.before)
    return rows


def _people(words: str) -> list[int]:
    named = Q(username__iexact=words) | Q(email__iexact=words) | Q(last_name__iexact=words)
    return list(User.objects.filter(named).order_by("pk").values_list("pk", flat=True)[:MOST_PEOPLE])


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def page(asked: Asked) -> tuple[list[Event], int | None]:
    """A page of events, and the key from which the next one goes on; None on the last. One statement, one more for a
    person."""
    rows = list(found(asked)[: PER_PAGE + 1])
    more = len(rows) > PER_PAGE
    return rows[:PER_PAGE], rows[PER_PAGE - 1].pk if more else None
