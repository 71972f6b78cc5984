"""A print template as its authors edit it, and as it was published."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin

from content.marketing.cobranding.blocks import declared_blocks
from content.marketing.cobranding.language.api import Field, kept_fields
from portal.core.reading import read_as
from portal.network.api import Viewer, Visibility, visible_to
from portal.network.models import Department, Targeted

SMALLEST_MM, LARGEST_MM, MOST_BLEED_MM, MOST_PAGES = 30, 1_200, 10, 32
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese")), ("de", _("German"))]
_SIZES = {
    (210, 297): "A4",
    (148, 210): "A5",
    (105, 148): "A6",
    (297, 420): "A3",
    (420, 594): "A2",
    (594, 841): "A1",
    (100, 210): "DL",
    (85, 55): "85 × 55 mm",
}


class Format(models.Model):
    """What is printed, and on what. The same fields for who edits and for the version."""

    language = models.CharField(
        _("language"), max_length=10, choices=LANGUAGES, default="en", help_text=_("Of prices, dates and names.")
    )
    width_mm = models.FloatField(
        _("width (mm)"), default=210, validators=[MinValueValidator(SMALLEST_MM), MaxValueValidator(LARGEST_MM)]
    )
    height_mm = models.FloatField(
        _("height (mm)"), default=297, validators=[MinValueValidator(SMALLEST_MM), MaxValueValidator(LARGEST_MM)]
    )
    bleed_mm = models.FloatField(
        _("bleed (mm)"),
        default=3,
        validators=[MinValueValidator(0), MaxValueValidator(MOST_BLEED_MM)],
        help_text=_("Printed beyond the edge and cut off."),
    )
    pages = models.PositiveSmallIntegerField(
        _("pages"), default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_PAGES)]
    )
    picture_px = models.PositiveSmallIntegerField(
        _("width of pictures (pixels)"),
        default=1080,
        validators=[MinValueValidator(200), MaxValueValidator(6000)],
        help_text=_("Of the PNG and JPEG for web pages and social media."),
    )
    html = models.TextField(_("HTML"), blank=True)
    css = models.TextField(_("CSS"), blank=True)
    files = models.JSONField(_("files"), default=dict, blank=True, editable=False)
    """Name -> facts of the file (`FileFacts`); its bytes are in the store under its SHA-256."""

    class Meta:
        abstract = True

    @property
    def size_name(self) -> str:
        """As printers call it: A4, "A4 landscape", or the millimetres."""
        width, height = round(self.width_mm), round(self.height_mm)
        if name := _SIZES.get((width, height)):
            return name
        if name := _SIZES.get((height, width)):
            return str(_("%(size)s landscape")) % {"size": name}
        return f"{self.width_mm:g} × {self.height_mm:g} mm"


class PrintTemplateQuerySet(models.QuerySet["PrintTemplate"]):
    def visible_to(self, viewer: Viewer) -> PrintTemplateQuerySet:
        """What `viewer` may fill in now."""
        return self.filter(visible_to(model=self.model, viewer=viewer), current__isnull=False)


class PrintTemplate(PreviewableMixin, DraftStateMixin, RevisionMixin, Targeted, Format, ClusterableModel):
    """Printed matter that dealers make their own within set limits. What they fill in are its versions."""

    title = models.CharField(_("title"), max_length=160)
    title_zh = models.CharField(_("title in Chinese"), max_length=160, blank=True)
    summary = models.CharField(_("what it is for"), max_length=300, blank=True)
    summary_zh = models.CharField(_("what it is for, in Chinese"), max_length=300, blank=True)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("owning department")
    )
    effective_from = models.DateTimeField(
        _("visible from"), null=True, blank=True, help_text=_("Nobody outside sees it earlier. Empty: at once.")
    )
    expires_at = models.DateTimeField(
        _("visible until"),
        null=True,
        blank=True,
        help_text=_("Afterwards it is neither filled in nor downloaded, nor is what was made of it. Empty: no end."),
    )
    declared = StreamField(declared_blocks(), blank=True, verbose_name=_("fields"))
    current = models.ForeignKey(
        "TemplateVersion", null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar[Any] = models.Manager.from_queryset(PrintTemplateQuerySet)()
    preview_modes: ClassVar[list[tuple[str, Any]]] = [
        ("", _("With examples")),
        ("longest", _("With the longest texts")),
        ("chinese", _("With Chinese texts")),
    ]

    class Meta:
        verbose_name = _("print template")
        verbose_name_plural = _("print templates")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def own_title(self) -> str:
        """In the reader's language where it has one."""
        return read_as(self.title, self.title_zh)

    @property
    def own_summary(self) -> str:
        """In the reader's language where it has one."""
        return read_as(self.summary, self.summary_zh)

    def clean(self) -> None:
        super().clean()
        if self.effective_from and self.expires_at and self.expires_at <= self.effective_from:
            raise ValidationError({"expires_at": _("It would end before it begins.")})

    def declared_rows(self) -> list[dict[str, Any]]:
        """What its author declares of each field, as plain data."""
        return [{"kind": row["type"], **row["value"]} for row in self.declared.get_prep_value()]

    def visibility(self) -> Visibility:
        """The facts that the visibility rule reads. Five statements unless the audience is prefetched."""
        return Visibility(
            **self.audience(),
            live=self.live and self.current_id is not None,
            effective_from=self.effective_from,
            expires_at=self.expires_at,
        )

    def is_previewable(self) -> bool:
        return True

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Its pages, as they are being written."""
        from content.marketing.cobranding.admin.previewing import preview

        return preview(self, request, mode=mode_name)


class TemplateVersion(Format):
    """A template from one publication to the next. Written once: what a dealer made of it stays what it was."""

    template = models.ForeignKey(PrintTemplate, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    declared = models.JSONField(default=list)
    """The fields, as `Field.as_json` writes them."""
    digest = models.CharField(max_length=64)
    covers = models.JSONField(default=list)
    """SHA-256 of the small picture of each page; empty until they are drawn."""
    published_at = models.DateTimeField(_("published"), default=timezone.now)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("version of a print template")
        verbose_name_plural = _("versions of print templates")
        ordering = ["template", "-number"]
        constraints = [models.UniqueConstraint(fields=["template", "number"], name="print_template_version_once")]

    def __str__(self) -> str:
        return f"{self.template_id} ({self.number})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("A version of a print template is never changed.")
        super().save(*args, **kwargs)

    def fields(self) -> tuple[Field, ...]:
        """What a dealer fills in."""
        return kept_fields(self.declared)
