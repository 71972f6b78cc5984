"""A full network for the benchmark of dashboards, made in bulk: dealers, people, courses, two years of registrations,
the lessons that were completed in them, certificates, competences and a standard."""

from __future__ import annotations

import os
from datetime import date, timedelta
from itertools import islice
from random import Random
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.utils import timezone

from content.library.sections import open_section
from portal.network.departments import create_department
from portal.network.models import Brand, Dealer, DealerTier, Department, JobRole, Membership, Region, User
from training.certification.models import Certification, CertificationScheme
from training.courses.models import Course, CourseVersion, LessonState, Registration
from training.needs.models import (
    Competency,
    CompetencyEvidence,
    CompetencyFramework,
    DealerStandard,
    LevelRule,
    RoleProfile,
    RoleProfileLine,
    StandardRule,
)
from training.needs.standards import issue_version

DEALERS = int(os.environ.get("BENCH_DEALERS", "2000"))
PEOPLE = 10 * DEALERS
COURSES = int(os.environ.get("BENCH_COURSES", "200"))
LESSONS = 10
COMPLETED_EACH = 10
"""Registrations that each person has completed: with ten lessons each a hundred lesson completions a person."""
OPEN_EACH = 2
AT_ONCE = 5000


@transaction.atomic
def fill() -> None:
    """All of it. The same each time."""
    random = Random(4)
    mark = uuid4().hex[:6]
    department = create_department(code=f"bench-{mark}", name="Bench")
    people = _network(random, mark)
    courses = _courses(department)
    _registrations(random, people, courses)
    _lessons()
    _certified(random, mark, department, people, courses)


def _bulk(model, rows):  # type: ignore[no-untyped-def]
    """Insert the rows in lots."""
    rows = iter(rows)
    while lot := list(islice(rows, AT_ONCE)):
        model.objects.bulk_create(lot)


def _network(random: Random, mark: str) -> list[User]:
    brands = [Brand.objects.create(code=f"b{n}-{mark}", name=f"Brand {n}") for n in range(4)]
    tier = DealerTier.objects.create(code=f"t-{mark}", name="Tier")
    leaves = []
    for north in range(5):
        top = Region.objects.create(code=f"r{north}-{mark}", name=f"Region {north}")
        leaves += [
            Region.objects.create(code=f"r{north}-{n}-{mark}", name=f"Area {north}.{n}", parent=top) for n in range(8)
        ]
    _bulk(
        Dealer,
        (Dealer(code=f"{mark}-{n}", name=f"Dealer {n:04}", tier=tier, region=leaves[n % 40]) for n in range(DEALERS)),
    )
    dealers = list(Dealer.objects.filter(tier=tier).order_by("pk"))
    through = Dealer.brands.through
    _bulk(through, (through(dealer_id=one.pk, brand_id=brands[n % 4].pk) for n, one in enumerate(dealers)))
    _bulk(
        User,
        (
            User(username=f"{mark}-{n}", last_name=f"Name {n:05}", email=f"{n}@example.com", password="!")
            for n in range(PEOPLE)
        ),
    )
    people = list(User.objects.filter(username__startswith=mark).order_by("pk"))
    moved, today = date(2025, 11, 1), timezone.localdate()
    members = []
    for n, one in enumerate(people):
        now = dealers[n % DEALERS]
        manages = n < DEALERS
        if n % 10 == 9:
            before = dealers[(n + 7) % DEALERS]
            members.append(Membership(user=one, dealer=before, starts=date(2023, 1, 1), ends=moved))
            members.append(Membership(user=one, dealer=now, starts=moved + timedelta(days=1), is_manager=manages))
        else:
            started = date(2023, 1, 1) if n % 3 else today - timedelta(days=random.randint(30, 900))
            members.append(Membership(user=one, dealer=now, starts=started, is_manager=manages))
    _bulk(Membership, members)
    roles = [JobRole.objects.create(code=f"j{n}-{mark}", name=f"Job {n}") for n in range(4)]
    held = Membership.roles.through
    _bulk(
        held,
        (
            held(membership_id=pk, jobrole_id=roles[pk % 4].pk)
            for pk in Membership.objects.order_by("pk").values_list("pk", flat=True)
        ),
    )
    return people


def _courses(department: Department) -> list[CourseVersion]:
    section = open_section(department=department)
    body = [
        {
            "type": "module",
            "id": str(uuid4()),
            "value": {
                "title": "Module",
                "lessons": [
                    {"type": "text", "id": str(uuid4()), "value": {"title": f"Lesson {n}", "required": True}}
                    for n in range(LESSONS)
                ],
            },
        }
    ]
    versions = []
    for number in range(COURSES):
        page = Course(
            title=f"Course {number:03}",
            slug=f"course-{department.code}-{number}",
            document_number=f"{department.code}-{number:03}",
            summary="About it.",
            objectives="<p>Do it.</p>",
            department=department,
        )
        section.add_child(instance=page)
        versions.append(
            CourseVersion.objects.create(
                course=page, number=1, title=page.title, body=body, in_order=True, digest=uuid4().hex
            )
        )
    return versions


