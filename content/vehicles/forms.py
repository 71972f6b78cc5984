"""Asking a person for the vehicle: its VIN, or the facts that are not known yet."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from content.library import api as library
from content.library import vin
from content.library.applying import VARIANTS, Fact
from content.library.models import Applicability, Variant, VehicleModel
from content.vehicles import wording
from content.vehicles.at_hand import AtHand, Said, may_name
from content.vehicles.decoding import decode
from portal.network.api import Viewer
from portal.network.models import Brand

FIRST_YEAR, LAST_YEAR = 1950, 2100
FREE = (Fact.MODEL, Fact.YEAR, Fact.MARKET)
"""What is asked of a vehicle without a VIN."""


class VinForm(forms.Form):
    """A VIN as people type and paste it."""

    vin = forms.CharField(label=_("VIN"), max_length=vin.LONGEST_TYPED, required=False, strip=True)

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year = year
        self.suggestion = ""

    def clean_vin(self) -> str:
        """The normal form. What is wrong is said in words; where a look-alike was typed, `suggestion` is what was
        meant."""
        typed = vin.read(self.cleaned_data["vin"])
        if typed.vin is None:
            self.suggestion = typed.suggestion
            raise ValidationError(wording.flaw(typed))
        if decode(typed.vin, year=self.year).check is vin.CheckDigit.WRONG:
            raise ValidationError(wording.wrong_check_digit(typed.vin))
        return typed.vin.text


class FactsForm(forms.Form):
    """The facts of `asked`, each with the values that are still possible and may be named to the viewer."""

    def __init__(self, *args: Any, viewer: Viewer, one: AtHand | None, asked: Collection[Fact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.said = one.said if one else Said()
        vehicle = one.vehicle if one else library.Vehicle()
        for fact in (fact for fact in Fact if fact in asked):
            field = self._field(fact, viewer, vehicle)
            if field is not None:
                field.label, field.required = wording.FACTS[fact], False
                self.fields[fact.value] = field

    def _field(self, fact: Fact, viewer: Viewer, vehicle: library.Vehicle) -> forms.Field | None:
        if fact is Fact.YEAR:
            return _year(vehicle)
        if fact is Fact.MARKET:
            return _choice([(code, code) for code in _markets(viewer)])
        if fact is Fact.BRAND:
            brands = Brand.objects.order_by("name")
            return _choice([(one.pk, one.name) for one in brands if may_name(viewer=viewer, brand_id=one.pk)])
        if fact is Fact.MODEL:
            return _choice(_models(viewer, vehicle))
        if fact in VARIANTS:
            return _choice(_variants(fact, viewer, vehicle))
        return None

    @property
    def answers(self) -> Said:
        """What was said before and now."""
        given = {name: value for name, value in self.cleaned_data.items() if value}
        numbers: dict[str, Any] = {name: value if name == Fact.MARKET else int(value) for name, value in given.items()}
        return replace(self.said, **numbers)


def _choice(values: list[tuple[Any, Any]]) -> forms.Field | None:
    return forms.ChoiceField(choices=[("", _("Not known")), *values]) if values else None


def _year(vehicle: library.Vehicle) -> forms.Field | None:
    if vehicle.year is not None:
        return _choice([(year, year) for year in sorted(vehicle.year)])
    return forms.IntegerField(min_value=FIRST_YEAR, max_value=LAST_YEAR)


def _markets(viewer: Viewer) -> list[str]:
    """Those that occur in what the viewer may see."""
    visible = library.publications_in_force(viewer=viewer).order_by().values("pk")
    rows = Applicability.objects.filter(manual__in=visible).exclude(market="").order_by("market")
    return list(rows.values_list("market", flat=True).distinct())


def _models(viewer: Viewer, vehicle: library.Vehicle) -> list[tuple[Any, Any]]:
    models = VehicleModel.objects.select_related("brand").order_by("brand__name", "name")
    if vehicle.brand is not None:
        models = models.filter(brand__in=vehicle.brand)
    if vehicle.model is not None:
        models = models.filter(pk__in=vehicle.model)
    return [(one.pk, str(one)) for one in models if may_name(viewer=viewer, brand_id=one.brand_id)]


def _variants(kind: Fact, viewer: Viewer, vehicle: library.Vehicle) -> list[tuple[Any, Any]]:
    """Of the models that are possible; none before the model is known, which is asked first."""
    if vehicle.model is None:
        return []
    variants = Variant.objects.filter(kind=kind.value, model__in=vehicle.model).select_related("model").order_by("name")
    possible = getattr(vehicle, kind)
    if possible is not None:
        variants = variants.filter(pk__in=possible)
    return [(one.pk, one.name) for one in variants if may_name(viewer=viewer, brand_id=one.model.brand_id)]
