"""Item analysis: 100,000 attempts of 40 questions, from the rows of the database to what is kept.

    DJANGO_SETTINGS_MODULE=... python -m bench.training.items [attempts]

runs it alone, on the configured database, in which it leaves its rows: use a scratch one.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from bench.table import Row, show

ATTEMPTS = 100_000
QUESTIONS = 40
LIMIT_SECONDS = 10.0
_BATCH = 20_000
_OPTIONS = "abcd"


def measure(attempts: int = ATTEMPTS) -> list[Row]:
    """The rows of item analysis."""
    from training.evaluation.analyses import request_analysis, run
    from training.evaluation.digesting import catch_up

    assessment_id = _assessment()
    _rows(assessment_id, attempts)
    started = time.perf_counter()
    catch_up(assessment_id)
    packed = time.perf_counter() - started
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    analysis = request_analysis(actor=None, assessment_id=assessment_id, first_only=False)
    started = time.perf_counter()
    with CaptureQueriesContext(connection) as statements:
        run(analysis_id=analysis.pk)
    seconds = time.perf_counter() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - before
    analysis.refresh_from_db()
    assert analysis.attempts == attempts, analysis.attempts
    label = f"item analysis, {attempts:,} attempts x {QUESTIONS} questions ({connection.vendor})"
    return [
        Row(label, f"{seconds:.1f} s", "", "", f"<= {LIMIT_SECONDS:.0f} s", seconds <= LIMIT_SECONDS),
        Row("  packing attempts scored before there were digests, once", f"{packed:.0f} s", "", "", "", None),
        Row("  memory beyond the start, statements", f"{memory:.0f} MB, {len(statements)}", "", "", "", None),
    ]


def _assessment() -> int:
    from portal.network.departments import create_department
    from training.assessments.models import Assessment
    from training.bank.editing import Facts, create_question
    from training.bank.models import Category
    from training.bank.shapes import Choice, Option

    department = create_department(code=f"bench-{int(time.time())}", name="Bench")
    category = Category.objects.create(name="Bench", department=department)
    for number in range(QUESTIONS):
        options = tuple(Option(id=one, text={"en": one}, fraction=float(one == "a")) for one in _OPTIONS)
        asked = Choice(stem={"en": f"Question {number}"}, options=options)
        create_question(actor=None, category=category, facts=Facts(name=f"Question {number}"), asked=asked)
    return Assessment.objects.create(title="Bench", department=department).pk


def _rows(assessment_id: int, attempts: int) -> None:
    """Attempts by people whose ability differs, with opened and answered questions and their marks."""
    from portal.network.models import User
    from training.assessments.models import Assessment, Attempt, AttemptItem, Mark, Response
    from training.bank.models import QuestionVersion

    rng = random.Random(7)
    department = Assessment.objects.get(pk=assessment_id).department_id
    versions = list(
        QuestionVersion.objects.filter(question__category__department=department).values_list("pk", flat=True)
    )
    user = User.objects.create(username=f"bench-{time.time()}")
    start = datetime(2026, 1, 5, 8, tzinfo=UTC)
    first = {
        model: (model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
        for model in (Attempt, AttemptItem, Response, Mark)
    }
    results = [_result(rng) for _attempt in range(attempts)]

    def tries() -> Iterator[tuple[Any, ...]]:
        for n, right in enumerate(results):
            at, share = start + timedelta(minutes=n), sum(right) / QUESTIONS
            yield (
                first[Attempt] + n,
                assessment_id,
                user.pk,
                "bench",
                n % 30_000 + 1,
                str(n),
                "en",
                "{}",
                "graded",
                at,
                at,
                at + timedelta(minutes=30),
                "person",
                sum(right),
                QUESTIONS,
                share,
                share >= 0.8,
            )

    def items() -> Iterator[tuple[Any, ...]]:
        for n in range(attempts):
            for position, version in enumerate(versions):
                yield (first[AttemptItem] + n * QUESTIONS + position, first[Attempt] + n, position, 0, version, "[]", 1)

    def marks() -> Iterator[tuple[Any, ...]]:
        for n, right in enumerate(results):
            for position, one in enumerate(right):
                at = n * QUESTIONS + position
                yield (first[Mark] + at, first[AttemptItem] + at, "automatic", one, False, "{}", "", "", start)

    def responses() -> Iterator[tuple[Any, ...]]:
        for n, right in enumerate(results):
            opened = start + timedelta(minutes=n)
            for position, one in enumerate(right):
                at, item = 2 * (n * QUESTIONS + position), first[AttemptItem] + n * QUESTIONS + position
                chosen = "a" if one else rng.choice("bcd")
                yield (first[Response] + at, item, 0, "null", 0, opened, "opened")
                opened += timedelta(seconds=rng.randint(5, 90))
                yield (first[Response] + at + 1, item, 1, f'{{"option": "{chosen}"}}', 0, opened, f"bench-{at}")

    with transaction.atomic():
        _insert(
            Attempt,
            "id assessment_id user_id purpose number seed language rules state created_at started_at submitted_at ended_by points most_points share passed",
            _numbered(tries()),
        )
        _insert(AttemptItem, "id attempt_id position section question_version_id option_order points", items())
        _insert(Mark, "id item_id source fraction left_out levels comment reason graded_at", marks())
        _insert(Response, "id item_id sequence answer hints_used saved_at client_key", responses())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _numbered(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Thirty thousand attempts for each purpose: an attempt's number is a small integer."""
    for n, row in enumerate(rows):
        yield (*row[:3], f"bench:{n // 30_000}", *row[4:])


def _result(rng: random.Random) -> list[int]:
    ability = rng.gauss(0.7, 0.15)
    return [int(rng.random() < ability - 0.004 * question) for question in range(QUESTIONS)]


def _insert(model: Any, columns: str, rows: Iterator[tuple[Any, ...]]) -> None:
    names = columns.split()
    into = f"{model._meta.db_table} ({', '.join(names)})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        sql = f"INSERT INTO {into} VALUES ({', '.join(['%s'] * len(names))})"
        while batch := list(islice(rows, _BATCH)):
            cursor.executemany(sql, batch)


if __name__ == "__main__":
    import django

    django.setup()
    sys.exit(0 if show(measure(int(sys.argv[1]) if len(sys.argv) > 1 else ATTEMPTS)) else 1)
