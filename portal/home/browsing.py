"""Ways into the manuals from the home page: by brand and model, and by type. Counts hold what the viewer may see."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse

from content.library.api import manuals_in_force
from content.library.models import Applicability, ManualCategory
from portal.network.api import Viewer

MOST_MODELS = 200
"""Models named on the home page, all brands together; the list of manuals has the rest."""


@dataclass(frozen=True, slots=True)
class Door:
    """One choice: its name, the list it opens, and how many manuals stand there."""

    name: str
    url: str
    manuals: int


@dataclass(frozen=True, slots=True)
class BrandDoor:
    """A brand and its models."""

    brand: Door
    models: list[Door] = field(default_factory=list)


def brands(*, viewer: Viewer) -> list[BrandDoor]:
    """Brands with manuals in force for `viewer`, by name, with the models that those manuals name. A manual without
    any vehicle fits every brand and is counted in each. Three statements."""
    visible = manuals_in_force(viewer=viewer).order_by().values("pk")
    rows = Applicability.objects.filter(manual__in=visible).order_by()
    everywhere = manuals_in_force(viewer=viewer).order_by().filter(applicability__isnull=True).count()
    found = {
        code: BrandDoor(_door(name=name, manuals=count + everywhere, brand=code))
        for code, name, count in rows.values_list("brand__code", "brand__name")
        .annotate(manuals=Count("manual", distinct=True))
        .order_by("brand__name")
    }
    models = (
        rows.filter(model__isnull=False)
        .values_list("brand__code", "model__code", "model__name")
        .annotate(manuals=Count("manual", distinct=True))
        .order_by("model__name")
    )
    for brand, code, name, count in models[:MOST_MODELS]:
        found[brand].models.append(_door(name=name, manuals=count, brand=brand, model=code))
    return list(found.values())


def types(*, viewer: Viewer) -> list[Door]:
    """Types of manual in force for `viewer`, in the order of the field's choices. One statement."""
    counts = dict(
        manuals_in_force(viewer=viewer)
        .order_by()
        .values_list("category")
        .annotate(manuals=Count("pk", distinct=True))
        .values_list("category", "manuals")
    )
    return [
        _door(name=str(label), manuals=counts[value], type=value)
        for value, label in ManualCategory.choices
        if value in counts
    ]


def _door(*, name: str, manuals: int, **narrowing: str) -> Door:
    return Door(name=name, url=f"{reverse('reader:list')}?{urlencode(narrowing)}", manuals=manuals)
