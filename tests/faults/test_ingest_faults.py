"""Workers are killed and servers stopped in the middle of reading a manual: nothing is lost, and nobody has to help."""

from __future__ import annotations

import os
import signal

import pytest

from tests.faults.portal_process import PortalProcess, long_manual, scanned_manual, until

pytestmark = [pytest.mark.fault, pytest.mark.services, pytest.mark.timeout(400, func_only=True)]
PAGES = 300


def test_a_killed_worker_loses_one_block_and_the_next_worker_finishes(portal: PortalProcess) -> None:
    edition = portal.upload("worker", scanned_manual("worker", pages=3))
    portal.start_worker()
    block = until(lambda: portal.working_block(edition, "recognition"), seconds=60, what="a block in work")
    portal.kill_workers()
    assert portal.working_block(edition, "recognition") == block, "The block had ended before the worker was killed."
    portal.start_worker()
    portal.finishes(edition, pages=3)


def test_a_killed_task_process_is_replaced_and_its_block_done_again(portal: PortalProcess) -> None:
    edition = portal.upload("process", scanned_manual("process", pages=2))
    worker = portal.start_worker()
    block = until(lambda: portal.working_block(edition, "recognition"), seconds=60, what="a block in work")
    os.kill(portal.task_process(worker), signal.SIGKILL)
    assert portal.working_block(edition, "recognition") == block, "The block had ended before the process was killed."
    portal.finishes(edition, pages=2)
    assert portal.sql("SELECT attempts >= 2 FROM ingest_block WHERE id = %s", block) == [(True,)]


def test_search_stopped_meanwhile_delays_finding_and_nothing_else(portal: PortalProcess) -> None:
    portal.elasticsearch.stop()
    edition = portal.upload("search", long_manual("search", pages=20))
    portal.start_worker()
    until(lambda: portal.state(edition) == "ready", seconds=60, what="ready")
    owed = "SELECT count(*) FROM core_outboxentry WHERE status <> 'confirmed' AND attempts > 0"
    until(lambda: portal.sql(owed) > [(0,)], seconds=60, what="a delivery that failed")
    portal.elasticsearch.start()
    portal.finishes(edition, pages=20)


def test_the_queue_stopped_during_upload_and_reading(portal: PortalProcess) -> None:
    portal.redis.kill()
    edition = portal.upload("queue", long_manual("queue", pages=PAGES))
    assert portal.state(edition) == "received"
    portal.start_worker()
    portal.redis.start()
    until(lambda: portal.working_block(edition, "text"), seconds=60, what="a block in work")
    portal.redis.kill()
    portal.redis.start()
    portal.finishes(edition, pages=PAGES, seconds=90)


def test_the_store_stopped_before_reading(portal: PortalProcess) -> None:
    edition = portal.upload("store", long_manual("store", pages=20))
    portal.s3.kill()
    portal.start_worker()
    given_back = (
        "SELECT count(*) FROM ingest_block WHERE edition_id = %s AND started_at IS NOT NULL AND state = 'waiting'"
    )
    until(lambda: portal.sql(given_back, edition) == [(1,)], seconds=60, what="a block that was given back")
    assert portal.state(edition) == "received"
    portal.s3.start()
    portal.finishes(edition, pages=20)


def test_the_database_killed_while_reading(portal: PortalProcess) -> None:
    edition = portal.upload("database", long_manual("database", pages=PAGES))
    portal.start_worker()
    until(lambda: portal.working_block(edition, "text"), seconds=60, what="a block in work")
    portal.postgres.kill()
    portal.postgres.start()
    portal.finishes(edition, pages=PAGES, seconds=90)
