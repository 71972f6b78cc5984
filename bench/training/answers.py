"""Saving answers: 500 people in one timed assessment, an answer every ten seconds each, over HTTP to gunicorn with
production settings and the database of the run.

    DATABASE_URL=postgres://... python -m bench.training answers

Each save is due at a fixed time, whether the one before has been answered or not, and is timed from when it was due: a
server that falls behind cannot hide it.

No peer runs beside it: Moodle is PHP, and no registry that we use carries it. What is published of it (for example the
load tests of Moodle 4.5 by Udelar, 2026: 2,000 people on a web server of 12 processors and a database of 4) times whole
pages of a quiz on other machines, so no figure of it stands in the table.
"""

from __future__ import annotations

import asyncio
import json
import os
import time
from dataclasses import dataclass, field
from uuid import uuid4

import requests
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench import production
from bench.table import Row, quantile
from portal.network.departments import create_department
from portal.network.models import User
from training.assessments.api import begin
from training.assessments.models import Assessment, Response, Section, Slot
from training.bank.editing import Facts, create_question, move_to
from training.bank.models import Category, Question
from training.bank.shapes import Choice, Option

PEOPLE = int(os.environ.get("BENCH_PEOPLE", "500"))
SECONDS = int(os.environ.get("BENCH_SECONDS", "60"))
EVERY_SECONDS = 10.0
QUESTIONS = 20
LIMIT_MS = 150.0
MOST_STATEMENTS = 8
WORKERS, THREADS = 2, 4
OPTIONS = "abcd"
CSRF = "c" * 32


@dataclass
class Taker:
    """A person in the assessment: the session, the attempt, and what the server has confirmed of each question."""

    user: User
    attempt: int
    cookie: str
    confirmed: dict[int, int] = field(default_factory=dict)


@dataclass
class Load:
    """What came of the saves: how long each took, in ms, and how many were not confirmed."""

    milliseconds: list[float] = field(default_factory=list)
    failed: int = 0


def measure() -> list[Row]:
    """The rows of this benchmark."""
    takers = people_in_an_assessment()
    statements(takers[0])  # The first request of a process reads what is kept for the others.
    few = statements(takers[0])
    began = Response.objects.count()
    environment = {
        "DJANGO_SETTINGS_MODULE": "portal.conf.settings.production",
        # That of this process, with which the sessions are signed.
        "SECRET_KEY": settings.SECRET_KEY,
        "ALLOWED_HOSTS": "127.0.0.1",
        "SECURE_SSL_REDIRECT": "0",
        "BEHIND_TLS_PROXY": "0",
    }
    with production.web(environment, workers=WORKERS, threads=THREADS) as (address, _pid):
        load = asyncio.run(_run(int(address.rpartition(":")[2]), takers))
    many = statements(takers[0])
    kept = Response.objects.count() - began - 1
    whole = kept == len(load.milliseconds) and not load.failed and _newest_is_kept(takers)
    p95, p50 = quantile(load.milliseconds, 0.95), quantile(load.milliseconds, 0.5)
    rate = len(load.milliseconds) / SECONDS
    return [
        Row(
            f"Saving an answer, {PEOPLE} people, {rate:.0f}/s for {SECONDS} s, p95 ({connection.vendor})",
            f"{p95:.0f} ms (median {p50:.0f})",
            "",
            "",
            f"<= {LIMIT_MS:.0f} ms",
            p95 <= LIMIT_MS,
        ),
        Row("  saves lost", f"{load.failed} of {len(load.milliseconds) + load.failed}", "", "", "none", whole),
        Row(
            "  statements of a save, before and after",
            f"{few}, {many}",
            "",
            "",
            f"<= {MOST_STATEMENTS}, constant",
            few == many <= MOST_STATEMENTS,
        ),
    ]


