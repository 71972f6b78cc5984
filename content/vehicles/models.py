"""The tables by which a VIN is read. Administrators keep them; what they do not say stays unknown."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from content.library import vin
from content.library.models import Variant, VehicleModel
from portal.network.models import Brand

DESCRIPTION = 5
_MAKER = RegexValidator(
    r"^(?:[A-HJ-NPR-Z0-9]{3}|[A-HJ-NPR-Z0-9]{2}9[A-HJ-NPR-Z0-9]{3})\Z",
    _("Three letters or digits, or six with a 9 in the third place; without I, O and Q."),
)
_CHARACTER = RegexValidator(r"^[A-HJ-NPR-Z0-9]\Z", _("A letter without I, O and Q, or a digit."))


class Habit(models.TextChoices):
    """Whether a maker keeps to something that its area may leave free."""

    AREA = "", _("As its area demands")
    YES = "yes", _("Yes")
    NO = "no", _("No")

    @property
    def demanded(self) -> bool | None:
        """None: the area decides."""
        return None if self is Habit.AREA else self is Habit.YES


class Manufacturer(models.Model):
    """A world manufacturer identifier of ISO 3780: who built the vehicle, and under which brand."""

    code = models.CharField(
        _("WMI"),
        max_length=6,
        unique=True,
        validators=[_MAKER],
        help_text=_("The first three characters of the VIN. Six of a small maker: 1-3 and 12-14."),
    )
    name = models.CharField(_("manufacturer"), max_length=160)
    make = models.CharField(_("make"), max_length=120, blank=True)
    vehicle_type = models.CharField(_("vehicle type"), max_length=80, blank=True)
    is_light = models.BooleanField(
        _("cars and light vehicles only"),
        default=False,
        help_text=_("Of North America: the seventh place tells years until 2009 from later ones."),
    )
    country = models.CharField(_("country"), max_length=80, blank=True)
    brand = models.ForeignKey(
        Brand, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("brand")
    )
    has_check_digit = models.CharField(
        _("has a check digit"), max_length=3, choices=Habit, default=Habit.AREA, blank=True
    )
    tells_year = models.CharField(
        _("the tenth place is the model year"), max_length=3, choices=Habit, default=Habit.AREA, blank=True
    )

    class Meta:
        verbose_name = _("manufacturer identifier")
        verbose_name_plural = _("manufacturer identifiers")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def clean_fields(self, exclude: set[str] | None = None) -> None:  # type: ignore[override]
        self.code = vin.normal_form(self.code)
        super().clean_fields(exclude)


class VinPattern(models.Model):
    """What places 4-8 say in the VINs of a brand. Of the patterns that fit, those with the fewest "?" count."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+", verbose_name=_("brand"))
    maker = models.CharField(
        _("WMI"), max_length=6, blank=True, validators=[_MAKER], help_text=_("Empty: of all makers of the brand.")
    )
    mask = models.CharField(
        _("places 4-8"), max_length=DESCRIPTION, help_text=_("Five characters, ? for any. For example: LD?2?")
    )
    model = models.ForeignKey(
        VehicleModel, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("model")
    )
    variant = models.ForeignKey(
        Variant, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("variant")
    )

    class Meta:
        verbose_name = _("VIN pattern")
        verbose_name_plural = _("VIN patterns")
        ordering = ["brand__name", "maker", "mask"]
        constraints = [
            models.CheckConstraint(
                condition=Q(model__isnull=False) | Q(variant__isnull=False), name="pattern_says_something"
            )
        ]

    def __str__(self) -> str:
        return f"{self.maker or '???'} {self.mask}"

    def clean_fields(self, exclude: set[str] | None = None) -> None:  # type: ignore[override]
        self.maker, self.mask = vin.normal_form(self.maker), vin.normal_form(self.mask)
        super().clean_fields(exclude)

    def clean(self) -> None:
        if not vin.is_mask(self.mask, length=DESCRIPTION):
            raise ValidationError({"mask": _("Five letters without I, O and Q, digits, and ? for any.")})
        if self.model is None and self.variant is None:
            raise ValidationError(_("Choose the model, the variant, or both."))
        if self.model is not None and self.model.brand_id != self.brand_id:
            raise ValidationError({"model": _("This model is not of that brand.")})
        if self.variant is not None and self.variant.model.brand_id != self.brand_id:
            raise ValidationError({"variant": _("This variant is not of that brand.")})
        if self.variant is not None and self.model_id not in (None, self.variant.model_id):
            raise ValidationError({"variant": _("This variant is not of that model.")})


class ModelYearCode(models.Model):
    """What a brand means by a character in the tenth place, where that is not what ISO 3779 means. With several rows
    for one character any of the years is possible."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+", verbose_name=_("brand"))
    code = models.CharField(
        _("character"),
        max_length=1,
        validators=[_CHARACTER],
    )
    year = models.PositiveSmallIntegerField(_("model year"))

    class Meta:
        verbose_name = _("model year code")
        verbose_name_plural = _("model year codes")
        ordering = ["brand__name", "code", "year"]
        constraints = [models.UniqueConstraint(fields=["brand", "code", "year"], name="model_year_code_once")]

    def __str__(self) -> str:
        return f"{self.brand} {self.code}: {self.year}"

    def clean_fields(self, exclude: set[str] | None = None) -> None:  # type: ignore[override]
        self.code = vin.normal_form(self.code)
        super().clean_fields(exclude)

    def clean(self) -> None:
        if not 1950 <= (self.year or 0) <= 2100:
            raise ValidationError({"year": _("A model year between 1950 and 2100.")})
