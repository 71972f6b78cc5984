"""A worker is killed in the middle of asking 20,000 people to confirm: each has exactly one duty and one notice in the
end.

The middle is found without a hook in the code: another connection holds a lock that the work has to wait for.
"""

from __future__ import annotations

from threading import Thread

import psycopg
import pytest

from content.acknowledgement.rounds import PIECE
from tests.faults.duties_world import built
from tests.faults.portal_process import PortalProcess, until
from tests.faults.test_training_faults import held, nobody_is_at_it, waits_for_a_lock

pytestmark = [pytest.mark.fault, pytest.mark.services, pytest.mark.timeout(600, func_only=True)]
PEOPLE = 20_000
LOCK = "LOCK TABLE acknowledgement_touched IN EXCLUSIVE MODE"


def counted(portal: PortalProcess, edition: int) -> tuple[int, int, int]:
    """Duties of the edition, notices of it, and people who have one of them."""
    duties = "SELECT count(*) FROM acknowledgement_duty WHERE edition_id = %s"
    notices = "SELECT count(*), count(DISTINCT user_id) FROM training_notices_notice WHERE key = %s"
    ((number,),) = portal.sql(duties, edition)
    ((told, people),) = portal.sql(notices, f"duty:{edition}:given")
    return number, told, people


def test_a_worker_killed_in_the_middle_of_20_000_notices(portal: PortalProcess) -> None:
    made = built(portal, "asked_of", people=PEOPLE)
    with held(portal, LOCK) as first, psycopg.connect(portal.postgres.url) as second:
        portal.start_worker()
        waits_for_a_lock(portal)
        # Locks are given in the order of asking: this one comes after the first piece, and before the second.
        next_ = Thread(target=second.execute, args=(LOCK,))
        next_.start()
        waits_for_a_lock(portal, 2)
        first.rollback()
        next_.join()
        waits_for_a_lock(portal)
        assert counted(portal, made["edition"]) == (PIECE, PIECE, PIECE)
        portal.kill_workers()
    nobody_is_at_it(portal)
    assert counted(portal, made["edition"]) == (PIECE, PIECE, PIECE)
    portal.sql("UPDATE acknowledgement_round SET beat_at = beat_at - interval '1 hour' RETURNING id")
    portal.manage("shell", "-c", "from content.acknowledgement import rounds; rounds.begin_due()")
    portal.start_worker()
    portal.start_worker()
    done = "SELECT id FROM acknowledgement_round WHERE id = %s AND state = 'done'"
    until(lambda: portal.sql(done, made["round"]), seconds=400, what="the end of the round")
    assert counted(portal, made["edition"]) == (PEOPLE, PEOPLE, PEOPLE)
