"""Whose reach a person may see: authors that of what their departments own, at all dealers; managers that of what their
people may see, at their own dealers."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from content.exports.api import grounds_of
from content.insight.kinds import visible_things
from content.insight.models import ThingReach
from content.library.api import NotVisible
from portal.core.keys import LARGEST_ID
from portal.network.api import Viewer, with_team
from portal.network.authorship import departments_held
from portal.network.models import User


@dataclass(frozen=True, slots=True)
class Scope:
    """`things` are those whose reach is shown; `dealers` at which it is, None for all; `grounds` the departments that
    the person writes for, or the dealers that they manage."""

    things: QuerySet[ThingReach]
    dealers: frozenset[int] | None
    grounds: frozenset[str]


def scope_of(*, viewer: Viewer, user: User) -> Scope:
    """What the person may see the reach of. Raises NotVisible for who writes for no department and manages nobody."""
    if viewer.everything:
        departments = departments_held(user)
        if not departments:
            raise NotVisible
        held = frozenset(f"department:{pk}" for pk in departments)
        return Scope(ThingReach.objects.filter(department__in=departments), None, held)
    if not viewer.managed_dealers:
        raise NotVisible
    things = ThingReach.objects.filter(visible_things(with_team(viewer=viewer)))
    return Scope(things, viewer.managed_dealers, grounds_of(viewer))


def thing_in(scope: Scope, *, thing: str, thing_id: int) -> ThingReach:
    """One of them. Raises NotVisible."""
    found = None
    if 0 < thing_id <= LARGEST_ID:
        found = scope.things.select_related("department").filter(thing=thing, thing_id=thing_id).first()
    if found is None:
        raise NotVisible
    return found
