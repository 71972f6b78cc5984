"""Which people are meant by what a file calls them: a user name, an address, or a number that another room keeps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable

from django.db.models import QuerySet
from django.db.models.functions import Lower

from portal.network.api import Viewer
from portal.network.models import User
from training.courses.api import team

Finder = Callable[[Collection[str]], Iterable[tuple[str, int]]]
_finders: list[Finder] = []


def register_finder(finder: Finder) -> None:
    """`finder` gives (number, id of the person) for those of the numbers, folded to lower case, that it knows: brands'
    technician ids are kept by a room above. One statement. From an app's `ready`."""
    _finders.append(finder)


def people_of(*, viewer: Viewer) -> QuerySet[User]:
    """Whom the viewer may enrol: staff of the maker everybody, a manager the people of their dealers today."""
    return User.objects.filter(is_active=True) if viewer.everything else team(viewer=viewer)


def find_people(*, viewer: Viewer, names: Collection[str]) -> dict[str, set[int]]:
    """The ids of the people meant by each name, in lower case; only people whom the viewer may enrol. Three statements
    and those of the finders."""
    wanted = {name.lower() for name in names if name}
    found: defaultdict[str, set[int]] = defaultdict(set)
    people = User.objects.order_by("pk")
    for column in ("username", "email"):
        rows = people.annotate(called=Lower(column)).filter(called__in=wanted).values_list("called", "pk")
        for name, user_id in rows:
            found[name].add(user_id)
    for finder in _finders:
        for name, user_id in finder(wanted):
            found[name.lower()].add(user_id)
    ids = {user_id for group in found.values() for user_id in group}
    allowed = set(people_of(viewer=viewer).filter(pk__in=ids).values_list("pk", flat=True))
    return {name: group & allowed for name, group in found.items() if group & allowed}
