"""Enrolling a network by rule: 20,000 people of 2,000 dealers in a job, then the next day's run of the same rule, then
the reminders."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from bench.table import Row
from content.library.sections import open_section
from portal.network.departments import create_department
from portal.network.models import Brand, Dealer, DealerTier, Department, JobRole, Membership, Region, User
from portal.notices.models import Notice
from training.courses.models import Course, Registration
from training.enrolment import matching, reminding, running
from training.enrolment.models import EnrolmentRule

DEALERS = int(os.environ.get("BENCH_DEALERS", "2000"))
PEOPLE = 10 * DEALERS
TARGET_SECONDS = 20
"""For 20,000 people, as the portal promises."""


def measure() -> list[Row]:
    """The rows of this benchmark."""
    department = create_department(code="bench-enrol", name="Bench")
    role = network()
    rule = EnrolmentRule(
        name="Bench", department=department, state=EnrolmentRule.State.ACTIVE, reason="Everybody.", due_days=14
    )
    rule.audience_roles, rule.courses = [role], [course(department)]
    rule.save()
    today = timezone.localdate()
    forecast_seconds, said = timed(lambda: matching.forecast(rule=rule))
    run = running.begin(actor=None, rule=rule)
    first_seconds, _none = timed(lambda: running.work(run_id=run.pk))
    again = running.begin(actor=None, rule=rule, day=today + timedelta(days=1))
    again_seconds, _none = timed(lambda: running.work(run_id=again.pk))
    Registration.objects.update(created_at=timezone.now() - timedelta(days=30))
    remind_seconds, _none = timed(lambda: reminding.remind(day=today + timedelta(days=7)))
    run.refresh_from_db()
    again.refresh_from_db()
    enrolled = run.made == PEOPLE == Registration.objects.count() and again.made == 0 and said.new == PEOPLE
    reminded = Notice.objects.filter(kind="enrolment.due").count() == PEOPLE
    scale = PEOPLE / 20_000
    return [
        Row(f"Forecast of a rule, {PEOPLE:,} people", f"{forecast_seconds:.2f} s", "", "", "", None),
        Row(
            f"Enrolling {PEOPLE:,} people by rule, told and recorded",
            f"{first_seconds:.1f} s",
            "",
            "",
            f"<= {TARGET_SECONDS * scale:.0f} s",
            enrolled and first_seconds <= TARGET_SECONDS * scale,
        ),
        Row("The next day's run: nobody new", f"{again_seconds:.1f} s", "", "", "", None),
        Row(f"Reminding {PEOPLE:,} people", f"{remind_seconds:.1f} s", "", "", "", reminded),
    ]


def timed(call):  # type: ignore[no-untyped-def]
    """Seconds that it took, and what it gave."""
    began = time.perf_counter()
    given = call()
    return time.perf_counter() - began, given


@transaction.atomic
def network() -> JobRole:
    """Ten people for each dealer, all of the role that is returned, in a tree of regions."""
    mark = uuid4().hex[:6]
    brand = Brand.objects.create(code=f"b-{mark}", name="Bench")
    tier = DealerTier.objects.create(code=f"t-{mark}", name="Bench")
    root = Region.objects.create(code=f"r-{mark}", name="Bench")
    regions = [Region.objects.create(code=f"r-{mark}-{n}", name=str(n), parent=root) for n in range(20)]
    role = JobRole.objects.create(code=f"j-{mark}", name="Bench")
    dealers = Dealer.objects.bulk_create(
        Dealer(code=f"{mark}-{n}", name=f"Dealer {n}", tier=tier, region=regions[n % 20]) for n in range(DEALERS)
    )
    Dealer.brands.through.objects.bulk_create(
        Dealer.brands.through(dealer_id=one.pk, brand_id=brand.pk) for one in dealers
    )
    people = User.objects.bulk_create(
        User(username=f"{mark}-{n}", email=f"{mark}-{n}@example.com", password="!") for n in range(PEOPLE)
    )
    began = timezone.localdate() - timedelta(days=90)
    members = Membership.objects.bulk_create(
        Membership(user=one, dealer=dealers[n % DEALERS], starts=began, is_manager=n < DEALERS)
        for n, one in enumerate(people)
    )
    Membership.roles.through.objects.bulk_create(
        Membership.roles.through(membership_id=one.pk, jobrole_id=role.pk) for one in members
    )
    return role


def course(department: Department) -> Course:
    """A published course with one lesson."""
    made = Course(
        title="Bench", slug=uuid4().hex[:10], live=False, document_number=uuid4().hex[:10], department=department
    )
    made.summary, made.objectives = "Bench.", "<p>Bench.</p>"
    lesson = {"type": "text", "id": str(uuid4()), "value": {"title": "One", "required": True, "content": []}}
    made.body = [{"type": "module", "id": str(uuid4()), "value": {"title": "Module", "lessons": [lesson]}}]
    open_section(department=department).add_child(instance=made)
    made.save_revision().publish()
    return made
