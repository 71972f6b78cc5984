"""What the demo's people have to read and confirm: bulletins of the last two months, one of which asks again with its
second edition; most have confirmed, some are late, and their managers know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from content.acknowledgement import asking, reminding, rounds, summing, telling
from content.acknowledgement.calendar import following
from content.acknowledgement.confirming import wording_of
from content.acknowledgement.giving import touch
from content.acknowledgement.models import Acknowledgement, Duty, DutyDealer, Round
from content.bulletins.api import Bulletin
from content.library.models import Edition
from portal.core.dispatch import kept_here
from portal.demo.training.history.chance import chance
from portal.network.models import JobRole
from portal.notices.api import settle
from portal.notices.models import Notice

FORGETFUL = ("tina", "chen")
"""Logins of the demo that find something to confirm when they sign in."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A bulletin by its number, who must confirm it, within how many days, and how many of them do on time."""

    number: str
    roles: tuple[str, ...]
    days: int
    diligence: float
    wording: str = ""


_TECHNICIANS = ("technician", "hv-technician")
PLANS = (
    Plan("RC-26-03", _TECHNICIANS, 3, 0.8, "I have read this recall and hand over no vehicle that is not checked."),
    Plan("RC-26-03-ZH", _TECHNICIANS, 3, 0.75, "我已阅读本召回通知，未经检查的车辆一律不交付。"),
    Plan("SB-26-014", _TECHNICIANS, 7, 0.7),
    Plan("ST-26-007", _TECHNICIANS, 14, 0.85),
    Plan("PN-26-04", ("sales-adviser", "dealer-manager"), 21, 0.6),
)


def build() -> None:
    """Ask for what is not asked for yet, and tell how it went. No worker runs meanwhile."""
    with kept_here():
        new = [plan for plan in PLANS if _is_new(plan)]
        for plan in new:
            _ask(plan)
        rounds.begin_due()
        for round_ in Round.objects.filter(state=Round.State.RUNNING).order_by("pk"):
            rounds.work(round_id=round_.pk)
        for plan in new:
            _tell(plan)
        summing.follow_touched()
        reminding.remind()


def _is_new(plan: Plan) -> bool:
    return Bulletin.objects.filter(document_number=plan.number, must_confirm=False, live=True).exists()


def _ask(plan: Plan) -> None:
    page = Bulletin.objects.get(document_number=plan.number)
    page.must_confirm, page.confirm_days, page.confirm_wording = True, plan.days, plan.wording
    page.confirm_roles = list(JobRole.objects.filter(code__in=plan.roles))
    page.save_revision().publish()


@transaction.atomic
def _tell(plan: Plan) -> None:
    """The history of each edition: when people were asked, and who confirmed when."""
    now = timezone.now()
    editions = Edition.objects.filter(manual__document_number=plan.number, state=Edition.State.READY)
    in_force = editions.in_force(at=now).select_related("manual").first()
    if in_force is None:
        return
    for earlier in editions.exclude(pk=in_force.pk).filter(superseded_at__lte=now).select_related("manual"):
        _ask_then(earlier, in_force)
        _confirm(earlier, plan, until=earlier.superseded_at or now)
        left = Duty.objects.filter(edition=earlier, state=Duty.State.OPEN)
        left.update(state=Duty.State.RELEASED, released_at=earlier.superseded_at, released_because=Duty.Reason.REPLACED)
    _confirm(in_force, plan, until=now)


def _ask_then(earlier: Edition, in_force: Edition) -> None:
    """The same people had to confirm the edition before."""
    begun, ended = earlier.effective_from, earlier.superseded_at
    Round.objects.create(edition=earlier, state=Round.State.ENDED, begun_at=begun, asked_at=begun, ended_at=ended)
    now = Duty.objects.filter(edition=in_force).order_by("pk")
    then = [Duty(edition=earlier, user_id=one.user_id, due_at=one.due_at) for one in now]
    Duty.objects.bulk_create(then)
    dealers = dict(DutyDealer.objects.filter(duty__in=now).values_list("duty__user", "dealer"))
    DutyDealer.objects.bulk_create([DutyDealer(duty=one, dealer_id=dealers[one.user_id]) for one in then])


def _confirm(edition: Edition, plan: Plan, *, until: datetime) -> None:
    begun = edition.effective_from
    due = asking.due_at(day=timezone.localdate(begun), days=plan.days)
    Round.objects.filter(edition=edition).update(begun_at=begun)
    Notice.objects.filter(key=f"{telling.key_of(edition.pk)}given").update(created_at=begun)
    duties = Duty.objects.filter(edition=edition).select_related("user", "edition").order_by("user__username")
    for duty in duties:
        duty.given_at, duty.due_at, duty.remind_at = begun, due, following(due_at=due, after=begun)
        at = _confirmed_at(duty, plan, until)
        if at is not None:
            duty.state, duty.confirmed_at, duty.remind_at = Duty.State.CONFIRMED, at, None
            _keep(duty, edition, at)
    Duty.objects.bulk_update(duties, ["given_at", "due_at", "remind_at", "state", "confirmed_at"], batch_size=200)
    touch(edition.pk, DutyDealer.objects.filter(duty__in=duties).values_list("dealer_id", flat=True))


def _confirmed_at(duty: Duty, plan: Plan, until: datetime) -> datetime | None:
    """When the person confirmed: most within their days, in working hours; some not at all."""
    dice = chance("duty", plan.number, duty.edition.label, duty.user.username)
    forgets = duty.user.username in FORGETFUL and duty.edition.superseded_at is None
    if forgets or dice.random() > plan.diligence:
        return None
    day = timezone.localtime(duty.given_at + timedelta(days=dice.betavariate(1.2, 3) * (plan.days + 1)))
    at = day.replace(hour=dice.randint(8, 16), minute=dice.randint(0, 59))
    return at if duty.given_at < at < until else None


def _keep(duty: Duty, edition: Edition, at: datetime) -> None:
    for place in duty.places.order_by("dealer"):
        Acknowledgement.objects.create(
            user=duty.user,
            person=duty.user.get_full_name() or duty.user.username,
            edition=edition,
            document_number=edition.manual.document_number,
            title=edition.manual.title,
            label=edition.label,
            sha256=edition.sha256,
            dealer_id=place.dealer_id,
            wording=wording_of(edition.manual),
            at=at,
        )
    settle(user_id=duty.user_id, keys_beginning=telling.key_of(edition.pk))
