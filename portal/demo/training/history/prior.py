"""Learning from elsewhere: one request was approved, one waits for the department. By the doors; a request is stamped
with now, which is put right here."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from portal.demo.training.cards import card
from portal.demo.training.curricula import ELSEWHERE
from portal.demo.training.history.learners import moment
from portal.network.models import User
from portal.network.viewer import viewer_for
from training.certification.models import PriorLearning
from training.certification.recognising import claim, decide_claim
from training.courses.models import Course

_BY = "ruth"
APPROVED, WAITS = ("callum", 0, 130), ("priya", 1, 4)
"""Who asked, which training of `ELSEWHERE`, and how many days ago."""


def build_prior(today: date) -> None:
    """Both requests."""
    approved = _ask(*APPROVED, today)
    answered = moment(today - timedelta(days=APPROVED[2] - 3), 11)
    decide_claim(actor=User.objects.get(username=_BY), claim_id=approved.pk, approve=True, now=answered)
    _ask(*WAITS, today)


def _ask(username: str, training: int, days: int, today: date) -> PriorLearning:
    code, title = ELSEWHERE[training]
    user = User.objects.get(username=username)
    finished = today - timedelta(days=days + 200)
    paper = card(
        title=title,
        drawing="high_voltage",
        steps=[f"{user.get_full_name()}", f"{finished:%Y-%m-%d}", "Passed: theory and practice"],
    )
    row = claim(
        viewer=viewer_for(user=user),
        user=user,
        course_id=Course.objects.get(document_number=f"{code}-EN").pk,
        title=title[:160],
        provider="Institute for Vehicle Trades",
        finished_on=finished,
        evidence=SimpleUploadedFile("certificate.pdf", paper, "application/pdf"),
    )
    PriorLearning.objects.filter(pk=row.pk).update(created_at=moment(today - timedelta(days=days), 9))
    return row
