"""An asset: a file as it was handed in, what is known of it, who may have it, and until when."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel

from content.library.models import VehicleModel
from content.library.models.publication import LANGUAGES
from content.marketing.assets.models.vocabulary import Channel, Keyword, Licence
from portal.core.reading import read_as
from portal.network.models import Brand, Department, Region, Targeted

TRACES, PLACES = "traces", "places"
"""Names of facts: whether cameras wrote into the pictures of a print file, and in how many pictures of a package or an
Office file, which are given out as they are, a place stands."""


class AssetQuerySet(models.QuerySet["Asset"]):
    """Assets. What a viewer may see is said by `content.marketing.assets.rules` alone."""

    def ready(self) -> AssetQuerySet:
        """Those whose file was read."""
        return self.filter(state=Asset.State.READY)


class Asset(Targeted, ClusterableModel):
    """A picture, film, sound, print file or document. Its file never changes: another file is another asset."""

    class Kind(models.TextChoices):
        PICTURE = "picture", _("Picture")
        FILM = "film", _("Film")
        AUDIO = "audio", _("Sound")
        PRINT = "print", _("Print file")
        DOCUMENT = "document", _("Document")
        OTHER = "other", _("Package")

    class State(models.TextChoices):
        RECEIVED = "received", _("Being read")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Cannot be used")

    class Shot(models.TextChoices):
        EXTERIOR = "exterior", _("Exterior")
        INTERIOR = "interior", _("Interior")
        DETAIL = "detail", _("Detail")
        DRIVING = "driving", _("Driving")
        PEOPLE = "people", _("People")
        WORKSHOP = "workshop", _("Workshop")
        GRAPHIC = "graphic", _("Logo or drawing")

    class People(models.TextChoices):
        NONE = "none", _("Nobody can be recognised")
        CONSENT = "consent", _("People agreed to it")
        MISSING = "missing", _("People can be recognised, and there is no consent")

    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("owning department")
    )
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=255)
    title_zh = models.CharField(_("title in Chinese"), max_length=255, blank=True)
    description = models.TextField(_("description"), blank=True, max_length=2000)
    description_zh = models.TextField(_("description in Chinese"), blank=True, max_length=2000)
    collection = models.CharField(
        _("collection"), max_length=120, blank=True, db_index=True, help_text=_("The shoot or folder that it is from.")
    )
    keywords = ParentalManyToManyField(Keyword, blank=True, related_name="assets", verbose_name=_("keywords"))
    brands = ParentalManyToManyField(
        Brand, blank=True, related_name="+", verbose_name=_("brands shown"), help_text=_("What it is about.")
    )
    vehicle_models = ParentalManyToManyField(VehicleModel, blank=True, related_name="+", verbose_name=_("models shown"))
    shot = models.CharField(_("type of shot"), max_length=12, choices=Shot, blank=True)
    language = models.CharField(
        _("language"), max_length=10, choices=LANGUAGES, blank=True, help_text=_("Empty: without words.")
    )

    people = models.CharField(_("people"), max_length=8, choices=People, default=People.NONE)
    licence = models.ForeignKey(
        Licence, null=True, blank=True, on_delete=models.PROTECT, related_name="assets", verbose_name=_("licence")
    )
    credit = models.CharField(_("credit line"), max_length=255, blank=True)
    territory = ParentalManyToManyField(
        Region,
        blank=True,
        related_name="+",
        verbose_name=_("territory of the rights"),
        help_text=_("Includes the regions below. Empty: everywhere."),
    )
    rights_from = models.DateTimeField(_("rights from"), null=True, blank=True)
    rights_until = models.DateTimeField(
        _("rights until"), null=True, blank=True, help_text=_("Nobody gets it later. Empty: no end.")
    )
    terms = models.TextField(
        _("terms of use"), blank=True, max_length=2000, help_text=_("Dealers agree to them before they take the file.")
    )
    terms_zh = models.TextField(_("terms of use in Chinese"), blank=True, max_length=2000)
    allow_original = models.BooleanField(_("dealers may take the original"), default=False)
    channels = ParentalManyToManyField(
        Channel, blank=True, related_name="+", verbose_name=_("channels"), help_text=_("Empty: all that suit.")
    )

    live = models.BooleanField(_("released"), default=False)
    effective_from = models.DateTimeField(
        _("visible from"), null=True, blank=True, help_text=_("Nobody outside sees it earlier. Empty: at once.")
    )
    expires_at = models.DateTimeField(
        _("visible until"), null=True, blank=True, help_text=_("Nobody outside sees it later. Empty: no end.")
    )

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, editable=False)
    content_type = models.CharField(max_length=100, editable=False)
    extension = models.CharField(max_length=8, editable=False)
    original_name = models.CharField(_("file"), max_length=255, editable=False)
    sha256 = models.CharField(max_length=64, editable=False, db_index=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), editable=False)
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    """Upright, in pixels; of films likewise."""
    seconds = models.FloatField(default=0, editable=False)
    pages = models.PositiveIntegerField(default=0, editable=False)
    colour = models.CharField(max_length=7, blank=True, editable=False)
    """What most of a picture has, as #rrggbb."""
    likeness = models.BigIntegerField(null=True, editable=False)
    """Its 64-bit difference hash, as a signed number."""
    has_preview = models.BooleanField(default=False, editable=False)
    """Whether there are a thumbnail and a preview (a poster, the first page) of it."""
    film_size = models.PositiveBigIntegerField(default=0, editable=False)
    film_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    """Of the web film. Empty: there is none."""
    focal_x = models.FloatField(
        _("focal point from the left"), default=0.5, validators=[MinValueValidator(0), MaxValueValidator(1)]
    )
    focal_y = models.FloatField(
        _("focal point from the top"), default=0.5, validators=[MinValueValidator(0), MaxValueValidator(1)]
    )
    facts = models.JSONField(default=dict, editable=False)
    """What the file says of itself (camera, instant, captions, place). For the maker's own record: never shown to
    dealers."""
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.RECEIVED, editable=False)
    reason = models.CharField(max_length=20, blank=True, editable=False)
    """Why it cannot be used, as a code of `content.marketing.assets.reasons`."""
    received_at = models.DateTimeField(_("received"), default=timezone.now, editable=False)
    ready_at = models.DateTimeField(null=True, editable=False)
    released_at = models.DateTimeField(_("released since"), null=True, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )

    objects: ClassVar[Any] = AssetQuerySet.as_manager()

    class Meta:
        verbose_name = _("asset")
        verbose_name_plural = _("assets")
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(fields=["live", "state", "kind"], name="asset_offered"),
            models.Index(fields=["department", "state"], name="asset_of_department"),
            models.Index(fields=["rights_until"], name="asset_rights_until"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(rights_from__isnull=True)
                | models.Q(rights_until__isnull=True)
                | models.Q(rights_until__gt=models.F("rights_from")),
                name="asset_rights_end_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(effective_from__isnull=True)
                | models.Q(expires_at__isnull=True)
                | models.Q(expires_at__gt=models.F("effective_from")),
                name="asset_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if self.effective_from and self.expires_at and self.expires_at <= self.effective_from:
            raise ValidationError({"expires_at": _("It would end before it begins.")})
        if self.rights_from and self.rights_until and self.rights_until <= self.rights_from:
            raise ValidationError({"rights_until": _("The rights would end before they begin.")})
        if self.licence and self.licence.needs_attribution and not self.credit:
            raise ValidationError({"credit": _("This licence asks for a credit line.")})
        if self.live and self.people == self.People.MISSING:
            raise ValidationError({"people": _("Without the consent of the people in it, it is not released.")})

    @property
    def own_title(self) -> str:
        """The title in the language of the reader."""
        return read_as(self.title, self.title_zh)

    @property
    def own_description(self) -> str:
        """The description in the language of the reader."""
        return read_as(self.description, self.description_zh)

    @property
    def own_terms(self) -> str:
        """The terms of use in the language of the reader."""
        return read_as(self.terms, self.terms_zh)

    @property
    def stored_as(self) -> str:
        """The name of the original in the store."""
        return stored_name(self.sha256)

    def derived(self, role: str) -> str:
        """The name in the store of what is made of the original: "thumbnail", "preview", "film"."""
        return f"{self.stored_as}.{role}"


def stored_name(digest: str) -> str:
    """Where the file with this SHA-256 (hex) lies in the store."""
    return f"assets/{digest[:2]}/{digest}"


class AssetBinding(models.Model):
    """Something above (a campaign) to which an asset belongs: it is seen while one of those is open, and no longer."""

    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="bindings")
    by = models.CharField(max_length=60)
    """ "campaign:12": who bound it."""
    effective_from = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("binding")
        verbose_name_plural = _("bindings")
        constraints = [models.UniqueConstraint(fields=["asset", "by"], name="asset_bound_once")]
        indexes = [models.Index(fields=["by"], name="asset_bound_by")]

    def __str__(self) -> str:
        return f"{self.asset_id} {self.by}"