def _registrations(random: Random, people: list[User], versions: list[CourseVersion]) -> None:
    now = timezone.now()
    today = timezone.localdate(now)

    def rows():  # type: ignore[no-untyped-def]
        for user in people:
            picked = random.sample(versions, min(COMPLETED_EACH + OPEN_EACH, len(versions)))
            for place, version in enumerate(picked):
                completed = place < COMPLETED_EACH
                began = now - timedelta(days=random.randint(40, 720) if completed else random.randint(1, 40))
                yield Registration(
                    key=UUID(int=random.getrandbits(128)),
                    user=user,
                    course_id=version.course_id,
                    version=version,
                    state=Registration.State.COMPLETED if completed else Registration.State.ENROLLED,
                    source=Registration.Source.RULE,
                    created_at=began,
                    completed_at=began + timedelta(days=random.randint(1, 30)) if completed else None,
                    due_on=None if completed else today + timedelta(days=random.randint(-20, 60)),
                    lessons_done=LESSONS if completed else 0,
                    lessons_required=LESSONS,
                )

    _bulk(Registration, rows())


def _lessons() -> None:
    """Ten completed lessons for each completed registration, by the database itself."""
    table, source = (connection.ops.quote_name(one._meta.db_table) for one in (LessonState, Registration))
    empty = "'{}'::jsonb" if connection.vendor == "postgresql" else "'{}'"
    numbers = " UNION ALL ".join(f"SELECT {n} AS number" for n in range(LESSONS))
    changed = [field.name for field in LessonState._meta.get_fields() if getattr(field, "column", None)]
    plain = {"registration", "lesson", "progress", "opened_at", "completed_at"}
    others = [
        field
        for field in LessonState._meta.concrete_fields
        if field.name in changed and not field.primary_key and field.name not in plain and not field.null
    ]
    extra = "".join(f", {field.column}" for field in others)
    values = "".join(f", {_literal(field.get_default())}" for field in others)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (registration_id, lesson, progress, opened_at, completed_at{extra}) "
            f"SELECT r.id, 'lesson-' || n.number, {empty}, r.created_at, r.completed_at{values} "
            f"FROM {source} r CROSS JOIN ({numbers}) n WHERE r.completed_at IS NOT NULL"
        )


def _literal(value: object) -> str:
    if isinstance(value, bool):
        return ("TRUE" if value else "FALSE") if connection.vendor == "postgresql" else str(int(value))
    return str(value) if isinstance(value, int) else f"'{value}'"


def _certified(
    random: Random, mark: str, department: Department, people: list[User], versions: list[CourseVersion]
) -> None:
    today = timezone.localdate()
    schemes = []
    for number in range(3):
        made = CertificationScheme(code=f"s{number}-{mark}", title=f"Certification {number}", department=department)
        made.save()
        schemes.append(made)
    _bulk(
        Certification,
        (
            Certification(
                user=user,
                scheme=scheme,
                cycle=1,
                valid_from=today - timedelta(days=365),
                expires_on=today + timedelta(days=random.randint(-30, 700)),
            )
            for user in people
            for scheme in random.sample(schemes, 2)
        ),
    )
    framework = CompetencyFramework.objects.create(name=f"Frame {mark}", department=department)
    competencies = [
        Competency.objects.create(framework=framework, code=f"c{n}-{mark}", name=f"Competency {n:02}")
        for n in range(20)
    ]
    for number, one in enumerate(competencies):
        LevelRule.objects.create(competency=one, level=3, course_id=versions[number % len(versions)].course_id)
    for role in JobRole.objects.order_by("pk"):
        profile = RoleProfile.objects.create(role=role, department=department)
        for one in random.sample(competencies, 10):
            RoleProfileLine.objects.create(profile=profile, competency=one, level=random.randint(1, 4))
    _bulk(
        CompetencyEvidence,
        (
            CompetencyEvidence(
                user=user,
                competency=one,
                level=random.randint(1, 4),
                source="course",
                origin="course:1",
                key="bench",
                shown_on=today - timedelta(days=90),
                expires_on=today + timedelta(days=random.randint(10, 700)),
            )
            for user in people
            for one in random.sample(competencies, 8)
        ),
    )
    standard = DealerStandard(code=f"d-{mark}", title="Two certified", department=department, in_force=True)
    standard.rules.set([StandardRule(scheme=scheme, number=2) for scheme in schemes])
    standard.save()
    issue_version(standard=standard, actor=None)
