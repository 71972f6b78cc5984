"""A worker dies in the middle of announcing to many: everybody is told once all the same."""

from __future__ import annotations

from threading import Thread

import psycopg
import pytest

from tests.faults.duties_world import built
from tests.faults.portal_process import PortalProcess, until
from tests.faults.test_training_faults import held, nobody_is_at_it, waits_for_a_lock

pytestmark = [pytest.mark.fault, pytest.mark.services, pytest.mark.timeout(400, func_only=True)]
PEOPLE = 2500


def test_a_worker_killed_in_the_middle_of_announcing(portal: PortalProcess) -> None:
    key = f"edition:{built(portal, 'told_of', people=PEOPLE)}:in_force"
    told = "SELECT count(*), count(DISTINCT user_id) FROM training_notices_notice WHERE key = %s"
    lock = f"SELECT FROM announcing_announcement WHERE key = '{key}' FOR UPDATE"
    # The worker has other work too, which the faults before this one left: only this announcement is in its way.
    portal.manage("shell", "-v0", "-c", "from content.announcing.tasks import sweep; sweep()")
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
        assert portal.sql(told, key) == [(1000, 1000)]
        portal.kill_workers()
    nobody_is_at_it(portal)
    assert portal.sql(told, key) == [(1000, 1000)]
    portal.sql("UPDATE announcing_announcement SET beat_at = beat_at - interval '1 hour' RETURNING id")
    portal.start_worker()
    portal.manage("shell", "-v0", "-c", "from content.announcing.tasks import sweep; sweep()")
    done = "SELECT told FROM announcing_announcement WHERE key = %s AND state = 'done'"
    assert until(lambda: portal.sql(done, key), seconds=200, what="the end of it") == [(PEOPLE,)]
    assert portal.sql(told, key) == [(PEOPLE, PEOPLE)]
