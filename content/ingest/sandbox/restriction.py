"""What a child may use of the machine. Set before it opens anything; hard limits can only be lowered from then on."""

from __future__ import annotations

import math
import resource
import signal

from content.ingest.extraction.api import Limits

GRACE_SECONDS = 5
HELD_JOBS = 10
"""The hard limit of processor time of a child that is kept for further jobs, in jobs that take all of theirs."""
MOST_RESIDENT_KB = 192 * 1024
"""A child that has become larger takes no further job: the next one is not to fail for what was drawn before."""


def restrict(limits: Limits, *, jobs: int = 1) -> None:
    """Begin the first of at most `jobs` jobs."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds * jobs + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.file_bytes, limits.file_bytes))
    _watch(limits)


def may_go_on(limits: Limits) -> bool:
    """Whether a further job would find enough left."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    return _seconds_with(limits) <= hard and used.ru_maxrss <= MOST_RESIDENT_KB


def renew(limits: Limits) -> None:
    """Begin a further job with its own share of time."""
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (min(_seconds_with(limits), hard), hard))
    _watch(limits)


def _seconds_with(limits: Limits) -> int:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return math.ceil(used.ru_utime + used.ru_stime) + limits.cpu_seconds


def _watch(limits: Limits) -> None:
    # The caller watches the clock; this is for the case that the caller is gone.
    signal.setitimer(signal.ITIMER_REAL, limits.wall_seconds + GRACE_SECONDS)
