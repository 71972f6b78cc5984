"""Groups of people side by side: by dealer and region on the day of the attempt, and by version of the course.

A group of fewer than SMALLEST people is not shown, nor one from which a hidden group could be worked out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np

from portal.network.models import Membership
from training.assessments.models import Attempt
from training.courses.models import Registration
from training.evaluation.models import AttemptDigest
from training.evaluation.reading import Tries

SMALLEST = 5
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Group:
    """`people` in it, who made `n` attempts: their mean score and how many passed."""

    id: int
    people: int
    n: int
    mean: float
    passed: int


@dataclass(frozen=True, slots=True)
class Compared:
    """The groups that may be shown, by the id of what they have in common, and how many people are in the others."""

    shown: list[Group]
    hidden: int


@dataclass(slots=True)
class _Sums:
    people: set[int] = field(default_factory=set)
    n: int = 0
    score: float = 0.0
    passed: int = 0


def compare(tries: Tries, assessment_id: int) -> dict[str, Compared]:
    """By "dealer", "region" and "version". Two statements."""
    dealers, regions = _workplaces(tries, assessment_id)
    return {
        "dealer": _compared(tries, dealers),
        "region": _compared(tries, regions),
        "version": _compared(tries, _versions(tries, assessment_id)),
    }


def may_be_shown(people: Mapping[Key, int]) -> set[Key]:
    """The groups that may be shown, of all groups with their numbers of people. Those that are too small are hidden
    and, while all that are hidden are together too few, the smallest of the others as well: whoever knows the sum
    cannot take the rest from it."""
    shown = {key for key, count in people.items() if count >= SMALLEST}
    hidden = sum(count for key, count in people.items() if key not in shown)
    for key in sorted(shown, key=lambda one: (people[one], str(one))):
        if not 0 < hidden < SMALLEST:
            break
        shown.discard(key)
        hidden += people[key]
    return shown


def _compared(tries: Tries, keys: Iterable[int | None]) -> Compared:
    sums: dict[int, _Sums] = defaultdict(_Sums)
    for key, user, share, passed in zip(
        keys, tries.user.tolist(), tries.share.tolist(), tries.passed.tolist(), strict=True
    ):
        if key is not None:
            one = sums[key]
            one.people.add(user)
            one.n += 1
            one.score += share
            one.passed += passed
    shown = may_be_shown({key: len(one.people) for key, one in sums.items()})
    return Compared(
        shown=[
            Group(id=key, people=len(one.people), n=one.n, mean=one.score / one.n, passed=one.passed)
            for key, one in sorted(sums.items())
            if key in shown
        ],
        hidden=len(set().union(*(one.people for key, one in sums.items() if key not in shown))),
    )


def _workplaces(tries: Tries, assessment_id: int) -> tuple[list[int | None], list[int | None]]:
    """The dealer and the region of each attempt: those of the membership that held on its day, the newest of
    several."""
    people = Attempt.objects.filter(assessment=assessment_id).values("user")
    held = defaultdict(list)
    rows = Membership.objects.filter(user__in=people).order_by("-starts", "-pk")
    for user, dealer, region, starts, ends in rows.values_list(
        "user_id", "dealer_id", "dealer__region_id", "starts", "ends"
    ):
        held[user].append((np.datetime64(starts), None if ends is None else np.datetime64(ends), dealer, region))
    dealers: list[int | None] = []
    regions: list[int | None] = []
    for user, day in zip(tries.user.tolist(), tries.day, strict=True):
        found = next(
            (
                (dealer, region)
                for starts, ends, dealer, region in held[user]
                if starts <= day and (ends is None or day <= ends)
            ),
            (None, None),
        )
        dealers.append(found[0])
        regions.append(found[1])
    return dealers, regions


def _versions(tries: Tries, assessment_id: int) -> list[int | None]:
    """The version of the course that each attempt was part of, if it was part of one."""
    named = AttemptDigest.objects.filter(assessment=assessment_id, registration__isnull=False).values("registration")
    version = dict(Registration.objects.filter(pk__in=named).values_list("pk", "version_id"))
    return [version.get(one) for one in tries.registration.tolist()]