def people_in_an_assessment() -> list[Taker]:
    """An assessment of single-choice questions with an hour for it, and people who have begun."""
    mark = uuid4().hex[:6]
    department = create_department(code=f"bench-{mark}", name="Bench")
    category = Category.objects.create(name="Bench", department=department)
    assessment = Assessment.objects.create(title="Bench", department=department, time_limit_seconds=3600)
    section = Section.objects.create(assessment=assessment)
    for number in range(QUESTIONS):
        options = tuple(Option(id=one, text={"en": one}, fraction=float(one == "a")) for one in OPTIONS)
        asked = Choice(stem={"en": f"Question {number}"}, options=options)
        made = create_question(actor=None, category=category, facts=Facts(name=f"Question {number}"), asked=asked)
        move_to(actor=None, question=made, state=Question.State.READY)
        Slot.objects.create(section=section, position=number, question=made)
    User.objects.bulk_create([User(username=f"{mark}-{n}", email=f"{mark}-{n}@example.com") for n in range(PEOPLE)])
    takers = []
    for user in User.objects.filter(username__startswith=f"{mark}-").order_by("pk"):
        attempt = begin(user=user, assessment=assessment, purpose="bench", language="en")
        takers.append(Taker(user, attempt.pk, _signed_in(user)))
    return takers


def statements(taker: Taker) -> int:
    """The statements of one save of the last question, with all that a request brings."""
    browser = Client()
    browser.cookies["sessionid"] = taker.cookie
    position = QUESTIONS - 1
    with CaptureQueriesContext(connection) as captured:
        answer = browser.post(
            reverse("attempts:answer", args=[taker.attempt, position]),
            _body(taker, position),
            content_type="application/json",
        )
    assert answer.status_code == 200, answer.content
    taker.confirmed[position] = answer.json()["sequence"]
    return len(captured)


async def _run(port: int, takers: list[Taker]) -> Load:
    await _warm(port)
    load, begins = Load(), time.perf_counter() + 1
    pause = EVERY_SECONDS / len(takers)
    await asyncio.gather(*(_answer(port, taker, load, begins + number * pause) for number, taker in enumerate(takers)))
    return load


async def _warm(port: int) -> None:
    """Until every process of the server has loaded the portal."""
    address = f"http://127.0.0.1:{port}/healthz"
    await asyncio.gather(*(asyncio.to_thread(requests.get, address, timeout=120) for _one in range(8 * WORKERS)))


async def _answer(port: int, taker: Taker, load: Load, begins: float) -> None:
    """One person: each question twice, so that every second save goes on from one that the server has."""
    for turn in range(int(SECONDS / EVERY_SECONDS)):
        due = begins + turn * EVERY_SECONDS
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        position = turn // 2
        sequence = await _save(port, taker, position)
        if sequence is None:
            load.failed += 1
        else:
            taker.confirmed[position] = sequence
            load.milliseconds.append(1000 * (time.perf_counter() - due))


async def _save(port: int, taker: Taker, position: int) -> int | None:
    """The sequence that the server gave; None when it did not confirm the save."""
    body = _body(taker, position).encode()
    path = reverse("attempts:answer", args=[taker.attempt, position])
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: application/json\r\n"
        f"Cookie: sessionid={taker.cookie}; csrftoken={CSRF}\r\nX-CSRFToken: {CSRF}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(head.encode() + body)
        answer = await asyncio.wait_for(reader.read(), 60)
        writer.close()
    except (OSError, TimeoutError):
        return None
    head_of_it, _blank, content = answer.partition(b"\r\n\r\n")
    return int(json.loads(content)["sequence"]) if head_of_it.startswith(b"HTTP/1.1 200") else None


def _body(taker: Taker, position: int) -> str:
    based_on = taker.confirmed.get(position, 0)
    return json.dumps({"answer": {"option": OPTIONS[based_on % 4]}, "key": uuid4().hex, "based_on": based_on})


def _newest_is_kept(takers: list[Taker]) -> bool:
    """Whether the newest answer of each question is the one that the server confirmed."""
    rows = Response.objects.order_by("sequence").values_list("item__attempt", "item__position", "sequence")
    newest = {(attempt, position): sequence for attempt, position, sequence in rows if sequence}
    said = {(one.attempt, position): number for one in takers for position, number in one.confirmed.items()}
    return all(newest.get(key) == number for key, number in said.items())


def _signed_in(user: User) -> str:
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)
