"""Who is told what about a report: the authors that one came, the reporter what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.feedback.models import Remark, Report
from portal.network.models import User
from portal.notices.api import Told, notify, notify_many, register_kind, register_topic, settle_for_all

RECEIVED, ADDED, ASSIGNED = "feedback.received", "feedback.added", "feedback.assigned"
TOPIC = "feedback"
ANSWERED, CLOSED, FIXED = "feedback.answered", "feedback.closed", "feedback.fixed"


def register_kinds() -> None:
    """Say what the notices of feedback say. From `ready`."""
    register_topic(TOPIC, name=gettext_lazy("Feedback"), position=40)
    register_kind(RECEIVED, lambda data: _("A reader reports on %(place)s.") % _named(data), topic=TOPIC)
    register_kind(ADDED, lambda data: _("A reader says more about %(place)s.") % _named(data), topic=TOPIC)
    register_kind(ASSIGNED, lambda data: _("You were given a report on %(place)s.") % _named(data), topic=TOPIC)
    register_kind(ANSWERED, lambda data: _("Your report on %(place)s was answered.") % _named(data), topic=TOPIC)
    register_kind(
        CLOSED, lambda data: _("Your report on %(place)s: it stays as it is. Read why.") % _named(data), topic=TOPIC
    )
    register_kind(
        FIXED,
        lambda data: _("What you reported on %(place)s is fixed in edition %(edition)s, in force now.") % _named(data),
        topic=TOPIC,
    )


def _named(data: Mapping[str, Any]) -> dict[str, Any]:
    place = data["title"]
    if data.get("label"):
        place = _("“%(title)s”, page %(label)s") % data
    return {**data, "place": place}


def _facts(report: Report) -> dict[str, Any]:
    """As they were read."""
    return {"title": report.title, "label": report.place_label}


def _received_key(report: Report) -> str:
    return f"feedback:{report.pk}:received"


def tell_authors(report: Report) -> None:
    """The authors of the owning department, the reporter apart."""
    authors = User.objects.filter(groups__department=report.department_id, is_active=True)
    if report.reporter_id is not None:
        authors = authors.exclude(pk=report.reporter_id)
    url = reverse("feedback_desk:report", args=[report.pk])
    notify_many(
        Told(user_id=pk, kind=RECEIVED, key=_received_key(report), url=url, data=_facts(report))
        for pk in authors.order_by("pk").values_list("pk", flat=True)
    )


def settle_authors(report: Report) -> None:
    """It is dealt with: nobody of the department has to look any more."""
    settle_for_all(keys=[_received_key(report)])


def tell_added(report: Report) -> None:
    """Whoever has it in hand."""
    if report.assigned_to_id is None:
        return
    notify(
        user_id=report.assigned_to_id,
        kind=ADDED,
        key=f"feedback:{report.pk}:added:{report.changed_at.isoformat()}",
        url=reverse("feedback_desk:report", args=[report.pk]),
        **_facts(report),
    )


def tell_assigned(report: Report) -> None:
    """Whoever it was given to, each time anew."""
    assert report.assigned_to_id is not None  # noqa: S101  (it was given to somebody just now)
    notify(
        user_id=report.assigned_to_id,
        kind=ASSIGNED,
        key=f"feedback:{report.pk}:assigned:{report.changed_at.isoformat()}",
        url=reverse("feedback_desk:report", args=[report.pk]),
        **_facts(report),
    )


def tell_answered(report: Report, remark: Remark) -> None:
    """The reporter, of each answer."""
    _tell_reporter(report, ANSWERED, f"feedback:{report.pk}:answer:{remark.pk}")


def tell_closed(report: Report, remark: Remark) -> None:
    """The reporter, that it stays as it is."""
    _tell_reporter(report, CLOSED, f"feedback:{report.pk}:closed:{remark.pk}")


def _tell_reporter(report: Report, kind: str, key: str) -> None:
    if report.reporter_id is None:
        return
    url = reverse("feedback:report", args=[report.pk])
    notify(user_id=report.reporter_id, kind=kind, key=key, url=url, **_facts(report))


def tell_fixed(reports: Iterable[Report]) -> None:
    """The reporters, once for each edition that fixed it; the notice leads to the report, and that to the page."""
    told = []
    for row in reports:
        if row.reporter_id is None or row.fixed_in is None:
            continue
        key, url = f"feedback:{row.pk}:fixed:{row.fixed_in_id}", reverse("feedback:report", args=[row.pk])
        data = {**_facts(row), "edition": row.fixed_in.label}
        told.append(Told(user_id=row.reporter_id, kind=FIXED, key=key, url=url, data=data))
    notify_many(told)
