"""The training part of the API: what pages show, for machines, each scoped by who asks."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from portal.core.keys import LARGEST_ID
from portal.network.api import Viewer, request_viewer
from portal.network.models import Membership
from training.certification import api as certification
from training.certification.models import Certification
from training.courses.models import Registration
from training.needs import forecast, scope
from training.needs.models import StandardResult

router = Router(tags=["training"])


class PageIn(Schema):
    """Which page of the answer."""

    page: int = Field(1, ge=1, le=1_000_000)
    page_size: int = Field(50, ge=1, le=200)


class RegistrationsIn(PageIn):
    user: int | None = Field(None, ge=1, le=LARGEST_ID, description="Id of a person.")
    course: int | None = Field(None, ge=1, le=LARGEST_ID, description="Id of a course.")
    state: Registration.State | None = None
    overdue: bool = Field(False, description="Only what is open past its day.")


class CertificatesIn(PageIn):
    user: int | None = Field(None, ge=1, le=LARGEST_ID, description="Id of a person.")
    scheme: int | None = Field(None, ge=1, le=LARGEST_ID, description="Id of a certification.")
    expires_by: date | None = Field(None, description="Only those valid today that end by this day.")


class StandardsIn(PageIn):
    dealer: int | None = Field(None, ge=1, le=LARGEST_ID, description="Id of a dealer.")
    passed: bool | None = None


class RegistrationOut(Schema):
    """A person's way through a course."""

    key: str = Field(description="Its UUID.")
    user: int
    username: str
    course: int
    document_number: str
    title: str
    version: int
    cycle: int = Field(description="How often the person has taken the course, this time included.")
    state: str
    percent: int
    due_on: date | None
    enrolled_at: datetime
    completed_at: datetime | None
    score: float | None = Field(description="0 to 1.")


class CertificateOut(Schema):
    """What a person holds."""

    user: int
    username: str
    scheme: int
    title: str
    state: str
    valid_from: date
    valid_until: date | None = Field(description="The last day; null without end.")


class StandardOut(Schema):
    """How a dealer stands by one rule of a standard."""

    dealer: int
    dealer_code: str
    standard: str
    scheme: str
    role: str | None
    wanted: int
    holders: int
    passed: bool
    single_holder: bool
    since: date
    holds_until: date | None = Field(description="The last day, if nobody renews.")


class RegistrationsOut(Schema):
    total: int
    items: list[RegistrationOut]


class CertificatesOut(Schema):
    total: int
    items: list[CertificateOut]


class StandardsOut(Schema):
    total: int
    items: list[StandardOut]


@router.get("/registrations", response=RegistrationsOut, summary="Courses of the people whom the person may see")
def registrations(request: HttpRequest, parameters: Query[RegistrationsIn]) -> dict[str, Any]:
    """One's own; a manager's people's; for staff of the maker all."""
    viewer = request_viewer(request)
    rows = Registration.objects.select_related("user", "course", "version").defer("course__body", "version__body")
    rows = rows.filter(_theirs(viewer)).order_by("pk")
    if parameters.user is not None:
        rows = rows.filter(user=parameters.user)
    if parameters.course is not None:
        rows = rows.filter(course=parameters.course)
    if parameters.state is not None:
        rows = rows.filter(state=parameters.state)
    if parameters.overdue:
        rows = rows.filter(state__in=Registration.OPEN, due_on__lt=timezone.localdate(viewer.at))
    return _page(rows, parameters, _registration)


@router.get("/certificates", response=CertificatesOut, summary="Certifications of the people whom the person may see")
def certificates(request: HttpRequest, parameters: Query[CertificatesIn]) -> dict[str, Any]:
    """One's own; a manager's people's; for staff of the maker all."""
    viewer = request_viewer(request)
    rows = Certification.objects.visible_to(viewer).select_related("user", "scheme").order_by("pk")
    if parameters.user is not None:
        rows = rows.filter(user=parameters.user)
    if parameters.scheme is not None:
        rows = rows.filter(scheme=parameters.scheme)
    if parameters.expires_by is not None:
        rows = rows.valid_on(timezone.localdate(viewer.at)).filter(expires_on__lte=parameters.expires_by)
    return _page(rows, parameters, lambda row: _certificate(row, timezone.localdate(viewer.at)))


@router.get("/standards", response=StandardsOut, summary="Dealer standards of the dealers that the person answers for")
def standards(request: HttpRequest, parameters: Query[StandardsIn]) -> dict[str, Any]:
    """A manager's dealers; for staff of the maker all; for others none."""
    rows = forecast.results(at=scope.dealers(viewer=request_viewer(request))).order_by("dealer", "rule")
    if parameters.dealer is not None:
        rows = rows.filter(dealer=parameters.dealer)
    if parameters.passed is not None:
        rows = rows.filter(passed=parameters.passed)
    return _page(rows, parameters, _standard)


def _theirs(viewer: Viewer) -> Q:
    """The rows of oneself and of one's people."""
    if viewer.everything:
        return Q()
    people = Membership.objects.on(timezone.localdate(viewer.at)).filter(
        user=OuterRef("user"), dealer__in=viewer.managed_dealers
    )
    return Q(user=viewer.user_id) | Q(Exists(people))


def _page(rows: QuerySet[Any], parameters: PageIn, shape: Any) -> dict[str, Any]:
    """A page, empty beyond the last. Two statements."""
    paginator = Paginator(rows, parameters.page_size)
    first = (parameters.page - 1) * parameters.page_size
    return {"total": paginator.count, "items": [shape(row) for row in rows[first : first + parameters.page_size]]}


def _registration(row: Registration) -> RegistrationOut:
    return RegistrationOut(
        key=str(row.key),
        user=row.user_id,
        username=row.user.username,
        course=row.course_id,
        document_number=row.course.document_number,
        title=row.course.title,
        version=row.version.number,
        cycle=row.cycle,
        state=row.state,
        percent=row.percent,
        due_on=row.due_on,
        enrolled_at=row.created_at,
        completed_at=row.completed_at,
        score=None if row.share is None else float(row.share),
    )


def _certificate(row: Certification, day: date) -> CertificateOut:
    return CertificateOut(
        user=row.user_id,
        username=row.user.username,
        scheme=row.scheme_id,
        title=row.scheme.title,
        state=certification.state_of(row, day=day),
        valid_from=row.valid_from,
        valid_until=row.expires_on,
    )


def _standard(row: StandardResult) -> StandardOut:
    return StandardOut(
        dealer=row.dealer_id,
        dealer_code=row.dealer.code,
        standard=row.version.standard.title,
        scheme=row.scheme.title,
        role=row.role.name if row.role else None,
        wanted=row.wanted,
        holders=row.holders,
        passed=row.passed,
        single_holder=row.single_holder,
        since=row.first_day,
        holds_until=row.holds_until,
    )
