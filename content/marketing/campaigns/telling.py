"""Who is told what about the tasks of a campaign. Nothing is told before the phase of a task has begun."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from content.announcing.api import announce, register_announced
from content.marketing.campaigns.models import Campaign, DealerTask, HandIn
from portal.network.api import audience_of
from portal.network.models import Membership
from portal.notices.api import Told, notify_many, register_kind

TOPIC = "campaigns"
BEGUN = "campaign.begun"
NEW, DUE, LATE = "campaign.tasks", "campaign.due", "campaign.late"
SENT_BACK, ACCEPTED = "campaign.sent_back", "campaign.accepted"


def register_kinds() -> None:
    """Say what the notices of campaigns say. From `ready`."""
    register_announced(BEGUN, lambda data: _("The campaign “%(campaign)s” has begun.") % data, topic=TOPIC)
    sentences: dict[str, Callable[[Mapping[str, Any]], str]] = {
        NEW: lambda data: _("“%(campaign)s” has tasks for %(dealer)s.") % data,
        DUE: lambda data: _("“%(task)s” (%(campaign)s) is due on %(due)s.") % _said(data),
        LATE: lambda data: _("%(dealer)s is late with “%(task)s” (%(campaign)s), due on %(due)s.") % _said(data),
        SENT_BACK: lambda data: _("“%(task)s” was sent back: %(reason)s") % data,
        ACCEPTED: lambda data: _("“%(task)s” (%(campaign)s) was accepted.") % data,
    }
    for kind, sentence in sentences.items():
        register_kind(kind, sentence, topic=TOPIC)


def announce_begin(campaign: Campaign) -> None:
    """Have its audience told when it begins, once; not before, whenever it is published. Call it with the change."""
    announce(
        kind=BEGUN,
        thing=campaign,
        key=f"campaign:{campaign.pk}:begun",
        url=campaign.reading_path(),
        topic=TOPIC,
        at=campaign.effective_from,
        data={"campaign": campaign.title},
    )


def _said(data: Mapping[str, Any]) -> dict[str, Any]:
    due = parse_datetime(data["due"])
    return {**data, "due": date_format(timezone.localdate(due), "DATE_FORMAT") if due else ""}


@dataclass(slots=True)
class People:
    """Of one dealer: its managers, and the others with the roles that they hold."""

    managers: set[int] = field(default_factory=set)
    roles: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))


def people_at(*, dealers: Iterable[int], day: date) -> dict[int, People]:
    """Who works at these dealers on the day, with an open account. One statement."""
    found: dict[int, People] = defaultdict(People)
    members = Membership.objects.on(day).filter(dealer__in=set(dealers), user__is_active=True).order_by("pk")
    for dealer, user, manages, role in members.values_list("dealer", "user", "is_manager", "roles"):
        there = found[dealer]
        there.roles[user] |= {role} if role else set()
        if manages:
            there.managers.add(user)
    return found


class Doers:
    """Who is told of tasks: the people of a dealer with the roles that a task names and that the campaign is for; where
    it names none, or nobody holds one, the dealer's managers."""

    def __init__(self, tasks: Sequence[DealerTask], *, day: date) -> None:
        self._people = people_at(dealers={one.dealer_id for one in tasks}, day=day)
        campaigns = {one.task.campaign_id for one in tasks}
        self._roles = {pk: audience_of(model=Campaign, pk=pk).roles for pk in sorted(campaigns)}

    def of(self, task: DealerTask) -> set[int]:
        there = self._people.get(task.dealer_id) or People()
        named = {role.pk for role in task.task.roles.all()}
        meant = self._roles[task.task.campaign_id]
        doers = {user for user, roles in there.roles.items() if roles & named and (not meant or roles & meant)}
        return doers or there.managers

    def managers(self, task: DealerTask) -> set[int]:
        return (self._people.get(task.dealer_id) or People()).managers


def new_tasks(tasks: Sequence[DealerTask], doers: Doers) -> Iterator[Told]:
    """One notice for a person, a dealer and a campaign, however many tasks are new."""
    groups: dict[tuple[int, int], list[DealerTask]] = defaultdict(list)
    for one in tasks:
        groups[one.task.campaign_id, one.dealer_id].append(one)
    for (campaign_id, dealer_id), group in groups.items():
        newest = max(one.pk for one in group)
        for user in sorted(set().union(*(doers.of(one) for one in group))):
            yield Told(
                user_id=user,
                kind=NEW,
                key=f"campaign:{campaign_id}:{dealer_id}:tasks:{newest}",
                url=f"{reverse('campaigns:tasks')}?campaign={campaign_id}",
                data=_names(group[0]),
            )


def due(task: DealerTask, days: int, doers: Doers) -> Iterator[Told]:
    """A reminder, so many days before."""
    for user in sorted(doers.of(task)):
        yield _told(task, user, kind=DUE, mark=f"{days}d")


def late(task: DealerTask, doers: Doers) -> Iterator[Told]:
    """The managers, once it is late."""
    for user in sorted(doers.managers(task)):
        yield _told(task, user, kind=LATE, mark="late")


def tell_decided(hand_in: HandIn) -> None:
    """Who handed it in; when it is sent back, the dealer's managers too."""
    task = hand_in.dealer_task
    back = hand_in.verdict == HandIn.Verdict.SENT_BACK
    people = {hand_in.by_id} if hand_in.by_id else set()
    if back:
        people |= people_at(dealers=[task.dealer_id], day=timezone.localdate())[task.dealer_id].managers
    notify_many(
        Told(
            user_id=user,
            kind=SENT_BACK if back else ACCEPTED,
            key=f"campaign-task:{task.pk}:decided:{hand_in.pk}",
            url=_address(task),
            data={**_names(task), "reason": hand_in.reason},
        )
        for user in sorted(people)
    )


def _told(task: DealerTask, user: int, *, kind: str, mark: str) -> Told:
    key = f"campaign-task:{task.pk}:{_stamp(task.task.due_at)}:{mark}"
    return Told(user_id=user, kind=kind, key=key, url=_address(task), data=_names(task))


def _stamp(at: datetime) -> str:
    """A task that is due at another time is another reason to tell of it."""
    return f"{int(at.timestamp()):x}"


def _address(task: DealerTask) -> str:
    return reverse("campaigns:task", args=[task.pk])


def _names(task: DealerTask) -> dict[str, Any]:
    """As they were when it was said."""
    return {
        "task": task.task.title,
        "campaign": task.task.campaign.title,
        "dealer": task.dealer.name,
        "due": task.task.due_at.isoformat(),
    }
