"""The list of kits, and by what it is narrowed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from content.library.models import VehicleModel
from content.marketing.kits.models import SalesKit
from content.marketing.kits.reading import kits_visible
from content.reader.api import Choice
from portal.network.api import Viewer
from portal.network.models import Brand


@dataclass(frozen=True, slots=True)
class KitNarrowing:
    """What the person chose, as codes; empty is any."""

    brand: str = ""
    model: str = ""
    language: str = ""
    words: str = ""

    @classmethod
    def read(cls, parameters: Mapping[str, str]) -> KitNarrowing:
        """From the parameters of a request: brand, model, language, q."""
        return cls(
            brand=parameters.get("brand", "")[:40],
            model=parameters.get("model", "")[:40],
            language=parameters.get("language", "")[:10],
            words=" ".join(parameters.get("q", "").replace("\x00", "").split())[:100],
        )

    @property
    def any(self) -> bool:
        """Whether anything is chosen."""
        return any((self.brand, self.model, self.language, self.words))


def kits(*, viewer: Viewer, narrowing: KitNarrowing) -> QuerySet[SalesKit]:
    """The kits that the viewer may see and that fit. One that names no model is about all of them."""
    found = kits_visible(viewer=viewer)
    if narrowing.brand:
        found = found.filter(_about(Q(vehiclemodel__brand__code=narrowing.brand)))
    if narrowing.model:
        found = found.filter(_about(Q(vehiclemodel__code=narrowing.model)))
    if narrowing.language:
        found = found.filter(language=narrowing.language)
    for word in narrowing.words.split():
        found = found.filter(Q(title__icontains=word) | Q(summary__icontains=word))
    return found


def _about(row: Q) -> Q:
    rows = SalesKit.vehicle_models.through._default_manager.filter(saleskit=OuterRef("pk"))
    return Q(Exists(rows.filter(row))) | Q(~Exists(rows))


def choices(*, viewer: Viewer, narrowing: KitNarrowing) -> dict[str, list[Choice]]:
    """The values of each filter that occur among what the viewer may see. Three statements."""
    visible = SalesKit.objects.visible_to(viewer)
    rows = SalesKit.vehicle_models.through._default_manager.filter(saleskit__in=visible.order_by().values("pk"))
    models = VehicleModel.objects.filter(pk__in=rows.values("vehiclemodel")).select_related("brand")
    brands = Brand.objects.filter(models__in=rows.values("vehiclemodel")).distinct().order_by("name")
    if narrowing.brand:
        models = models.filter(brand__code=narrowing.brand)
    used = set(visible.order_by().values_list("language", flat=True).distinct())
    languages = SalesKit._meta.get_field("language").choices or []
    return {
        "brand": [Choice(one.code, one.name, one.code == narrowing.brand) for one in brands],
        "model": [Choice(one.code, str(one), one.code == narrowing.model) for one in models],
        "language": [
            Choice(str(code), str(name), code == narrowing.language) for code, name in languages if code in used
        ],
    }
