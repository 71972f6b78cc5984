"""Certificates from before the portal, awarded by hand as a department does it when it begins: those that end soon,
that have ended, and one that was revoked."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import F

from portal.demo.training.history.chance import chance
from portal.demo.training.history.learners import Learner, learners, moment
from portal.network.models import User
from portal.notices.models import Notice
from training.certification.awarding import award_by_hand
from training.certification.models import Certification, CertificationScheme, Standing
from training.certification.standing import change_standing
from training.certification.validity import add_months

SCHEME = "hv-lodan-e"
FIRST = ("tina", "jonas")
ENDS_IN = (24, 58, 11, 41, 77, 88, -9, -52)
"""Days from today on which the certificates end, the first of them those of `FIRST`."""
REVOKED_DAYS = 35
ENTERED_DAYS = 362
_BY = "amir"
_BEFORE = "Held before the portal; the paper certificate was seen."
_WHY = "Worked at 400 V without proving that it was off."


def build_certificates(today: date) -> None:
    """Of people who need the certification and have not earned it in the portal."""
    scheme = CertificationScheme.objects.select_related("current").get(code=SCHEME)
    assert scheme.current is not None  # noqa: S101  (the demo publishes it)
    author = User.objects.get(username=_BY)
    entered = today - timedelta(days=ENTERED_DAYS)
    for learner, days in zip(_without(scheme), ENDS_IN, strict=False):
        ends = today + timedelta(days=days)
        award_by_hand(
            actor=author,
            user=learner.user,
            scheme=scheme,
            reason=_BEFORE,
            awarded_on=add_months(ends, -scheme.current.months),
            now=moment(learner.earliest(entered), 10),
        )
    _revoke(today, author)
    _date_notices()


def _without(scheme: CertificationScheme) -> list[Learner]:
    held = set(Certification.objects.filter(scheme=scheme).values_list("user", flat=True))
    found = [
        one
        for one in learners()
        if one.user.pk not in held and "hv-technician" in one.jobs[0].roles and "velmora" in one.jobs[0].brands
    ]
    order = {name: place for place, name in enumerate(FIRST)}
    return sorted(found, key=lambda one: (order.get(one.name, len(order)), chance("certificate", one.name).random()))


def _revoke(today: date, author: User) -> None:
    """The last that was earned by a colleague."""
    earned = Certification.objects.filter(scheme__code=SCHEME, standing=Standing.ACTIVE, user__username__contains="-")
    last = earned.filter(valid_from__lt=today - timedelta(days=REVOKED_DAYS)).order_by("user__username").last()
    if last is not None:
        change_standing(
            actor=author,
            certification_id=last.pk,
            standing=Standing.REVOKED,
            reason=_WHY,
            now=moment(today - timedelta(days=REVOKED_DAYS), 15),
        )


def _date_notices() -> None:
    """Notices of awards are stamped with now: they were told, and read, when it was awarded."""
    for certification in Certification.objects.prefetch_related("periods").order_by("pk"):
        for period in certification.periods.all():
            told = Notice.objects.filter(user=certification.user_id, key=f"certification.awarded:{period.pk}")
            told.update(created_at=period.awarded_at, read_at=F("created_at"))
            told.update(read_at=period.awarded_at + timedelta(days=1))
