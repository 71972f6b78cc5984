"""Publications in force that a viewer may see, by whether they apply to a vehicle."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from content.library import api as library
from content.library.models import Applicability, Manual
from portal.network.api import Viewer


def applying(*, viewer: Viewer, vehicle: library.Vehicle) -> QuerySet[Manual]:
    """What applies for sure; what names vehicles before what is for all of them (`names_vehicles`), newest first."""
    rows = Applicability.objects.filter(manual=OuterRef("pk"))
    visible: QuerySet[Any, Any] = library.publications_in_force(viewer=viewer)
    found = visible.filter(library.fitting(vehicle=vehicle, certain=True))
    return found.annotate(names_vehicles=Exists(rows)).order_by("-names_vehicles", "-in_force_since", "title")


def undecided(*, viewer: Viewer, vehicle: library.Vehicle) -> QuerySet[Manual]:
    """What may apply, newest first."""
    found = library.publications_in_force(viewer=viewer).filter(library.fitting(vehicle=vehicle, certain=False))
    return found.exclude(library.fitting(vehicle=vehicle, certain=True))


def missing(*, vehicle: library.Vehicle, manuals: Iterable[Manual]) -> dict[int, list[library.Fact]]:
    """The facts that would decide for each manual, in the order of `Fact`. One statement."""
    verdicts = library.verdicts(vehicle=vehicle, manual_ids=[manual.pk for manual in manuals])
    return {pk: [fact for fact in library.Fact if fact in verdict.missing] for pk, verdict in verdicts.items()}
