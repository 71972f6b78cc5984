"""Cases in one's own words: an assessment that a trainer grades. Some are graded, some wait."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from portal.demo.training.assessments import CASES
from portal.demo.training.history.chance import chance
from portal.demo.training.history.learners import learners, moment
from portal.demo.training.history.sitting import Candidate, Paper, keep, sit
from portal.network.models import User
from training.assessments.models import Assessment
from training.certification.models import Certification

PURPOSE = "cases"
"""No course gives it: trainers ask for it by name."""
MOST, WAITING = 18, 5
_GRADERS = ("amir", "ruth")
_SCHEME = "hv-lodan-e"


def build_cases(today: date) -> None:
    """Of people who are certified; the last of them wait."""
    certified = set(Certification.objects.filter(scheme__code=_SCHEME).values_list("user", flat=True))
    people = [one for one in learners() if one.user.pk in certified][:MOST]
    paper = Paper.of(Assessment.objects.get(title=CASES.title))
    graders = list(User.objects.filter(username__in=_GRADERS).order_by("username"))
    sats = []
    for place, learner in enumerate(people):
        waits = place >= len(people) - WAITING
        days = len(people) - place if waits else chance("case", learner.name).randint(15, 200)
        at = moment(learner.earliest(today - timedelta(days=days)), 10)
        candidate = Candidate(learner.user, learner.language, learner.ability, PURPOSE, 1)
        sats.append(sit(paper, candidate, at=min(at, timezone.now()), about=PURPOSE, graders=() if waits else graders))
    keep(sats)
