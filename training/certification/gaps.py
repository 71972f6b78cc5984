"""What people have still to do in curricula: the items, opened up to courses and certifications."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from training.certification.earning import Assessment, earned_by, paths_of
from training.certification.paths import Item


@dataclass(frozen=True, slots=True)
class Missing:
    """Something to do. `chosen`: one of several of which some are enough."""

    item: Item
    chosen: bool


def missing_in(assessed: Assessment, curriculum_ids: Iterable[int]) -> list[Missing]:
    """What is missing, in the order of the paths, without repetition; curricula within them are opened up."""
    found: dict[Item, bool] = {}
    waiting, seen = list(curriculum_ids), set()
    while waiting:
        curriculum_id = waiting.pop(0)
        if curriculum_id in seen:
            continue
        seen.add(curriculum_id)
        inner: list[int] = []
        for met in assessed.reached(curriculum_id).sets:
            if not met.demand.required or met.complete:
                continue
            chosen = met.demand.needed < len(met.demand.items)
            for item in met.next:
                if item.kind == "curriculum":
                    inner.append(item.id)
                else:
                    found[item] = found.get(item, True) and chosen
        waiting = inner + waiting
    return [Missing(item, chosen) for item, chosen in found.items()]


def missing_of(
    *, user_ids: Collection[int], curriculum_ids: Collection[int], since: datetime | None = None
) -> dict[int, list[Missing]]:
    """What each of these people has still to do to complete the curricula. With `since`, only what was learnt after it
    counts. As many statements for many people as for one."""
    paths = paths_of(curriculum_ids)
    return {
        user_id: missing_in(Assessment(paths, earned, since), curriculum_ids)
        for user_id, earned in earned_by(user_ids).items()
    }
