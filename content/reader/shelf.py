"""The list of manuals (or bulletins) that a viewer may read, and by what it is narrowed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet, TextChoices

from content.library import api as library
from content.library.models import Applicability, Manual, ManualCategory, VehicleModel
from portal.network.api import Viewer
from portal.network.models import Brand


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter."""

    value: str
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the person chose, as codes; empty is any."""

    brand: str = ""
    model: str = ""
    category: str = ""
    language: str = ""
    words: str = ""

    @classmethod
    def read(cls, parameters: Mapping[str, str]) -> Narrowing:
        """From the parameters of a request: brand, model, type, language, q."""
        return cls(
            brand=parameters.get("brand", "")[:40],
            model=parameters.get("model", "")[:40],
            category=parameters.get("type", "")[:20],
            language=parameters.get("language", "")[:10],
            words=" ".join(parameters.get("q", "").replace("\x00", "").split())[:100],
        )

    @property
    def any(self) -> bool:
        """Whether anything is chosen."""
        return any((self.brand, self.model, self.category, self.language, self.words))


def manuals(
    *, viewer: Viewer, narrowing: Narrowing, categories: type[TextChoices] = ManualCategory
) -> QuerySet[Manual]:
    """The manuals in force that the viewer may see and that fit. One that names no vehicle fits all of them."""
    found = library.manuals_in_force(viewer=viewer, categories=categories)
    if narrowing.brand:
        found = found.filter(_applies(Q(brand__code=narrowing.brand)))
    if narrowing.model:
        whole_brand = Q(model__isnull=True, brand__models__code=narrowing.model)
        found = found.filter(_applies(Q(model__code=narrowing.model) | whole_brand))
    if narrowing.category:
        found = found.filter(category=narrowing.category)
    if narrowing.language:
        found = found.filter(language=narrowing.language)
    for word in narrowing.words.split():
        found = found.filter(Q(title__icontains=word) | Q(document_number__icontains=word))
    return found


def _applies(row: Q) -> Q:
    rows = Applicability.objects.filter(manual=OuterRef("pk"))
    return Q(Exists(rows.filter(row))) | Q(~Exists(rows))


def choices(
    *, viewer: Viewer, narrowing: Narrowing, categories: type[TextChoices] = ManualCategory
) -> dict[str, list[Choice]]:
    """The values of each filter that occur among what the viewer may see. Four statements."""
    visible = library.manuals_in_force(viewer=viewer, categories=categories)
    applicable = Applicability.objects.filter(manual__in=visible.order_by().values("pk"))
    brands = Brand.objects.filter(pk__in=applicable.values("brand")).values_list("code", "name")
    models = VehicleModel.objects.filter(pk__in=applicable.values("model"))
    if narrowing.brand:
        models = models.filter(brand__code=narrowing.brand)
    kinds = set(visible.order_by().values_list("category", "language").distinct())
    used_types = {category for category, _language in kinds}
    used_languages = {language for _category, language in kinds}
    languages = Manual._meta.get_field("language").choices or []
    return {
        "brand": _list(brands, narrowing.brand),
        "model": _list(((model.code, str(model)) for model in models.select_related("brand")), narrowing.model),
        "type": _list((pair for pair in categories.choices if pair[0] in used_types), narrowing.category),
        "language": _list((pair for pair in languages if pair[0] in used_languages), narrowing.language),
    }


def _list(pairs: Iterable[tuple[object, object]], chosen: str) -> list[Choice]:
    return [Choice(str(value), str(name), value == chosen) for value, name in pairs]
