"""Reach over a full network: 2,000 dealers, 20,000 people, 5,000 publications and a month of their uses."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from random import Random
from uuid import uuid4

from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.table import Row, quantile
from bench.training import _full_network as full
from content.delivery.api import What, note_use
from content.insight import summing
from content.insight.models import DaySum, DealerReach, Use
from content.library.models import Edition, Manual
from content.library.sections import open_section
from portal.core.dispatch import kept_here
from portal.network.api import viewer_for
from portal.network.departments import create_department
from portal.network.models import Brand, Department, Membership, User

PUBLICATIONS = int(os.environ.get("BENCH_PUBLICATIONS", "5000"))
USES_EACH = int(os.environ.get("BENCH_USES_EACH", "50"))
LIMIT_MS = 300
ROUNDS = 15


def measure() -> list[Row]:
    """The rows of this benchmark."""
    with kept_here():
        department = _fill()
    repair = _seconds(summing.repair)
    follow = _seconds(summing.follow)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    sums = f"{DaySum.objects.count():,} + {DealerReach.objects.count():,} rows"
    return [
        Row("All sums of reach anew", f"{repair:.0f} s", f"{Use.objects.count():,} uses", "", sums, None),
        Row("Sums follow yesterday and today", f"{follow:.1f} s", "", "", "", None),
        _use(),
        *(_page(*page) for page in _pages(department)),
    ]


@transaction.atomic
def _fill() -> Department:
    """The network of the benchmark of training, publications for a brand each, and their uses."""
    random, mark = Random(5), uuid4().hex[:6]
    full._network(random, mark)
    department = create_department(code=f"reach-{mark}", name="Reach")
    section = open_section(department=department)
    brands = list(Brand.objects.filter(code__endswith=mark).order_by("pk"))
    now = timezone.now()
    for number in range(PUBLICATIONS):
        page = Manual(
            title=f"Publication {number:04}",
            slug=f"{mark}-{number}",
            document_number=f"{mark}-{number:04}",
            department=department,
            live=True,
        )
        page.audience_brands = [brands[number % len(brands)]]
        section.add_child(instance=page)
    manuals = Manual.objects.filter(department=department).order_by("pk").values_list("pk", flat=True)
    full._bulk(
        Edition,
        (
            Edition(
                manual_id=pk,
                label="1",
                effective_from=now - timedelta(days=40),
                state=Edition.State.READY,
                file_name="x",
                original_name="x",
                sha256=uuid4().hex * 2,
                size=1,
                page_count=10,
            )
            for pk in manuals
        ),
    )
    full._bulk(Use, _uses(random, department, len(brands)))
    return department


def _uses(random: Random, department: Department, brands: int) -> Iterator[Use]:
    editions = list(Edition.objects.filter(manual__department=department).order_by("pk").values_list("pk", flat=True))
    by_brand = [editions[place::brands] for place in range(brands)]
    today = timezone.localdate()
    people = Membership.objects.on(today).order_by("pk").values_list("user_id", "dealer_id")
    for place, (user, dealer) in enumerate(people):
        for edition in random.sample(by_brand[place % brands], min(USES_EACH, len(by_brand[0]))):
            what = What.SEEN if random.random() < 0.8 else What.DOWNLOADED
            day = today - timedelta(days=random.randint(0, 30))
            yield Use(user_id=user, dealer_id=dealer, thing="edition", thing_id=edition, what=what, day=day)


def _pages(department: Department) -> list[tuple[str, Client, str]]:
    author = User.objects.create_user(f"author-{department.code}", password=None)
    author.groups.add(department.authors)
    manager = User.objects.filter(memberships__is_manager=True).order_by("pk")[5]
    edition = Edition.objects.filter(manual__department=department).order_by("pk")[5]
    staff, theirs = _browser(author), _browser(manager)
    own = Use.objects.filter(dealer__in=manager.memberships.values("dealer")).order_by("pk").values_list("thing_id")
    thing = f"/insight/edition/{edition.pk}/"
    return [
        ("Reach of all things", staff, "/insight/"),
        ("Reach, by the share that saw it, page 50", staff, "/insight/?sort=share&page=50"),
        ("Reach of one thing", staff, thing),
        ("A manager's list", theirs, "/insight/"),
        ("One thing for a manager", theirs, f"/insight/edition/{own[0][0]}/"),
        ("API: things, page 50", staff, "/api/v1/insight/things?page=50"),
    ]


def _page(name: str, client: Client, address: str) -> Row:
    """The page's p95 over some rounds, the first of which is not counted."""
    times, statements = [], 0
    for turn in range(ROUNDS + 1):
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            began = time.perf_counter()
            answer = client.get(address)
            took = (time.perf_counter() - began) * 1000
        assert answer.status_code == 200, (name, answer.status_code)
        statements = len(queries)
        times += [took] if turn else []
    p95 = quantile(times, 0.95)
    shown = f"p95 {p95:.0f} ms, {statements} statements"
    return Row(f"Page: {name}", shown, "", "", f"<= {LIMIT_MS} ms", p95 <= LIMIT_MS)


def _use() -> Row:
    """What a use costs its reader, who has their answer already."""
    user = User.objects.filter(memberships__isnull=False).order_by("pk")[7]
    viewer = viewer_for(user=user)
    editions = list(Edition.objects.order_by("-pk").values_list("pk", flat=True)[:200])
    times = []
    for edition in editions:
        began = time.perf_counter()
        note_use(viewer=viewer, thing="edition", thing_id=edition, what=What.PRINTED)
        times.append((time.perf_counter() - began) * 1000)
    return Row("A use is written", f"p95 {quantile(times, 0.95):.1f} ms, 1 statement", "", "", "", None)


def _browser(user: User) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    return client


def _seconds(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began
