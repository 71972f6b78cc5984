"""Which reports a person may see: a reader their own, a manager those of their dealerships, an author those on what
their departments own."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from content.feedback.models import Helped, Report
from content.feedback.subjects import Subject, about_visible
from content.library.api import NotVisible
from portal.network.api import Viewer, with_team
from portal.network.authorship import departments_held
from portal.network.models import User


@dataclass(frozen=True, slots=True)
class Standing:
    """How a thing stands with its readers: `helped` people, whether the viewer is one, and, for who writes for the
    owning department alone, how many reports wait."""

    helped: int
    by_viewer: bool
    waiting: int | None


def own(*, viewer: Viewer) -> QuerySet[Report]:
    """What the person reported, newest first."""
    return _listed(Report.objects.filter(reporter=viewer.user_id))


def of_dealership(*, viewer: Viewer) -> QuerySet[Report]:
    """What people reported while they worked at a dealer that the viewer manages, as far as the viewer or their people
    may see what it is about. One statement."""
    visible = about_visible(with_team(viewer=viewer))
    return _listed(Report.objects.filter(visible, dealer__in=viewer.managed_dealers))


def report_for(*, viewer: Viewer, report_id: int) -> Report:
    """A report of the viewer's own, or of their dealership. Raises NotVisible."""
    rows = Report.objects.filter(pk=report_id).select_related("reporter", "dealer", "edition__manual", "fixed_in")
    found = rows.first()
    if found is None or viewer.user_id is None:
        raise NotVisible
    if found.reporter_id == viewer.user_id:
        return found
    if found.dealer_id in viewer.managed_dealers and rows.filter(about_visible(with_team(viewer=viewer))).exists():
        return found
    raise NotVisible


def inbox(*, user: User) -> QuerySet[Report]:
    """The reports on what the person's departments own, newest first."""
    rows = Report.objects.filter(department__in=departments_held(user))
    return _listed(rows).select_related("reporter", "dealer", "department", "assigned_to", "fixed_in")


def in_inbox(*, user: User, report_id: int) -> Report:
    """One of them. Raises NotVisible."""
    found = inbox(user=user).select_related("edition__manual", "manual").filter(pk=report_id).first()
    if found is None:
        raise NotVisible
    return found


def standing(*, viewer: Viewer, user: User, subject: Subject) -> Standing:
    """How a place of a thing stands. Two statements, one more for staff of the maker."""
    place = {"about": subject.kind, "about_id": subject.id, "place": subject.place}
    counted = Helped.objects.filter(**place).aggregate(
        helped=Count("pk"), own=Count("pk", filter=Q(user=viewer.user_id))
    )
    waiting = None
    if viewer.everything and subject.department_id in departments_held(user):
        waiting = Report.objects.filter(**place, state__in=Report.WAITING).count()
    return Standing(helped=counted["helped"], by_viewer=bool(counted["own"]), waiting=waiting)


def waiting_by_manual(*, manual_ids: Collection[int]) -> dict[int, int]:
    """How many reports wait on each publication that has any. One statement."""
    rows = Report.objects.filter(manual__in=manual_ids, state__in=Report.WAITING).order_by().values_list("manual")
    return dict(rows.annotate(number=Count("pk")))


def waiting_by_edition(*, edition_ids: Iterable[int]) -> dict[int, int]:
    """How many reports wait that were made on each of these editions. One statement."""
    rows = Report.objects.filter(edition__in=list(edition_ids), state__in=Report.WAITING).order_by()
    return dict(rows.values_list("edition").annotate(number=Count("pk")))


def fixable(*, user: User, manual_id: int) -> QuerySet[Report]:
    """Reports on a publication that a new edition could close, the oldest first."""
    rows = inbox(user=user).filter(manual=manual_id).exclude(state__in=Report.CLOSED)
    return rows.order_by("place", "created_at", "pk")


def _listed(rows: QuerySet[Report]) -> QuerySet[Report]:
    return rows.select_related("reporter", "dealer", "fixed_in").order_by("-created_at", "-pk")
