"""How far the dealers are with the tasks of a campaign: sums, rows and hand-ins, for the department that owns it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, Prefetch, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from content.library.api import NotVisible
from content.marketing.campaigns.dealer_tasks import is_late
from content.marketing.campaigns.models import Campaign, DealerTask, HandIn, TaskPhoto
from portal.network.authorship import may_edit
from portal.network.models import Dealer, User

State = DealerTask.State


@dataclass(frozen=True, slots=True)
class Totals:
    """Tasks of dealers, by where they stand. `late` ones are among `waiting`."""

    waiting: int = 0
    done: int = 0
    accepted: int = 0
    sent_back: int = 0
    late: int = 0

    @property
    def all(self) -> int:
        return self.waiting + self.done + self.accepted

    @property
    def share(self) -> int:
        """Handed in or accepted, of a hundred."""
        return round(100 * (self.done + self.accepted) / self.all) if self.all else 0


def led_campaign(*, user: User, campaign_id: int) -> Campaign:
    """A campaign of a department for which the person writes, whenever it runs. Raises NotVisible."""
    rows = Campaign.objects.select_related("department").defer("body", "programme")
    found = rows.filter(pk=campaign_id).first()
    if found is None or not may_edit(user, found.department):
        raise NotVisible
    led: Campaign = found
    return led


def tasks_of(campaign: Campaign) -> QuerySet[DealerTask]:
    """Its tasks at all dealers, without those that were withdrawn."""
    return DealerTask.objects.filter(task__campaign=campaign, task__withdrawn_at__isnull=True)


def _sums(at: datetime) -> dict[str, Count]:
    with_dealer = Q(state__in=DealerTask.WITH_DEALER)
    return {
        "waiting": Count("pk", filter=with_dealer),
        "done": Count("pk", filter=Q(state=State.DONE)),
        "accepted": Count("pk", filter=Q(state=State.ACCEPTED)),
        "sent_back": Count("pk", filter=Q(state=State.SENT_BACK)),
        "late": Count("pk", filter=is_late(at)),
    }


def totals(campaign: Campaign, *, at: datetime) -> Totals:
    """Of all its tasks."""
    return Totals(**tasks_of(campaign).aggregate(**_sums(at)))


def by_task(campaign: Campaign, *, at: datetime) -> list[tuple[Any, Totals]]:
    """(task, totals), in the order in which they are due."""
    rows: Iterable[Any] = tasks_of(campaign).values("task").order_by().annotate(**_sums(at))
    sums = {row["task"]: _totals(row) for row in rows}
    tasks = campaign.tasks.filter(withdrawn_at__isnull=True).select_related("phase").order_by("due_at", "place", "pk")
    return [(task, sums.get(task.pk, Totals())) for task in tasks]


def by_region(campaign: Campaign, *, at: datetime) -> list[tuple[str, int, Totals]]:
    """(name, id, totals) of the regions that dealers lie in, in the order of the tree."""
    grouped = tasks_of(campaign).values("dealer__region", "dealer__region__name", "dealer__region__path").order_by()
    found: Iterable[Any] = grouped.annotate(**_sums(at))
    rows = sorted(found, key=lambda row: row["dealer__region__path"])
    return [(row["dealer__region__name"], row["dealer__region"], _totals(row)) for row in rows]


def _totals(row: dict[str, Any]) -> Totals:
    return Totals(**{field.name: row[field.name] for field in fields(Totals)})


def dealers_of(campaign: Campaign, *, at: datetime, region: int | None, late_only: bool) -> QuerySet[Dealer]:
    """The dealers with tasks, each with its sums (`waiting`, `late`...); the latest first. One statement."""
    own = Q(campaign_tasks__task__campaign=campaign, campaign_tasks__task__withdrawn_at__isnull=True)
    late = own & Q(campaign_tasks__state__in=DealerTask.WITH_DEALER, campaign_tasks__task__due_at__lte=at)
    found = Dealer.objects.filter(own)
    if region is not None:
        found = found.filter(region__path__contains=f"/{region}/")
    state = "campaign_tasks__state"
    found = found.annotate(
        waiting=Count("campaign_tasks", filter=Q(**{f"{state}__in": DealerTask.WITH_DEALER})),
        done=Count("campaign_tasks", filter=Q(**{state: State.DONE})),
        accepted=Count("campaign_tasks", filter=Q(**{state: State.ACCEPTED})),
        sent_back=Count("campaign_tasks", filter=Q(**{state: State.SENT_BACK})),
        late=Count("campaign_tasks", filter=late),
    )
    if late_only:
        found = found.filter(late__gt=0)
    return found.select_related("region").order_by("-late", "-waiting", "name", "pk")


def hand_ins(campaign: Campaign, *, waiting: bool, region: int | None = None) -> QuerySet[HandIn]:
    """What was handed in: what waits for an answer, the oldest first, or what was decided, the newest first."""
    rows = HandIn.objects.filter(dealer_task__task__campaign=campaign)
    if waiting:
        rows = rows.filter(verdict=HandIn.Verdict.WAITING).order_by("at", "pk")
    else:
        decided = [HandIn.Verdict.ACCEPTED, HandIn.Verdict.SENT_BACK]
        rows = rows.filter(verdict__in=decided).order_by("-decided_at", "-pk")
    if region is not None:
        rows = rows.filter(dealer_task__dealer__region__path__contains=f"/{region}/")
    return rows.select_related("dealer_task__task", "dealer_task__dealer__region", "by", "decided_by").prefetch_related(
        Prefetch("photos", queryset=TaskPhoto.objects.order_by("created_at", "pk"))
    )


def done_by_day(campaign: Campaign) -> list[tuple[Any, int]]:
    """(day, how many were handed in), days without any left out."""
    done = tasks_of(campaign).filter(state__in=DealerTask.FINISHED, done_at__isnull=False)
    days = done.annotate(day=TruncDate("done_at")).values_list("day").order_by("day").annotate(number=Count("pk"))
    return list(days)


def done_plot(days: Sequence[tuple[Any, int]], *, total: int) -> dict[str, Any]:
    """What `plot.js` draws: how many are done, day by day, of all."""
    done, sums = 0, []
    for _day, number in days:
        done += number
        sums.append(done)
    return {
        "type": "line",
        "labels": [date_format(day, "SHORT_DATE_FORMAT") for day, _number in days],
        "series": [{"label": _("Tasks done"), "data": sums}],
        "max": total,
    }


def export_rows(campaign: Campaign, *, at: datetime) -> QuerySet[Any, Any]:
    """Rows of the table that can be taken away: a row for each task at each dealer."""
    return (
        tasks_of(campaign)
        .annotate(
            late=ExpressionWrapper(is_late(at), output_field=BooleanField()),
            photo_count=Count("photos", filter=Q(photos__hand_in__isnull=False)),
        )
        .order_by("dealer__region__path", "dealer__code", "task__due_at", "pk")
        .values_list(
            "dealer__region__name",
            "dealer__code",
            "dealer__name",
            "task__title",
            "task__due_at",
            "state",
            "done_at",
            "late",
            "photo_count",
        )
    )
