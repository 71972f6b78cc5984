"""The competence matrix: people of a role profile against what it asks for, and one person's needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet, Sum
from django.utils import timezone

from portal.network.api import Viewer, with_team
from portal.network.models import Dealer, Membership, User
from training.needs import scope
from training.needs.levels import Reached
from training.needs.models import Competency, CompetencyEvidence, GapAtDealer, RoleProfile
from training.needs.profiles import Need, in_profile, needs_of, profiles_at, reached_by
from training.needs.teaching import Teaching, suggested, teaching


def profiles(*, viewer: Viewer, at: QuerySet[Dealer]) -> QuerySet[RoleProfile]:
    """The role profiles that somebody at these dealers has today."""
    return profiles_at(dealers=_memberships(viewer, at))


def people_of(*, viewer: Viewer, at: QuerySet[Dealer], profile: RoleProfile) -> QuerySet[User]:
    """Who has the profile at one of these dealers today, by name; the caller pages it."""
    held = _memberships(viewer, at).filter(in_profile(profile), user=OuterRef("pk"))
    return scope.people(viewer=viewer, at=at).filter(Exists(held))


def columns(*, profile: RoleProfile) -> list[tuple[Competency, int]]:
    """The competencies that the profile asks for, with the level. One statement."""
    lines = profile.lines.select_related("competency__framework").order_by("competency__name", "pk")
    return [(line.competency, line.level) for line in lines]


def cells(
    *, people: Sequence[User], columns: Sequence[tuple[Competency, int]], day: date | None = None
) -> list[tuple[User, list[Need]]]:
    """A row for each person: what there is of each column. One statement."""
    day = day or timezone.localdate()
    have = reached_by(
        users=[user.pk for user in people], competencies=[competency.pk for competency, _level in columns], day=day
    )
    return [
        (
            user,
            [
                Need(competency.pk, level, have.get((user.pk, competency.pk), Reached()), day)
                for competency, level in columns
            ],
        )
        for user in people
    ]


@dataclass(frozen=True, slots=True)
class PersonalNeed:
    """A need with its competency, the words of its levels, and the courses that would help."""

    competency: Competency
    need: Need
    courses: list[Teaching]

    @property
    def wanted_word(self) -> str:
        return self.competency.framework.word(self.need.wanted)

    @property
    def reached_word(self) -> str:
        return self.competency.framework.word(self.need.reached.level)


def personal(*, viewer: Viewer, user: User, day: date | None = None) -> list[PersonalNeed]:
    """What somebody's jobs ask of them, the largest gaps first, with courses that the viewer may see. To a manager only
    by the jobs at the dealers that they manage, and with what they may assign; to oneself and to staff by all. Seven
    statements."""
    own = viewer.everything or viewer.user_id == user.pk
    theirs, chooser = (None, viewer) if own else (viewer.managed_dealers, with_team(viewer=viewer))
    needs = needs_of(users=[user.pk], day=day or timezone.localdate(viewer.at), dealers=theirs).get(user.pk, [])
    ids = [need.competency_id for need in needs]
    known = Competency.objects.select_related("framework").in_bulk(ids)
    offers = teaching(viewer=chooser, competencies=ids)
    rows = [
        PersonalNeed(
            known[need.competency_id],
            need,
            suggested(need, offers.get(need.competency_id, [])),
        )
        for need in needs
    ]
    return sorted(rows, key=lambda row: (-row.need.gap, not row.need.expiring, row.competency.own_name))


def evidence_of(*, user: User) -> QuerySet[CompetencyEvidence]:
    """All that a person has shown, the newest first; the caller has asked `scope.person` and pages it."""
    return CompetencyEvidence.objects.filter(user=user).select_related("competency", "by").order_by("-shown_on", "-pk")


@dataclass(frozen=True, slots=True)
class Gap:
    """A competency over many dealers."""

    competency: Competency
    wanted: int
    reached: int
    expiring: int

    @property
    def share(self) -> float | None:
        return self.reached / self.wanted if self.wanted else None

    @property
    def missing(self) -> int:
        return self.wanted - self.reached


def gaps_at(*, at: QuerySet[Dealer]) -> list[Gap]:
    """Each competency over these dealers, the most people missing first. Two statements."""
    sums = (
        GapAtDealer.objects.filter(dealer__in=at.order_by().values("pk"))
        .order_by()
        .values_list("competency")
        .annotate(Sum("wanted"), Sum("reached"), Sum("expiring"))
    )
    rows = list(sums)
    known = Competency.objects.select_related("framework", "brand").in_bulk([row[0] for row in rows])
    gaps = [Gap(known[competency], *counts) for competency, *counts in rows]
    return sorted(gaps, key=lambda gap: (-gap.missing, gap.competency.own_name))


def regions_at(*, at: QuerySet[Dealer]) -> dict[str, tuple[int, int]]:
    """Path of a region -> (wanted, reached) of the dealers directly in it. One statement."""
    sums = (
        GapAtDealer.objects.filter(dealer__in=at.order_by().values("pk")).order_by().values_list("dealer__region__path")
    )
    return {path: (wanted, reached) for path, wanted, reached in sums.annotate(Sum("wanted"), Sum("reached"))}


def _memberships(viewer: Viewer, at: QuerySet[Dealer]) -> QuerySet[Membership]:
    rows = Membership.objects.on(timezone.localdate(viewer.at)).filter(dealer__in=at.order_by().values("pk"))
    return rows if viewer.everything else rows.filter(dealer__in=viewer.managed_dealers)
