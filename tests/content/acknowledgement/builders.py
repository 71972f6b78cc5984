"""Publications to confirm, and the rounds done."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from content.acknowledgement import rounds, summing
from content.acknowledgement.giving import touch
from content.acknowledgement.models import Duty, Round
from content.library.models import Edition
from portal.network.models import JobRole, User
from tests import factories

DAY = timedelta(days=1)


def a_moment_ago() -> datetime:
    """An instant that has passed for viewers too, whose clock shows whole seconds."""
    return timezone.now() - timedelta(seconds=2)


def to_confirm(*, roles: list[JobRole] = (), label: str = "A", days: int = 7, **fields: object) -> Edition:  # type: ignore[assignment]
    """An edition in force of a publication that is to be confirmed, asked of nobody yet."""
    manual = factories.manual(must_confirm=True, confirm_days=days, **fields)  # type: ignore[arg-type]
    if roles:
        manual.confirm_roles = list(roles)
        manual.save()
    return factories.edition(manual, label=label)


def asked(**fields: object) -> Edition:
    """The same, with everybody asked."""
    edition = to_confirm(**fields)  # type: ignore[arg-type]
    sweep()
    return edition


def sweep() -> None:
    """What the scheduler and the workers do, to the end."""
    rounds.begin_due()
    rounds.follow_all()
    for round_id in Round.objects.filter(state=Round.State.RUNNING).order_by("pk").values_list("pk", flat=True):
        rounds.work(round_id=round_id)
    summing.follow_touched()


def states(edition: Edition) -> dict[str, str]:
    """Username -> state of the duty."""
    return dict(Duty.objects.filter(edition=edition).order_by("pk").values_list("user__username", "state"))


def made_late(edition: Edition, user: User, *, days: int) -> Duty:
    """The person's duty was due so many days ago."""
    Duty.objects.filter(edition=edition, user=user).update(due_at=timezone.now() - days * DAY)
    duty = Duty.objects.get(edition=edition, user=user)
    touch(edition.pk, duty.places.values_list("dealer_id", flat=True))
    summing.follow_touched()
    return duty
