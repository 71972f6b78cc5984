"""What people have earned, and how far that brings them in curricula."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from portal.core.reading import read_as
from training.certification.models import (
    Certification,
    Curriculum,
    CurriculumProgress,
    Equivalence,
    PriorLearning,
    Requirement,
    RequirementSet,
)
from training.certification.paths import Demand, Item, Reached, reach
from training.courses.api import Registration


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why something counts: a registration, recognised prior learning, a certification, a completed curriculum."""

    at: datetime
    source: str
    id: int


@dataclass(frozen=True, slots=True)
class Path:
    """What the published version of a curriculum asks for."""

    curriculum_id: int
    version_id: int
    demands: tuple[Demand, ...]


@dataclass
class Earned:
    """What one person has: the newest evidence for each course, curriculum and scheme."""

    items: dict[Item, Evidence] = field(default_factory=dict)

    def add(self, item: Item, evidence: Evidence) -> None:
        known = self.items.get(item)
        if known is None or known.at < evidence.at:
            self.items[item] = evidence


class Assessment:
    """One person against paths. With `since`, only what was learnt after that instant counts: a renewal."""

    def __init__(self, paths: Mapping[int, Path], earned: Earned, since: datetime | None = None) -> None:
        self.paths = paths
        self.earned = earned
        self.since = since
        self._reached: dict[int, Reached] = {}

    def __contains__(self, item: object) -> bool:
        """Whether the item is earned. A certification counts while it is valid, however long it has been."""
        if not isinstance(item, Item):
            return False
        evidence = self.earned.items.get(item)
        if evidence is not None and (self.since is None or item.kind == "scheme" or evidence.at > self.since):
            return True
        return item.kind == "curriculum" and self.reached(item.id).complete

    def reached(self, curriculum_id: int) -> Reached:
        """How far the person is in a curriculum. One that is not published is never complete."""
        if curriculum_id not in self._reached:
            path = self.paths.get(curriculum_id)
            # Set first: a curriculum that leads back to itself is not complete by that.
            self._reached[curriculum_id] = Reached(())
            if path is not None:
                self._reached[curriculum_id] = reach(path.demands, self)
        return self._reached[curriculum_id]

    def evidence(self, curriculum_ids: Iterable[int]) -> list[Evidence]:
        """What these curricula are complete by."""
        found: dict[tuple[str, int], Evidence] = {}
        waiting, seen = list(curriculum_ids), set()
        while waiting:
            curriculum_id = waiting.pop()
            if curriculum_id in seen:
                continue
            seen.add(curriculum_id)
            for met in self.reached(curriculum_id).sets:
                for item in met.counted if met.demand.required else ():
                    evidence = self.earned.items.get(item)
                    if item.kind == "curriculum" and self.reached(item.id).complete:
                        waiting.append(item.id)
                    elif evidence is not None:
                        found[evidence.source, evidence.id] = evidence
        return sorted(found.values(), key=lambda one: (one.at, one.source, one.id))


def paths_of(curriculum_ids: Collection[int]) -> dict[int, Path]:
    """The published paths of these curricula and of those that they contain. A statement or two for each level of
    containment."""
    found: dict[int, Path] = {}
    wanted = set(curriculum_ids)
    while wanted:
        current = Curriculum.objects.filter(pk__in=wanted, live=True, current__isnull=False)
        versions = {version: pk for pk, version in current.values_list("pk", "current")}
        demands: dict[int, list[Demand]] = defaultdict(list)
        nested: set[int] = set()
        sets = RequirementSet.objects.filter(version__in=versions).prefetch_related("requirements")
        for one in sets.order_by("version", "position"):
            items = tuple(item_of(requirement) for requirement in one.requirements.all())
            nested.update(item.id for item in items if item.kind == "curriculum")
            title = read_as(one.title, one.title_zh)
            demands[one.version_id].append(Demand(items, one.rule, one.count, one.required, title))
        for version_id, pk in versions.items():
            found[pk] = Path(pk, version_id, tuple(demands[version_id]))
        wanted = nested - found.keys() - wanted
    return found


def item_of(requirement: Requirement) -> Item:
    """What a requirement asks for."""
    if requirement.course_id is not None:
        return Item("course", requirement.course_id)
    if requirement.curriculum_id is not None:
        return Item("curriculum", requirement.curriculum_id)
    assert requirement.scheme_id is not None  # noqa: S101  (a constraint of the table)
    return Item("scheme", requirement.scheme_id)


def earned_by(user_ids: Collection[int], *, day: date | None = None) -> dict[int, Earned]:
    """What these people have earned until now; certifications that are valid on `day`. Five statements."""
    day = day or timezone.localdate()
    found = {user_id: Earned() for user_id in user_ids}
    completed = Registration.objects.filter(user__in=user_ids, state=Registration.State.COMPLETED)
    _take(found, "registration", completed.values_list("user", "course", "completed_at", "pk"))
    recognised = PriorLearning.objects.filter(user__in=user_ids, state=PriorLearning.State.APPROVED)
    dated = recognised.values_list("user", "course", "finished_on", "pk")
    _take(found, "prior", ((user, course, noon(on), pk) for user, course, on, pk in dated))
    _add_equivalents(found)
    held = Certification.objects.valid_on(day).filter(user__in=user_ids)
    for user, scheme, on, pk in held.values_list("user", "scheme", "valid_from", "pk"):
        found[user].add(Item("scheme", scheme), Evidence(noon(on), "certification", pk))
    through = CurriculumProgress.objects.filter(user__in=user_ids, completed_at__isnull=False)
    for user, curriculum, at, pk in through.values_list("user", "curriculum", "completed_at", "pk"):
        if at is not None:
            found[user].add(Item("curriculum", curriculum), Evidence(at, "curriculum", pk))
    return found


def noon(day: date) -> datetime:
    """The instant at which something counts of which only the day is known."""
    return timezone.make_aware(datetime.combine(day, time(12)))


def _take(found: dict[int, Earned], source: str, rows: Iterable[tuple[Any, ...]]) -> None:
    for user, course, at, pk in rows:
        found[user].add(Item("course", course), Evidence(at, source, pk))


def _add_equivalents(found: dict[int, Earned]) -> None:
    """One step: what counts for a course does not count for what that course counts for."""
    by_course = Equivalence.objects.filter(by_course__isnull=False).values_list("by_course", "course")
    targets: dict[int, list[int]] = defaultdict(list)
    for source, target in by_course:
        targets[source].append(target)
    for earned in found.values():
        own = [(item.id, evidence) for item, evidence in earned.items.items() if item.kind == "course"]
        for course, evidence in own:
            for target in targets.get(course, ()):
                earned.add(Item("course", target), evidence)
