"""Tasks of a campaign over the network: giving them out, the department's board, a dealer's list and month, told and
reminded; 10 tasks at 2,000 dealers, 20,000 people."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.table import Row, quantile
from bench.training.enrol import DEALERS, PEOPLE, network, timed
from content.library.sections import open_section
from content.marketing.campaigns import exporting, giving_out, reminding
from content.marketing.campaigns.models import Campaign, DealerTask
from portal.core.spreadsheets import csv_lines, write_xlsx
from portal.network.departments import create_department
from portal.network.models import Department, JobRole, User

TASKS, RUNS = 10, 15
TARGET = 0.3
"""Seconds of a page at the 95th percentile."""


def measure() -> list[Row]:
    """The rows of this benchmark."""
    department = create_department(code="bench-campaign", name="Bench")
    role = network()
    page = campaign(department, role)
    given_seconds, given = timed(lambda: giving_out.give_out(campaign_id=page.pk))
    again_seconds, again = timed(lambda: giving_out.give_out(campaign_id=page.pk))
    told_seconds, told = timed(reminding.tell_new)
    _progress(page)
    author = User.objects.create(username=uuid4().hex[:8], password="!")
    author.groups.add(department.authors)
    seller = User.objects.filter(memberships__is_manager=False).order_by("pk").first()
    csv_seconds, lines = timed(
        lambda: sum(1 for _ in csv_lines(exporting.titles(), exporting.rows(page, at=timezone.now())))
    )
    xlsx_seconds, _none = timed(
        lambda: write_xlsx(BytesIO(), exporting.titles(), exporting.rows(page, at=timezone.now()))
    )
    rows = TASKS * DEALERS
    return [
        Row(f"Giving out {rows:,} tasks of a campaign", f"{given_seconds:.1f} s", "", "", "", given == rows),
        Row("The same again: nothing new", f"{again_seconds:.1f} s", "", "", "", again == 0),
        Row(f"Telling {PEOPLE:,} people of their tasks", f"{told_seconds:.1f} s", "", "", "", told == rows),
        _page("Board of a campaign", author, f"/marketing/campaigns/{page.pk}/board/"),
        _page("A dealer's tasks", seller, "/marketing/campaigns/tasks/"),
        _page("A dealer's month", seller, "/marketing/campaigns/calendar/"),
        Row(f"CSV of {rows:,} tasks", f"{csv_seconds:.1f} s", "", "", "", lines == rows + 1),
        Row(f"XLSX of {rows:,} tasks", f"{xlsx_seconds:.1f} s", "", "", "", None),
    ]


def campaign(department: Department, role: JobRole) -> Campaign:
    """A running one with ten tasks for the role."""
    now = timezone.now().replace(microsecond=0)
    tasks = [
        {
            "type": "item",
            "id": str(uuid4()),
            "value": {
                "title": f"Task {number}",
                "instructions": "",
                "due": (now + timedelta(days=number - 3)).isoformat(),
                "photos": 0,
                "roles": [str(role.pk)],
                "tiers": [],
            },
        }
        for number in range(TASKS)
    ]
    made = Campaign(
        title="Bench",
        slug=uuid4().hex[:10],
        live=False,
        document_number=uuid4().hex[:10],
        summary="Bench.",
        effective_from=now - timedelta(days=9),
        expires_at=now + timedelta(days=30),
        department=department,
    )
    made.programme = [{"type": "throughout", "id": str(uuid4()), "value": {"items": [], "tasks": tasks}}]
    open_section(department=department).add_child(instance=made)
    made.save_revision().publish()
    return made


def _progress(page: Campaign) -> None:
    """Two of three are done, over nine days."""
    now = timezone.now()
    for day in range(9):
        rows = DealerTask.objects.filter(task__campaign=page)
        ids = [pk for pk in rows.order_by("pk").values_list("pk", flat=True) if pk % 13 == day]
        for begin in range(0, len(ids), 500):
            piece = DealerTask.objects.filter(pk__in=ids[begin : begin + 500])
            state = DealerTask.State.ACCEPTED if day % 2 else DealerTask.State.DONE
            piece.update(state=state, done_at=now - timedelta(days=9 - day))


def _page(what: str, user: User | None, address: str) -> Row:
    client = Client()
    assert user is not None
    client.force_login(user)
    seconds = [_timed(lambda: client.get(address)) for _ in range(RUNS)]
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    p95 = quantile(seconds, 0.95)
    beside = f"median {1000 * statistics.median(seconds):.0f} ms, {len(asked)} statements"
    fine = answer.status_code == 200 and p95 <= TARGET
    return Row(what, f"{1000 * p95:.0f} ms at p95", beside, "", f"<= {1000 * TARGET:.0f} ms", fine)


def _timed(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began
