"""What is wrong with a programme: pure, in the order in which it is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from content.marketing.campaigns.programme import WHOLE, PlannedPhase

SENTENCES: dict[str, str | Promise] = {
    "undated": _("Phase “%(name)s” has no beginning or no end."),
    "reversed": _("Phase “%(name)s” ends before it begins."),
    "outside": _("Phase “%(name)s” lies outside the campaign."),
    "order": _("Phase “%(name)s” begins before “%(other)s”, which stands above it."),
    "overlap": _("Phases “%(other)s” and “%(name)s” overlap. Tick “May overlap” in one of them if that is meant."),
    "undue": _("Task “%(name)s” has no day by which it is due."),
    "due_early": _("Task “%(name)s” is due before its phase begins."),
    "due_late": _("Task “%(name)s” is due after the campaign ends."),
    "twice": _(
        "A publication that is seen only with the campaign stands in two places. Put it in one phase, or throughout."
    ),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """`code` is a key of SENTENCES; `name` and `other` are said in it."""

    code: str
    name: str = ""
    other: str = ""


def fault_sentence(fault: Fault) -> str:
    """The fault in the active language."""
    return str(SENTENCES[fault.code]) % {"name": fault.name, "other": fault.other}


def faults(programme: Sequence[PlannedPhase], *, begins: datetime | None, ends: datetime | None) -> list[Fault]:
    """What is wrong with a programme of a campaign with these dates; what has no dates yet is not compared."""
    phases = [phase for phase in programme if phase.key != WHOLE]
    found = [fault for phase in phases for fault in _dates(phase, begins, ends)]
    found += _neighbours(phases)
    found += [fault for phase in programme for fault in _tasks(phase, begins, ends)]
    found += _twice(programme)
    return found


def _dates(phase: PlannedPhase, begins: datetime | None, ends: datetime | None) -> Iterator[Fault]:
    if phase.starts is None or phase.ends is None:
        yield Fault("undated", phase.name)
    elif phase.ends <= phase.starts:
        yield Fault("reversed", phase.name)
    elif (begins and phase.starts < begins) or (ends and phase.ends > ends):
        yield Fault("outside", phase.name)


def _neighbours(phases: Sequence[PlannedPhase]) -> Iterator[Fault]:
    dated = [phase for phase in phases if phase.starts and phase.ends and phase.starts < phase.ends]
    for before, after in pairwise(dated):
        if after.starts < before.starts:  # type: ignore[operator]
            yield Fault("order", after.name, before.name)
    for place, one in enumerate(dated):
        for other in dated[:place]:
            apart = one.starts >= other.ends or other.starts >= one.ends  # type: ignore[operator]
            if not (apart or one.overlaps or other.overlaps):
                yield Fault("overlap", one.name, other.name)


def _tasks(phase: PlannedPhase, begins: datetime | None, ends: datetime | None) -> Iterator[Fault]:
    first = phase.starts or begins
    for task in phase.tasks:
        if task.due is None:
            yield Fault("undue", task.title)
        elif first and task.due <= first:
            yield Fault("due_early", task.title)
        elif ends and task.due > ends:
            yield Fault("due_late", task.title)


def _twice(programme: Sequence[PlannedPhase]) -> Iterator[Fault]:
    """A publication has one window: one that is seen only with the campaign stands in one place of it."""
    places: dict[int, list[bool]] = {}
    for phase in programme:
        for item in phase.items:
            if item.page:
                places.setdefault(item.page, []).append(item.exclusive)
    if any(len(exclusive) > 1 and any(exclusive) for exclusive in places.values()):
        yield Fault("twice")
