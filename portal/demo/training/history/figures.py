"""What dealers are measured by, month by month, uploaded as a table by the door. Where more people are certified,
more is repaired at the first visit; chance does the rest."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO

from django.db.models import Count

from portal.demo.training.bank import SERVICE
from portal.demo.training.history.chance import chance
from portal.network.models import Dealer, Department, User
from training.certification.models import Certification
from training.evaluation.figures.uploading import apply, receive

MONTHS = 14
FIRST_VISIT = ("Repaired at the first visit · 一次修复率", "%")
COMPLAINTS = ("Complaints per 100 visits · 每百次进站投诉", "")
_BY = "ruth"


def build_figures(today: date) -> None:
    """Both figures of the months until the last."""
    author = User.objects.get(username=_BY)
    data = _table(today).encode()
    upload = receive(
        actor=author,
        department=Department.objects.get(code=SERVICE),
        file_name=f"dealer-figures-{today:%Y-%m}.csv",
        data=data,
    )
    apply(actor=author, upload_id=upload.pk)


def _table(today: date) -> str:
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(["dealer", "figure", "period", "value", "unit"])
    certified = _certified()
    for dealer in Dealer.objects.order_by("code"):
        base = chance("figures", dealer.code).gauss(76, 3)
        for back in range(MONTHS, 0, -1):
            month = _month(today, back)
            dice = chance("figure", dealer.code, month)
            grown = 6 * certified.get(dealer.pk, 0.0) * (1 - back / MONTHS)
            first = min(98.5, base + grown + dice.gauss(0, 1.2))
            complaints = max(0.4, (100 - first) / 6 + dice.gauss(0, 0.35))
            writer.writerow([dealer.code, FIRST_VISIT[0], f"{month:%Y-%m}", f"{first:.1f}", FIRST_VISIT[1]])
            writer.writerow([dealer.code, COMPLAINTS[0], f"{month:%Y-%m}", f"{complaints:.2f}", COMPLAINTS[1]])
    return out.getvalue()


def _certified() -> dict[int, float]:
    """By dealer, certifications for each of its people."""
    people = dict(Dealer.objects.annotate(n=Count("memberships")).values_list("pk", "n"))
    held = Certification.objects.filter(user__memberships__dealer__isnull=False).order_by()
    counted = dict(held.values_list("user__memberships__dealer").annotate(n=Count("pk")))
    return {dealer: counted.get(dealer, 0) / number for dealer, number in people.items() if number}


def _month(today: date, back: int) -> date:
    """The first day of the month so many months ago."""
    whole = today.year * 12 + today.month - 1 - back
    return date(whole // 12, whole % 12 + 1, 1)
