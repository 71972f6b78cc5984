"""Dashboards over a full network: 2,000 dealers, 20,000 people, 200 courses, 2,000,000 lesson completions."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bench.table import Row, quantile
from bench.training import _full_network as full
from portal.network.models import Dealer, Membership, Region, User
from training.courses.models import LessonState, Registration
from training.dashboards.models import CourseAtDealer, CourseMonth
from training.dashboards.rollups import refreshing
from training.needs import standards, summing
from training.needs.models import RoleProfile

LIMIT_MS = 400
ROUNDS = 15


def measure() -> list[Row]:
    """The rows of this benchmark."""
    fill_seconds = _seconds(full.fill)
    sums_seconds = _seconds(refreshing.repair)
    gaps_seconds = _seconds(summing.repair_gaps)
    judge_seconds = _seconds(standards.judge_all)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    rows = [
        Row(
            f"A network of {Dealer.objects.count():,} dealers, {LessonState.objects.count():,} lessons completed",
            f"made in {fill_seconds:.0f} s",
            f"{Registration.objects.count():,} registrations",
            "",
            "",
            None,
        ),
        Row(
            "All sums of dashboards anew",
            f"{sums_seconds:.0f} s",
            f"{CourseAtDealer.objects.count():,} + {CourseMonth.objects.count():,} rows",
            "",
            "",
            None,
        ),
        Row("All gaps anew; all dealers judged", f"{gaps_seconds:.0f} s; {judge_seconds:.0f} s", "", "", "", None),
    ]
    return rows + [_page(*page) for page in _pages()] + [_touch()]


def _pages() -> list[tuple[str, Client, str]]:
    staff, manager = _staff(), _manager()
    member = User.objects.filter(memberships__dealer__in=_managed(manager)).order_by("-pk").first()
    dealer = _managed(manager)[0]
    top = Region.objects.filter(parent__isnull=True, children__isnull=False).order_by("pk").first()
    leaf = Region.objects.filter(parent=top).order_by("pk").first()
    profile = RoleProfile.objects.order_by("pk").first()
    assert member is not None
    assert top is not None
    assert leaf is not None
    assert profile is not None
    by_staff, by_manager, by_member = _browser(staff), _browser(manager), _browser(member)
    return [
        ("Network", by_staff, reverse("dashboards:network")),
        ("A region", by_staff, reverse("dashboards:region", args=[top.pk])),
        ("An area with its dealers", by_staff, reverse("dashboards:region", args=[leaf.pk])),
        ("Courses of the network", by_staff, reverse("dashboards:courses")),
        ("Courses of a region", by_staff, reverse("dashboards:courses") + f"?region={top.pk}"),
        ("A dealer", by_staff, reverse("dashboards:dealer", args=[dealer])),
        ("People of a dealer", by_staff, reverse("dashboards:people", args=[dealer])),
        ("A person", by_staff, reverse("dashboards:person", args=[member.pk])),
        ("A trainer's courses", by_staff, reverse("dashboards:trainer")),
        ("A manager's dealership", by_manager, reverse("dashboards:team")),
        ("A learner's overview", by_member, reverse("dashboards:mine")),
        ("Matrix of a team", by_manager, reverse("needs:matrix")),
        ("Gaps of the network", by_staff, reverse("needs:network")),
        ("Standards of the network", by_staff, reverse("needs:standards")),
        ("Forecast of the network", by_staff, reverse("needs:forecast")),
        ("API: registrations, page 100", by_staff, "/api/v1/training/registrations?page=100"),
    ]


def _page(name: str, client: Client, address: str) -> Row:
    """The page's p95 over some rounds, the first of which is not counted."""
    times = []
    statements = 0
    for turn in range(ROUNDS + 1):
        cache.clear()
        began = time.perf_counter()
        if turn == 0:
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(address)
            statements = len(queries)
        else:
            answer = client.get(address)
            times.append((time.perf_counter() - began) * 1000)
        assert answer.status_code == 200, (name, answer.status_code)
    p95 = quantile(times, 0.95)
    return Row(
        f"Page: {name}", f"p95 {p95:.0f} ms, {statements} statements", "", "", f"<= {LIMIT_MS} ms", p95 <= LIMIT_MS
    )


def _touch() -> Row:
    """What it costs to let the sums follow one person's change."""
    registration = Registration.objects.filter(state__in=Registration.OPEN).order_by("-pk").first()
    assert registration is not None
    registration.state = Registration.State.COMPLETED
    registration.completed_at = timezone.now()
    registration.save()
    seconds = _seconds(refreshing.work_off_touched)
    return Row("Sums follow one completion", f"{seconds * 1000:.0f} ms", "", "", "", None)


def _staff() -> User:
    user = User.objects.create_user("bench-staff", password=None)
    access = Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin")
    user.user_permissions.add(access)
    user.groups.add(*(one.authors for one in full.Department.objects.select_related("authors")))
    return user


def _manager() -> User:
    return User.objects.filter(memberships__is_manager=True).order_by("pk")[5]


def _managed(user: User) -> list[int]:
    return list(Membership.objects.filter(user=user, is_manager=True).values_list("dealer_id", flat=True))


def _browser(user: User) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    return client


def _seconds(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began
