"""A month in which dealers used what they were sent: some all of it at once, some late, one hardly anything."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from django.utils import timezone

from content.delivery.api import What
from content.insight import summing
from content.insight.kinds import EDITION
from content.insight.models import Use
from content.insight.targeting import Crowd, crowds
from content.library.models import Edition
from portal.network.api import Viewer

DAYS = 30
SLOW = 7
"""Of so many dealers one looks at hardly anything."""


def build() -> None:
    """Make the uses if there are none, and the sums in any case."""
    if not Use.objects.exists():
        Use.objects.bulk_create(_uses(timezone.localdate()), batch_size=2000, ignore_conflicts=True)
    summing.repair()


def _uses(today: date) -> Iterator[Use]:
    random = Random(9)
    for crowd in crowds(day=today):
        viewer = Viewer(user_id=0, at=timezone.now(), standings=(crowd.standing,))
        editions = list(Edition.objects.readable_by(viewer).order_by("pk").defer("outline"))
        keenness = 0.08 if crowd.dealer_id % SLOW == 0 else 0.35 + 0.1 * (crowd.dealer_id % 5)
        for user in sorted(crowd.users):
            for edition in editions:
                yield from _of_person(random, crowd, user, edition, keenness, today)


def _of_person(
    random: Random, crowd: Crowd, user: int, edition: Edition, keenness: float, today: date
) -> Iterator[Use]:
    """The days on which a person opened an edition, and what they took."""
    issued = max(timezone.localdate(edition.effective_from), today - timedelta(days=DAYS))
    possible = (today - issued).days
    if random.random() > keenness:
        return
    for _time in range(random.choice((1, 1, 2, 4)) if edition.page_count > 10 else 1):
        # At what is new most look in the first days; what has been there long is opened when it is needed.
        later = int(random.expovariate(0.2)) if possible < DAYS else random.randint(0, possible)
        day = issued + timedelta(days=min(possible, later))
        whats = [What.SEEN]
        if random.random() < 0.15:
            whats.append(What.DOWNLOADED)
        if random.random() < 0.1:
            whats.append(What.PRINTED)
        for what in whats:
            yield Use(user_id=user, dealer_id=crowd.dealer_id, thing=EDITION, thing_id=edition.pk, what=what, day=day)
