"""Narrowing the gallery."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from content.marketing.cobranding.models import PrintTemplate
from content.marketing.cobranding.models.template import LANGUAGES
from content.marketing.cobranding.reading import templates_visible
from portal.network.api import Viewer
from portal.network.models import Brand


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What was chosen; empty is everything. `brand` is a code, `size` is "210x297"."""

    words: str = ""
    brand: str = ""
    size: str = ""
    language: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Narrowing:
        """From the parameters of an address. What makes no sense is left out."""
        plain = {name: given.get(name, "").replace("\x00", "")[:100] for name in ("q", "brand", "size", "language")}
        size = plain["size"] if _size(plain["size"]) else ""
        language = plain["language"] if plain["language"] in dict(LANGUAGES) else ""
        return cls(" ".join(plain["q"].split()), plain["brand"], size, language)

    @property
    def any(self) -> bool:
        return bool(self.words or self.brand or self.size or self.language)

    def of(self, templates: QuerySet[PrintTemplate]) -> QuerySet[PrintTemplate]:
        """Those of the templates that fit. One that is for no brand in particular is for each."""
        for word in self.words.split():
            said = ("title", "title_zh", "summary", "summary_zh")
            condition = Q()
            for name in said:
                condition |= Q(**{f"{name}__icontains": word})
            templates = templates.filter(condition)
        if self.brand:
            of_brand = Q(audience_brands__code=self.brand) | Q(audience_brands__isnull=True)
            templates = templates.filter(pk__in=PrintTemplate.objects.filter(of_brand).values("pk"))
        if size := _size(self.size):
            templates = templates.filter(current__width_mm=size[0], current__height_mm=size[1])
        return templates.filter(current__language=self.language) if self.language else templates


def _size(text: str) -> tuple[float, float] | None:
    width, _x, height = text.partition("x")
    try:
        size = float(width), float(height)
    except ValueError:
        return None
    return size if all(30 <= one <= 1_200 for one in size) else None


def choices(*, viewer: Viewer) -> dict[str, list[tuple[str, str]]]:
    """What can be chosen, of what the viewer may see. Three statements."""
    visible = templates_visible(viewer=viewer)
    brands = Brand.objects.filter(pk__in=visible.values("audience_brands")).order_by("name")
    if not viewer.everything:
        sold = {brand for standing in viewer.standings for brand in standing.brands}
        brands = brands.filter(pk__in=sold)
    formats: Any = visible.order_by("current__width_mm", "current__height_mm")
    sizes = formats.values_list("current__width_mm", "current__height_mm").distinct()
    named = [
        (f"{width:g}x{height:g}", PrintTemplate(width_mm=width, height_mm=height).size_name) for width, height in sizes
    ]
    used = set(visible.order_by().values_list("current__language", flat=True).distinct())
    return {
        "brands": [(brand.code, brand.name) for brand in brands],
        "sizes": named,
        "languages": [(code, str(name)) for code, name in LANGUAGES if code in used],
    }
