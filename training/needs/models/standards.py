"""What the maker asks of a dealer ("two certified high-voltage technicians at each site"), and who fulfils it."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

from portal.core.reading import read_as
from portal.network.models import Brand, Dealer, DealerTier, Department, JobRole, Region
from training.certification.models import CertificationScheme


class DealerStandard(ClusterableModel):
    """A standard as its authors edit it. What is judged by is its newest version."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=160)
    title_zh = models.CharField(_("title in Chinese"), max_length=160, blank=True)
    statement = models.CharField(_("what it asks for"), max_length=300, blank=True, help_text=_("In one sentence."))
    statement_zh = models.CharField(_("what it asks for, in Chinese"), max_length=300, blank=True)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("owning department")
    )
    brands = ParentalManyToManyField(
        Brand, blank=True, related_name="+", verbose_name=_("brands"), help_text=_("Empty: all brands.")
    )
    tiers = ParentalManyToManyField(
        DealerTier, blank=True, related_name="+", verbose_name=_("dealer tiers"), help_text=_("Empty: all tiers.")
    )
    regions = ParentalManyToManyField(
        Region,
        blank=True,
        related_name="+",
        verbose_name=_("regions"),
        help_text=_("Includes the regions below. Empty: all regions."),
    )
    in_force = models.BooleanField(
        _("in force"), default=False, help_text=_("Dealers are judged by it. Every change makes a new version.")
    )
    current = models.ForeignKey(
        "StandardVersion", null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar[Any] = models.Manager()

    panels = [
        FieldPanel("code"),
        FieldRowPanel([FieldPanel("title"), FieldPanel("title_zh")]),
        FieldRowPanel([FieldPanel("statement"), FieldPanel("statement_zh")]),
        FieldRowPanel([FieldPanel("department"), FieldPanel("in_force")]),
        MultiFieldPanel(
            [FieldPanel("brands"), FieldPanel("tiers"), FieldPanel("regions")],
            heading=_("Of which dealers"),
            help_text=_("A dealer is judged when every list is empty or names it."),
        ),
        InlinePanel("rules", heading=_("Rules"), label=_("rule"), min_num=1),
    ]

    class Meta:
        verbose_name = _("dealer standard")
        verbose_name_plural = _("dealer standards")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    @property
    def own_title(self) -> str:
        """In the reader's language where it is there."""
        return read_as(self.title, self.title_zh)

    @property
    def own_statement(self) -> str:
        """In the reader's language where it is there."""
        return read_as(self.statement, self.statement_zh)


class StandardRule(models.Model):
    """How many people of a dealer must hold a certification, or what share of a job."""

    class Kind(models.TextChoices):
        HOLDERS = "holders", _("at least so many people")
        PERCENT = "percent", _("at least so many percent of the people")

    standard = ParentalKey(DealerStandard, on_delete=models.CASCADE, related_name="rules")
    key = models.UUIDField(default=uuid4, editable=False)
    scheme = models.ForeignKey(
        CertificationScheme, on_delete=models.PROTECT, related_name="+", verbose_name=_("certification")
    )
    kind = models.CharField(_("what is asked"), max_length=8, choices=Kind, default=Kind.HOLDERS)
    number = models.PositiveSmallIntegerField(_("number"), default=1, validators=[MinValueValidator(1)])
    role = models.ForeignKey(
        JobRole,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("job role"),
        help_text=_("Only people with this job count. Empty: everybody."),
    )

    panels = [
        FieldPanel("scheme"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("number"), FieldPanel("role")]),
    ]

    class Meta:
        verbose_name = _("rule of a standard")
        verbose_name_plural = _("rules of standards")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.scheme_id} {self.kind} {self.number}"

    def clean(self) -> None:
        if self.kind == self.Kind.PERCENT and self.number > 100:
            raise ValidationError({"number": _("There are no more than 100 percent.")})


class StandardVersion(models.Model):
    """What a standard asked for from one change to the next. Written once."""

    standard = models.ForeignKey(DealerStandard, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    content = models.JSONField()
    """{"brands": [ids], "tiers": [ids], "regions": [ids], "rules": [{"key", "scheme", "kind", "number", "role"}]}"""
    digest = models.CharField(max_length=64)
    issued_at = models.DateTimeField(default=timezone.now)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("version of a standard")
        verbose_name_plural = _("versions of standards")
        ordering = ["standard", "-number"]
        constraints = [models.UniqueConstraint(fields=["standard", "number"], name="standard_version_once")]

    def __str__(self) -> str:
        return f"{self.standard} ({self.number})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("A version of a standard is never changed.")
        super().save(*args, **kwargs)


class StandardResult(models.Model):
    """How a dealer stood by one rule from a day to a day (both included): a row goes on as long as nothing changes, so
    that every day since the standard came into force can be asked for."""

    version = models.ForeignKey(StandardVersion, on_delete=models.PROTECT, related_name="results")
    rule = models.UUIDField()
    dealer = models.ForeignKey(Dealer, on_delete=models.PROTECT, related_name="standard_results")
    scheme = models.ForeignKey(CertificationScheme, on_delete=models.PROTECT, related_name="+")
    role = models.ForeignKey(JobRole, null=True, on_delete=models.PROTECT, related_name="+")
    wanted = models.PositiveSmallIntegerField(_("wanted"))
    holders = models.PositiveSmallIntegerField(_("holders"))
    passed = models.BooleanField(_("fulfilled"))
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("until"))
    newest = models.BooleanField(default=True)
    holds_until = models.DateField(
        _("holds until"),
        null=True,
        help_text=_("The last day, if nobody renews. Empty: not fulfilled, or without end."),
    )

    class Meta:
        verbose_name = _("result of a standard")
        verbose_name_plural = _("results of standards")
        ordering = ["dealer", "rule", "-first_day"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "dealer", "first_day"], name="standard_result_once"),
            models.UniqueConstraint(
                fields=["rule", "dealer"], condition=models.Q(newest=True), name="one_newest_standard_result"
            ),
        ]
        indexes = [
            models.Index(fields=["dealer", "newest"], name="standard_result_dealer"),
            models.Index(fields=["newest", "passed", "holds_until"], name="standard_result_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.dealer_id} {self.rule}: {self.holders}/{self.wanted}"

    @property
    def single_holder(self) -> bool:
        """It is fulfilled, and by one person alone."""
        return self.passed and self.holders == 1
