"""What is certified, by which rules: as its authors edit it, and as it was published."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, RevisionMixin

from portal.core.reading import read_as
from portal.network.models import Brand, Department
from training.certification.models.paths import Curriculum


class Rules(models.Model):
    """How long a certification is valid, and how it is renewed. The same fields for who edits and for the version."""

    class Validity(models.TextChoices):
        ROLLING = "rolling", _("A number of months from the award")
        FIXED = "fixed", _("Until a day of the year")
        UNLIMITED = "unlimited", _("Without end")

    class RenewFrom(models.TextChoices):
        EXPIRY = "expiry", _("From the end of the period before")
        COMPLETION = "completion", _("From the day of the renewal")

    class AfterRevocation(models.TextChoices):
        AGAIN = "again", _("It can be earned again from the beginning")
        BY_HAND = "by_hand", _("Only staff can award it again")

    validity = models.CharField(_("validity"), max_length=10, choices=Validity, default=Validity.ROLLING)
    months = models.PositiveSmallIntegerField(
        _("months"), default=24, validators=[MinValueValidator(1), MaxValueValidator(600)]
    )
    fixed_month = models.PositiveSmallIntegerField(
        _("month"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    fixed_day = models.PositiveSmallIntegerField(
        _("day of the month"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(31)]
    )
    minimum_months = models.PositiveSmallIntegerField(
        _("at least this many months"),
        default=0,
        validators=[MaxValueValidator(120)],
        help_text=_("With a day of the year: who would have less is certified until the same day a year later."),
    )
    window_days = models.PositiveSmallIntegerField(
        _("renewal opens, days before the end"), default=90, validators=[MaxValueValidator(3650)]
    )
    grace_days = models.PositiveSmallIntegerField(
        _("grace, days after the end"),
        default=0,
        validators=[MaxValueValidator(3650)],
        help_text=_("It is not valid in these days, but the renewal still suffices."),
    )
    renew_from = models.CharField(_("a renewal counts"), max_length=10, choices=RenewFrom, default=RenewFrom.EXPIRY)
    after_revocation = models.CharField(
        _("after a revocation"), max_length=8, choices=AfterRevocation, default=AfterRevocation.BY_HAND
    )

    class Meta:
        abstract = True


class CertificationScheme(DraftStateMixin, RevisionMixin, Rules, ClusterableModel):
    """A certification that can be earned, as its authors edit it. What is awarded follows its newest version."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=160)
    title_zh = models.CharField(
        _("title in Chinese"), max_length=160, blank=True, help_text=_("For the Chinese certificate.")
    )
    statement = models.CharField(
        _("what it certifies"), max_length=300, blank=True, help_text=_("One sentence on the certificate.")
    )
    statement_zh = models.CharField(_("what it certifies, in Chinese"), max_length=300, blank=True)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("owning department")
    )
    brands = ParentalManyToManyField(
        Brand, blank=True, related_name="+", verbose_name=_("brands"), help_text=_("Empty: all brands.")
    )
    initial_path = ParentalManyToManyField(
        Curriculum,
        blank=True,
        related_name="+",
        verbose_name=_("curricula for the first award"),
        help_text=_("All of them. None: it is awarded by hand only."),
    )
    renewal_path = ParentalManyToManyField(
        Curriculum,
        blank=True,
        related_name="+",
        verbose_name=_("curricula for the renewal"),
        help_text=_("None: those of the first award, again."),
    )
    current = models.ForeignKey("SchemeVersion", null=True, editable=False, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        verbose_name = _("certification scheme")
        verbose_name_plural = _("certification schemes")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    @property
    def own_title(self) -> str:
        """Its title in the reader's language where it has one."""
        return read_as(self.title, self.title_zh)

    def clean(self) -> None:
        super().clean()
        if self.validity == self.Validity.FIXED:
            if not self.fixed_month or not self.fixed_day:
                raise ValidationError({"fixed_day": _("Say the month and the day until which it is valid.")})
            if self.fixed_day > _LONGEST[self.fixed_month - 1]:
                raise ValidationError({"fixed_day": _("That month has no such day.")})


_LONGEST = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
"""The last day that each month has in every year."""


class SchemeVersion(Rules):
    """The rules from one publication to the next. Written once; a period that was awarded by them keeps them."""

    scheme = models.ForeignKey(CertificationScheme, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("version of a certification scheme")
        verbose_name_plural = _("versions of certification schemes")
        ordering = ["scheme", "-number"]
        constraints = [models.UniqueConstraint(fields=["scheme", "number"], name="scheme_version_once")]

    def __str__(self) -> str:
        return f"{self.scheme} ({self.number})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("A version of a certification scheme is never changed.")
        super().save(*args, **kwargs)


class SchemePath(models.Model):
    """A curriculum that a version of a scheme asks for."""

    class Kind(models.TextChoices):
        INITIAL = "initial", _("first award")
        RENEWAL = "renewal", _("renewal")

    version = models.ForeignKey(SchemeVersion, on_delete=models.PROTECT, related_name="paths")
    kind = models.CharField(max_length=8, choices=Kind)
    curriculum = models.ForeignKey(Curriculum, on_delete=models.PROTECT, related_name="scheme_paths")

    class Meta:
        verbose_name = _("path of a scheme")
        verbose_name_plural = _("paths of schemes")
        constraints = [models.UniqueConstraint(fields=["version", "kind", "curriculum"], name="scheme_path_once")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.kind} {self.curriculum_id}"
