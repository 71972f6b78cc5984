"""The tables that managers and the maker take away."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.network.api import Viewer
from portal.network.models import Dealer, User
from training.courses.models import Registration
from training.dashboards import people, totals
from training.dashboards.models import DealerStanding
from training.dashboards.tables.shape import AT_ONCE, Column, Table
from training.needs import forecast, scope
from training.needs.models import Competency
from training.needs.profiles import Need, needs_of

Dealers = QuerySet[Dealer]


def _name(user: User) -> str:
    return user.get_full_name() or user.username


def _registrations(viewer: Viewer, at: Dealers) -> QuerySet[Registration]:
    rows = scope.registrations(viewer=viewer, at=at).select_related("user", "course", "version")
    return rows.defer("course__body", "version__body").order_by("user__last_name", "user__first_name", "user", "pk")


REGISTRATIONS = Table(
    name="registrations",
    title=_("Courses of people"),
    columns=(
        Column(_("Person"), lambda row: _name(row.user)),
        Column(_("User name"), lambda row: row.user.username),
        Column(_("Course code"), lambda row: row.course.document_number),
        Column(_("Course"), lambda row: row.course.title),
        Column(_("Version"), lambda row: row.version.number),
        Column(_("State"), lambda row: row.get_state_display()),
        Column(_("Progress, percent"), lambda row: row.percent),
        Column(_("Due"), lambda row: row.due_on),
        Column(_("Enrolled"), lambda row: row.created_at),
        Column(_("Completed"), lambda row: row.completed_at),
        Column(_("Score"), lambda row: row.share),
    ),
    rows=lambda viewer, at: _registrations(viewer, at).iterator(chunk_size=AT_ONCE),
    size=lambda viewer, at: _registrations(viewer, at).count(),
)

PEOPLE = Table(
    name="people",
    title=_("People and how they stand"),
    columns=(
        Column(_("Person"), _name),
        Column(_("User name"), lambda row: row.username),
        Column(pgettext_lazy("courses", "Open"), lambda row: row.open_courses),
        Column(_("Overdue"), lambda row: row.overdue),
        Column(_("Next due"), lambda row: row.next_due),
        Column(_("Completed"), lambda row: row.completed),
    ),
    rows=lambda viewer, at: people.standing(viewer=viewer, at=at).iterator(chunk_size=AT_ONCE),
    size=lambda viewer, at: scope.people(viewer=viewer, at=at).count(),
)


COURSES = Table(
    name="courses",
    title=_("Courses and how they stand"),
    columns=(
        Column(_("Course code"), lambda row: row.document_number),
        Column(_("Course"), lambda row: row.title),
        Column(_("People"), lambda row: row.totals.people),
        Column(pgettext_lazy("courses", "Open"), lambda row: row.totals.open),
        Column(_("Overdue"), lambda row: row.totals.overdue),
        Column(_("Completed"), lambda row: row.totals.completed),
        Column(_("Share completed"), lambda row: row.totals.share),
    ),
    rows=lambda _viewer, at: totals.courses_at(at=at),
    size=lambda _viewer, at: len(totals.courses_at(at=at)),
)


def _dealers(at: Dealers) -> QuerySet[DealerStanding]:
    rows = totals.standings(at=at).select_related("dealer__region", "dealer__tier")
    return rows.order_by("dealer__region__path", "dealer__name", "dealer")


DEALERS = Table(
    name="dealers",
    title=_("Dealers and how they stand"),
    columns=(
        Column(_("Dealer code"), lambda row: row.dealer.code),
        Column(_("Dealer"), lambda row: row.dealer.name),
        Column(_("Region"), lambda row: row.dealer.region.name),
        Column(_("Tier"), lambda row: row.dealer.tier.name),
        Column(_("People"), lambda row: row.staff),
        Column(_("People with a delay"), lambda row: row.late_staff),
        Column(pgettext_lazy("courses", "Open"), lambda row: row.open),
        Column(_("Overdue"), lambda row: row.overdue),
        Column(_("Completed"), lambda row: row.completed),
        Column(_("Share completed"), lambda row: row.share),
    ),
    rows=lambda _viewer, at: _dealers(at).iterator(chunk_size=AT_ONCE),
    size=lambda _viewer, at: _dealers(at).count(),
)

LAPSES = Table(
    name="lapses",
    title=_("Certificates that end in the next twelve months"),
    columns=(
        Column(_("Valid until"), lambda row: row.expires_on),
        Column(_("Person"), lambda row: _name(row.user)),
        Column(_("User name"), lambda row: row.user.username),
        Column(_("Certification"), lambda row: row.scheme.own_title),
    ),
    rows=lambda viewer, at: forecast.lapses(viewer=viewer, at=at).iterator(chunk_size=AT_ONCE),
    size=lambda viewer, at: forecast.lapses(viewer=viewer, at=at).count(),
)

STANDARDS = Table(
    name="standards",
    title=_("Dealer standards"),
    columns=(
        Column(_("Dealer code"), lambda row: row.dealer.code),
        Column(_("Dealer"), lambda row: row.dealer.name),
        Column(_("Standard"), lambda row: row.version.standard.own_title),
        Column(_("Certification"), lambda row: row.scheme.own_title),
        Column(_("Job role"), lambda row: row.role.name if row.role else ""),
        Column(_("Wanted"), lambda row: row.wanted),
        Column(_("Holders"), lambda row: row.holders),
        Column(_("Fulfilled"), lambda row: row.passed),
        Column(_("Rests on one person"), lambda row: row.single_holder),
        Column(_("Holds until"), lambda row: row.holds_until),
    ),
    rows=lambda _viewer, at: forecast.results(at=at).iterator(chunk_size=AT_ONCE),
    size=lambda _viewer, at: forecast.results(at=at).count(),
)


def _needs(viewer: Viewer, at: Dealers) -> Iterator[tuple[User, Competency, Need]]:
    """A row for each person and competency; by the jobs at these dealers alone. Three statements a thousand people."""
    known = Competency.objects.in_bulk()
    dealers = list(at.values_list("pk", flat=True))
    everybody = scope.people(viewer=viewer, at=at)
    ids = list(everybody.values_list("pk", flat=True))
    for start in range(0, len(ids), AT_ONCE):
        users = User.objects.in_bulk(ids[start : start + AT_ONCE])
        found = needs_of(users=list(users), dealers=dealers, day=timezone.localdate(viewer.at))
        for user_id in ids[start : start + AT_ONCE]:
            for need in found.get(user_id, []):
                yield users[user_id], known[need.competency_id], need


NEEDS = Table(
    name="needs",
    title=_("Competence of people"),
    columns=(
        Column(_("Person"), lambda row: _name(row[0])),
        Column(_("User name"), lambda row: row[0].username),
        Column(_("Competency"), lambda row: row[1].own_name),
        Column(_("Level wanted"), lambda row: row[2].wanted),
        Column(_("Level reached"), lambda row: row[2].reached.level),
        Column(_("Levels missing"), lambda row: row[2].gap),
        Column(_("Counts until"), lambda row: row[2].reached.until),
    ),
    rows=_needs,
    size=lambda viewer, at: scope.people(viewer=viewer, at=at).count() * 10,
)

TABLES = {table.name: table for table in (REGISTRATIONS, PEOPLE, COURSES, DEALERS, LAPSES, STANDARDS, NEEDS)}
