"""What a manual applies to, row by row."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from content.library import vin
from content.library.applying import Fact, Row
from content.library.models.manual import Manual
from content.library.models.vehicle import Variant, VehicleModel
from portal.network.models import Brand

SERIAL = vin.LENGTH - vin.STEM
_CHECK_DIGIT = 8
"""Where it stands in a stem: it differs within a range of serial numbers, so that no stem asks for it."""


class Applicability(Orderable):
    """One row of what a manual applies to. No row at all: everything; an empty cell: any value."""

    manual = ParentalKey(Manual, on_delete=models.CASCADE, related_name="applicability")
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+", verbose_name=_("brand"))
    model = models.ForeignKey(
        VehicleModel,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("model"),
    )
    variant = models.ForeignKey(
        Variant,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("variant"),
        help_text=_("One engine, body or drive of the model."),
    )
    year_from = models.PositiveSmallIntegerField(_("model year from"), null=True, blank=True)
    year_to = models.PositiveSmallIntegerField(_("model year to"), null=True, blank=True)
    market = models.CharField(
        _("market"), max_length=2, blank=True, help_text=_("ISO 3166 code (CN, DE...). Empty: all markets.")
    )
    vin_stem = models.CharField(
        _("VIN begins with"),
        max_length=vin.STEM,
        blank=True,
        help_text=_("The first 11 characters, ? for any. Empty: taken from whole VINs in the next two."),
    )
    serial_from = models.CharField(
        _("serial number from"), max_length=40, blank=True, help_text=_("The last 6 characters, or a whole VIN.")
    )
    serial_to = models.CharField(_("serial number to"), max_length=40, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("applicability")
        verbose_name_plural = _("applicability")

    def __str__(self) -> str:
        return f"{self.model or self.brand} {self.year_from or ''}–{self.year_to or ''}"

    @property
    def row(self) -> Row:
        """The row as the rule reads it. One statement for a variant that is not loaded."""
        return Row(
            brand=self.brand_id,
            model=self.model_id,
            variant=(Fact(self.variant.kind), self.variant.pk) if self.variant is not None else None,
            year_from=self.year_from,
            year_to=self.year_to,
            market=self.market,
            stem=self.vin_stem,
            serial_from=self.serial_from,
            serial_to=self.serial_to,
        )

    @property
    def vin_range(self) -> str:
        """The numbers for a person to read, "" if there are none."""
        if not (self.serial_from or self.serial_to):
            return self.vin_stem
        return f"{self.vin_stem} {self.serial_from}–{self.serial_to}"

    def clean(self) -> None:
        if self.model is not None and self.model.brand_id != self.brand_id:
            raise ValidationError({"model": _("This model is not of that brand.")})
        if self.variant is not None and self.variant.model_id != self.model_id:
            raise ValidationError({"variant": _("This variant is not of that model.")})
        if self.year_from and self.year_to and self.year_to < self.year_from:
            raise ValidationError({"year_to": _("The last model year is before the first.")})
        if self.market and not (len(self.market) == 2 and self.market.isascii() and self.market.isalpha()):
            raise ValidationError({"market": _("Two letters of ISO 3166, for example CN.")})
        self.market = self.market.upper()
        self._clean_numbers()

    def _clean_numbers(self) -> None:
        """Bring stem and serial numbers, or two whole VINs, to the one form in which they are kept."""
        self.vin_stem = vin.normal_form(self.vin_stem)
        for name in ("serial_from", "serial_to"):
            setattr(self, name, self._serial(name, vin.normal_form(getattr(self, name))))
        if self.vin_stem:
            self.vin_stem = self.vin_stem.ljust(vin.STEM, "?")
            if not vin.is_mask(self.vin_stem, length=vin.STEM):
                raise ValidationError({"vin_stem": _("Letters without I, O and Q, digits, and ? for any.")})
            self.vin_stem = f"{self.vin_stem[:_CHECK_DIGIT]}?{self.vin_stem[_CHECK_DIGIT + 1 :]}"
        elif self.serial_from or self.serial_to:
            raise ValidationError({"vin_stem": _("Serial numbers need the beginning of the VIN.")})
        if self.serial_from and self.serial_to and self.serial_to < self.serial_from:
            raise ValidationError({"serial_to": _("The last serial number is before the first.")})

    def _serial(self, name: str, text: str) -> str:
        """The serial number of what was typed. A whole VIN says the stem as well, or has to agree with it."""
        if len(text) != vin.LENGTH:
            if text and not (vin.is_mask(text, length=SERIAL) and "?" not in text):
                reason = gettext("Type the last %(count)d characters of the VIN, or all 17.") % {"count": SERIAL}
                raise ValidationError({name: reason})
            return text
        number = vin.read(text).vin
        if number is None:
            raise ValidationError({name: _("A VIN has no letters I, O and Q.")})
        stem = f"{number.stem[:_CHECK_DIGIT]}?{number.stem[_CHECK_DIGIT + 1 :]}"
        if not self.vin_stem:
            self.vin_stem = stem
        elif not vin.fits(self.vin_stem.ljust(vin.STEM, "?")[: vin.STEM], number.stem):
            raise ValidationError({name: _("This VIN begins otherwise.")})
        return number.serial
