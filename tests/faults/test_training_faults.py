"""The database, the web server or a worker dies in the middle of what a learner or a job does: it happens whole, or not
at all and again. And 200 requests for the last seat, over the wire: exactly one has it.

The middle is found without a hook in the code: another connection holds a lock that the work has to wait for.
"""

from __future__ import annotations

import http.client
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Thread

import psycopg
import pytest

from tests.faults.portal_process import PortalProcess, until
from tests.faults.training_world import built
from tests.faults.web_process import post

pytestmark = [pytest.mark.fault, pytest.mark.services, pytest.mark.timeout(400, func_only=True)]
REQUESTS = 200
WAITING_PLACES = 5
POINTS = {
    "before anything": "SELECT 1 FROM training_assessments_attempt WHERE id = {attempt} FOR UPDATE",
    "before the marks": "LOCK TABLE training_assessments_mark IN EXCLUSIVE MODE",
    "between the marks and what is recorded": "LOCK TABLE core_event IN EXCLUSIVE MODE",
    "before the course hears of it": "SELECT 1 FROM training_courses_registration WHERE id = {registration} FOR UPDATE",
}


@contextmanager
def held(portal: PortalProcess, lock: str) -> Iterator[psycopg.Connection]:
    """Another connection holds this lock. It is given back, or lost with the server."""
    connection = psycopg.connect(portal.postgres.url, connect_timeout=5)
    try:
        connection.execute(lock)  # type: ignore[call-overload]
        yield connection
    finally:
        connection.close()


def waits_for_a_lock(portal: PortalProcess, many: int = 1) -> None:
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    until(lambda: portal.sql(waiting) == [(many,)], seconds=180, what="somebody who waits for the lock")


def nobody_is_at_it(portal: PortalProcess) -> None:
    open_ = "SELECT count(*) FROM pg_stat_activity WHERE xact_start IS NOT NULL AND pid <> pg_backend_pid()"
    until(
        lambda: portal.sql(open_ + " AND backend_type = 'client backend'") == [(0,)], seconds=180, what="an end of it"
    )


def what_is_kept(portal: PortalProcess, attempt: int) -> tuple[str, int, int, int]:
    """The state of the attempt, its answers, its marks, and how often it is recorded as handed in."""
    ((kept,),) = portal.sql(
        "SELECT (a.state, (SELECT count(*) FROM training_assessments_response r JOIN training_assessments_attemptitem i"
        " ON i.id = r.item_id WHERE i.attempt_id = a.id AND r.sequence > 0), (SELECT count(*)"
        " FROM training_assessments_mark m JOIN training_assessments_attemptitem i ON i.id = m.item_id"
        " WHERE i.attempt_id = a.id), (SELECT count(*) FROM core_event e WHERE e.verb = 'attempt.handed_in'"
        " AND e.subject = 'attempt:' || a.id))::text FROM training_assessments_attempt a WHERE a.id = %s",
        attempt,
    )
    state, *counts = kept.strip("()").split(",")
    return state, *map(int, counts)  # type: ignore[return-value]


@pytest.mark.parametrize("victim", ["the database", "the web server"])
@pytest.mark.parametrize("point", POINTS)
def test_killed_while_handing_in(portal: PortalProcess, point: str, victim: str) -> None:
    made = built(portal, "attempt")
    attempt, address = made["attempt"], f"/training/attempts/{made['attempt']}/hand-in"
    portal.web.start()
    with ThreadPoolExecutor(1) as browser, held(portal, POINTS[point].format(**made)):
        handed_in = browser.submit(post, portal.web, session=made["cookie"], path=address)
        waits_for_a_lock(portal)
        if victim == "the database":
            portal.postgres.kill()
        else:
            portal.web.kill()
        assert not went_well(handed_in)
    if victim == "the database":
        portal.postgres.start()
    else:
        nobody_is_at_it(portal)
        portal.web.start()
    assert what_is_kept(portal, attempt) == ("in_progress", 2, 0, 0)
    for _again in range(2):
        assert post(portal.web, session=made["cookie"], path=address).status == 302
        assert what_is_kept(portal, attempt) == ("graded", 2, 2, 1)
    state = portal.sql("SELECT state FROM training_courses_registration WHERE id = %s", made["registration"])
    assert state == [("completed",)]


def went_well(request: Future[object]) -> bool:
    """Whether the person was told that it is handed in."""
    try:
        return request.result(timeout=120).status == 302  # type: ignore[attr-defined]
    except (OSError, http.client.HTTPException):
        return False


def test_of_200_requests_for_the_last_seat_exactly_one_wins(portal: PortalProcess) -> None:
    made = built(portal, "last_seat", people=REQUESTS, waiting_places=WAITING_PLACES)
    portal.web.start()
    path = f"/training/sessions/{made['session']}/book"
    with ThreadPoolExecutor(REQUESTS) as crowd:
        replies = list(crowd.map(lambda cookie: post(portal.web, session=cookie, path=path), made["cookies"]))
    assert Counter(one.status for one in replies) == {302: REQUESTS}
    states = "SELECT state, count(*) FROM training_sessions_booking WHERE session_id = %s GROUP BY state ORDER BY state"
    assert portal.sql(states, made["session"]) == [("booked", 1), ("waitlisted", WAITING_PLACES)]


def test_a_worker_killed_in_the_middle_of_an_enrolment_run(portal: PortalProcess) -> None:
    made = built(portal, "enrolment_run", people=1200)
    enrolled = "SELECT count(*), count(DISTINCT user_id) FROM training_courses_registration WHERE course_id = %s"
    lock = "LOCK TABLE core_event IN EXCLUSIVE MODE"
    with held(portal, lock) as first, psycopg.connect(portal.postgres.url) as second:
        portal.start_worker()
        waits_for_a_lock(portal)
        # Locks are given in the order of asking: this one comes after the first piece, and before the second.
        next_ = Thread(target=second.execute, args=(lock,))
        next_.start()
        waits_for_a_lock(portal, 2)
        first.rollback()
        next_.join()
        waits_for_a_lock(portal)
        assert portal.sql(enrolled, made["course"]) == [(500, 500)]
        portal.kill_workers()
    nobody_is_at_it(portal)
    assert portal.sql(enrolled, made["course"]) == [(500, 500)]
    portal.sql("UPDATE training_enrolment_rulerun SET beat_at = beat_at - interval '1 hour' RETURNING id")
    portal.start_worker()
    done = "SELECT made, looked_at FROM training_enrolment_rulerun WHERE id = %s AND state = 'done'"
    assert until(lambda: portal.sql(done, made["run"]), seconds=200, what="the end of the run") == [(1200, 1200)]
    assert portal.sql(enrolled, made["course"]) == [(1200, 1200)]
