"""What lapses in the next twelve months: certificates of people, and standards that then are no longer fulfilled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.core.reading import read_as
from portal.network.api import Viewer
from portal.network.models import Dealer, Membership
from training.certification.models import Certification
from training.needs.models import DealerStandard, StandardResult

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Month:
    """`lapses` certificates end in it; `failing` rules of standards are fulfilled in it for the last time."""

    first: date
    lapses: int = 0
    failing: int = 0


def next_months(today: date, number: int = MONTHS) -> list[date]:
    """The first days of this month and those after it."""
    this = today.year * 12 + today.month - 1
    return [date(one // 12, one % 12 + 1, 1) for one in range(this, this + number)]


def horizon(today: date) -> date:
    """The last day of the last month that is shown."""
    return (next_months(today)[-1] + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def lapses(*, viewer: Viewer, at: QuerySet[Dealer]) -> QuerySet[Certification]:
    """Certifications that are valid today and end by the horizon, of people who work at one of these dealers today; the
    soonest first. The caller pages it: each row is looked at when its page is read."""
    working = _working(viewer, at).filter(user=OuterRef("user"))
    ending = _ending(viewer, horizon(timezone.localdate(viewer.at))).filter(Exists(working))
    return ending.select_related("user", "scheme").order_by("expires_on", "pk")


def _counted(viewer: Viewer, at: QuerySet[Dealer], until: date) -> QuerySet[Certification]:
    """The same rows, to be counted: the people are found first."""
    return _ending(viewer, until).filter(user__in=_working(viewer, at).values("user")).order_by()


def _ending(viewer: Viewer, until: date) -> QuerySet[Certification]:
    today = timezone.localdate(viewer.at)
    return Certification.objects.valid_on(today).filter(expires_on__lte=until, user__is_active=True)


def _working(viewer: Viewer, at: QuerySet[Dealer]) -> QuerySet[Membership]:
    rows = Membership.objects.on(timezone.localdate(viewer.at)).filter(dealer__in=at.order_by().values("pk"))
    return rows if viewer.everything else rows.filter(dealer__in=viewer.managed_dealers)


def ending_within(*, viewer: Viewer, at: QuerySet[Dealer], days: tuple[int, ...]) -> list[tuple[int, int]]:
    """(number of days, certifications that end within them), for each number. One statement."""
    today = timezone.localdate(viewer.at)
    ending = _counted(viewer, at, today + timedelta(days=max(days)))
    within = {f"within_{span}": Count("pk", filter=Q(expires_on__lte=today + timedelta(days=span))) for span in days}
    counted = ending.aggregate(**within)
    return [(span, counted[f"within_{span}"]) for span in days]


def results(*, at: QuerySet[Dealer]) -> QuerySet[StandardResult]:
    """How these dealers stand now by each rule; what fails first, then what rests on one person, then what holds
    least long."""
    rows = StandardResult.objects.filter(newest=True, dealer__in=at.order_by().values("pk"))
    return rows.select_related("dealer", "version__standard", "scheme", "role").order_by(
        "passed", "holds_until", "dealer__name", "pk"
    )


def months(*, viewer: Viewer, at: QuerySet[Dealer]) -> list[Month]:
    """The next twelve months, this one first. Two statements."""
    today = timezone.localdate(viewer.at)
    span = next_months(today)
    ending = _by_month(_counted(viewer, at, horizon(today)), "expires_on")
    failing = results(at=at).filter(passed=True, holds_until__range=(today, horizon(today)))
    broken = _by_month(failing, "holds_until")
    return [Month(first, ending.get(first, 0), broken.get(first, 0)) for first in span]


def _by_month(rows: QuerySet[Any], column: str) -> dict[date, int]:
    found: Counter[date] = Counter()
    for day, number in rows.order_by().values_list(column).annotate(Count("pk")):
        found[day.replace(day=1)] += number
    return found


def plot(rows: Iterable[Month]) -> dict[str, Any]:
    """What the plot of these months draws."""
    rows = list(rows)
    return {
        "type": "bar",
        "labels": [date_format(row.first, "YEAR_MONTH_FORMAT") for row in rows],
        "series": [
            {"label": _("Certificates that end"), "data": [row.lapses for row in rows]},
            {"label": _("Standards no longer fulfilled"), "data": [row.failing for row in rows]},
        ],
    }


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """How the dealers stand by one rule of a standard."""

    title: str
    statement: str
    scheme: str
    role: str
    dealers: int
    passed: int
    single: int

    @property
    def share(self) -> float | None:
        return self.passed / self.dealers if self.dealers else None


def fulfilment(*, at: QuerySet[Dealer]) -> list[Fulfilment]:
    """Each rule over these dealers. Two statements."""
    counted = (
        StandardResult.objects.filter(newest=True, dealer__in=at.order_by().values("pk"))
        .values_list("version__standard", "scheme__title", "scheme__title_zh", "role__name", "rule")
        .annotate(
            Count("pk"),
            passed_count=Count("pk", filter=Q(passed=True)),
            single=Count("pk", filter=Q(passed=True, holders=1)),
        )
        .order_by("version__standard__title", "scheme__title", "rule")
    )
    standards = DealerStandard.objects.in_bulk({row[0] for row in counted})
    return [
        Fulfilment(
            standards[pk].own_title,
            standards[pk].own_statement,
            read_as(scheme, chinese),
            role or "",
            dealers,
            passed,
            single,
        )
        for pk, scheme, chinese, role, _rule, dealers, passed, single in counted
    ]
