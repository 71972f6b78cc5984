"""The tables that administrators keep: keywords, licences, channels."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core.reading import read_as


class Keyword(models.Model):
    """A word of the controlled vocabulary by which assets are found."""

    code = models.SlugField(_("code"), max_length=60, unique=True, allow_unicode=True)
    name = models.CharField(_("name"), max_length=80)
    name_zh = models.CharField(_("name in Chinese"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("keyword")
        verbose_name_plural = _("keywords")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.own_name

    @property
    def own_name(self) -> str:
        """The name in the language of the reader."""
        return read_as(self.name, self.name_zh)


class Licence(models.Model):
    """The terms under which somebody lets the maker use a work."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    name_zh = models.CharField(_("name in Chinese"), max_length=120, blank=True)
    terms = models.TextField(_("terms"), blank=True, max_length=4000)
    terms_zh = models.TextField(_("terms in Chinese"), blank=True, max_length=4000)
    link = models.CharField(_("link"), max_length=300, blank=True, validators=[URLValidator(schemes=["http", "https"])])
    needs_attribution = models.BooleanField(_("the credit line has to be shown"), default=False)
    commercial = models.BooleanField(_("may be used in advertising"), default=True)

    class Meta:
        verbose_name = _("licence")
        verbose_name_plural = _("licences")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.own_name

    @property
    def own_name(self) -> str:
        """The name in the language of the reader."""
        return read_as(self.name, self.name_zh)

    @property
    def own_terms(self) -> str:
        """The terms in the language of the reader."""
        return read_as(self.terms, self.terms_zh)


class Channel(models.Model):
    """A way in which assets of one kind are given out: for what, how large, in which format."""

    class Format(models.TextChoices):
        JPEG = "jpeg", _("JPEG")
        PNG = "png", _("PNG")
        WEBP = "webp", _("WebP")
        TIFF = "tiff", _("TIFF for print")
        MP4 = "mp4", _("MP4 film")
        AS_IS = "as_is", _("as it was handed in")

    class Fit(models.TextChoices):
        INSIDE = "inside", _("all of it, within these measures")
        CROP = "crop", _("cropped around the focal point")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_zh = models.CharField(_("name in Chinese"), max_length=80, blank=True)
    kind = models.CharField(
        _("for"), max_length=10, choices=[("picture", _("Picture")), ("film", _("Film")), ("print", _("Print file"))]
    )
    format = models.CharField(_("format"), max_length=8, choices=Format)
    fit = models.CharField(_("fit"), max_length=8, choices=Fit, default=Fit.INSIDE)
    width = models.PositiveIntegerField(
        _("width in pixels"), default=0, validators=[MaxValueValidator(12_000)], help_text=_("0: as it is.")
    )
    height = models.PositiveIntegerField(
        _("height in pixels"), default=0, validators=[MaxValueValidator(12_000)], help_text=_("0: as it is.")
    )
    quality = models.PositiveSmallIntegerField(
        _("quality"), default=85, validators=[MinValueValidator(30), MaxValueValidator(100)]
    )
    dpi = models.PositiveSmallIntegerField(_("dots per inch"), default=0, validators=[MaxValueValidator(1200)])
    cmyk = models.BooleanField(_("in the colours of print (CMYK)"), default=False)
    is_active = models.BooleanField(_("offered"), default=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.own_name

    @property
    def own_name(self) -> str:
        """The name in the language of the reader."""
        return read_as(self.name, self.name_zh)

    def clean(self) -> None:
        super().clean()
        formats = {
            "picture": {self.Format.JPEG, self.Format.PNG, self.Format.WEBP, self.Format.TIFF},
            "film": {self.Format.MP4},
            "print": {self.Format.AS_IS},
        }
        if self.kind and self.format not in formats.get(self.kind, set()):
            raise ValidationError({"format": _("Files of this kind are not made in this format.")})
        if self.fit == self.Fit.CROP and not (self.width and self.height):
            raise ValidationError({"fit": _("To crop, width and height are needed.")})
        if self.cmyk and self.format not in (self.Format.TIFF, self.Format.JPEG):
            raise ValidationError({"cmyk": _("The colours of print need TIFF or JPEG.")})

    def recipe(self) -> dict[str, object]:
        """All that decides what is made, as plain data."""
        names = ("format", "fit", "width", "height", "quality", "dpi", "cmyk")
        return {name: getattr(self, name) for name in names}
