"""Brands, regions, dealers, job roles, people and their dated memberships; and the audience of a thing."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractUser, Group
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField

_HAN = re.compile(r"[\u3400-\u9fff]+")


class Brand(models.Model):
    """A make that dealers sell."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        verbose_name = _("brand")
        verbose_name_plural = _("brands")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


def lineage(path: str) -> tuple[int, ...]:
    """The ids in `Region.path`, from the root down."""
    return tuple(int(part) for part in path.split("/") if part)


class Region(models.Model):
    """A part of the market, in a tree. What is meant for a region is meant for those below it too."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        verbose_name=_("part of"),
    )
    path = models.CharField(max_length=400, editable=False, default="", db_index=True)
    """The ids from the root to this region, as "/1/4/9/": its ancestors are read off without another query."""

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["path"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep `path` true, here and in all regions below."""
        self.clean()
        super().save(*args, **kwargs)  # type: ignore[arg-type]
        path = f"{self.parent.path if self.parent else '/'}{self.pk}/"
        if path == self.path:
            return
        before, self.path = self.path, path
        Region.objects.filter(pk=self.pk).update(path=path)
        if before:
            below = Region.objects.filter(path__startswith=before).exclude(pk=self.pk)
            for region in below:
                region.path = path + region.path.removeprefix(before)
            Region.objects.bulk_update(below, ["path"])

    def clean(self) -> None:
        if self.pk and self.parent is not None and self.pk in self.parent.lineage:
            raise ValidationError({"parent": _("A region cannot be part of itself.")})

    @property
    def lineage(self) -> tuple[int, ...]:
        """Ids from the root down to this region, itself included."""
        return lineage(self.path)

    def in_tree(self) -> str:
        """The name, indented by how deep the region lies: a list in the order of `path` then reads as the tree."""
        return "\u2003" * (len(self.lineage) - 1) + self.name

    in_tree.short_description = _("name")  # type: ignore[attr-defined]


class DealerTier(models.Model):
    """A dealer's standing in the network (flagship, standard, service point...)."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    rank = models.PositiveSmallIntegerField(_("rank"), default=0, help_text=_("Lower comes first in lists."))

    class Meta:
        verbose_name = _("dealer tier")
        verbose_name_plural = _("dealer tiers")
        ordering = ["rank", "name"]

    def __str__(self) -> str:
        return self.name


class Dealer(models.Model):
    """A dealership."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=160)
    tier = models.ForeignKey(DealerTier, on_delete=models.PROTECT, related_name="dealers", verbose_name=_("tier"))
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="dealers", verbose_name=_("region"))
    brands = models.ManyToManyField(Brand, related_name="dealers", verbose_name=_("brands"))
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("dealer")
        verbose_name_plural = _("dealers")
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class FormerDealer(models.Model):
    """What a dealer was until before an instant, at which one of these facts changed: the first of them that ends after
    a past instant is what the dealer was then, none if nothing changed since. Kept by `portal.network.history`."""

    dealer = models.ForeignKey(Dealer, on_delete=models.CASCADE, related_name="former")
    until = models.DateTimeField()
    tier = models.ForeignKey(DealerTier, null=True, on_delete=models.SET_NULL, related_name="+")
    regions = models.JSONField()
    """Ids from the root down to the dealer's region, as they lay in each other."""
    brands = models.JSONField()
    """Ids."""

    class Meta:
        verbose_name = "former state of a dealer"
        verbose_name_plural = "former states of dealers"
        indexes = [models.Index(fields=["dealer", "until"], name="former_dealer_until")]

    def __str__(self) -> str:
        return f"{self.dealer_id} {self.until:%Y-%m-%d}"


class JobRole(models.Model):
    """What a person does in a dealership (technician, sales adviser, parts clerk...)."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        verbose_name = _("job role")
        verbose_name_plural = _("job roles")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    """A department of the maker that owns publications; its authors are the members of its group."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    authors = models.OneToOneField(
        Group, on_delete=models.PROTECT, related_name="department", editable=False, verbose_name=_("authors")
    )
    reviewers = models.OneToOneField(
        Group,
        null=True,
        on_delete=models.PROTECT,
        related_name="reviews_for",
        editable=False,
        verbose_name=_("reviewers"),
    )
    releasers = models.OneToOneField(
        Group,
        null=True,
        on_delete=models.PROTECT,
        related_name="releases_for",
        editable=False,
        verbose_name=_("releasers"),
    )
    """Both are made with the department (`portal.network.departments`)."""
    release_needs_review = models.BooleanField(
        _("release needs a review"),
        default=False,
        help_text=_(
            "Authors hand in what they wrote; a reviewer looks at it and a releaser publishes it. Recall notices are "
            "never published by who wrote them, whatever stands here."
        ),
    )

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class User(AbstractUser):
    """A person. What they are in the network is said by their memberships; OEM staff by their groups."""

    language = models.CharField(
        _("language"),
        max_length=10,
        blank=True,
        choices=[("en", _("English")), ("zh-hans", _("Simplified Chinese"))],
        help_text=_("Empty: as the browser asks."),
    )

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.get_full_name() or self.get_username()

    def get_full_name(self) -> str:
        """Given name and family name; a name in Chinese characters the other way round, without a space."""
        if self._is_chinese:
            return self.last_name + self.first_name
        return super().get_full_name()

    def get_short_name(self) -> str:
        """Given name; of a name in Chinese characters all of it, as nobody is called by the given name alone."""
        return self.get_full_name() if self._is_chinese else super().get_short_name()

    @property
    def _is_chinese(self) -> bool:
        return bool(_HAN.fullmatch(self.first_name) and _HAN.fullmatch(self.last_name))


class MembershipQuerySet(models.QuerySet["Membership"]):
    def on(self, day: date) -> MembershipQuerySet:
        """Memberships that hold on `day`, in dealers that are active."""
        return self.filter(
            models.Q(ends__isnull=True) | models.Q(ends__gte=day), starts__lte=day, dealer__is_active=True
        )


class Membership(models.Model):
    """A person works for a dealer, from a day to a day (both included). The record belongs to the person."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("person"))
    dealer = models.ForeignKey(Dealer, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("dealer"))
    roles = models.ManyToManyField(JobRole, related_name="memberships", verbose_name=_("job roles"))
    is_manager = models.BooleanField(_("manages this dealership"), default=False)
    starts = models.DateField(_("from"), default=timezone.localdate)
    ends = models.DateField(_("until"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["-starts"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends__isnull=True) | models.Q(ends__gte=models.F("starts")),
                name="membership_ends_after_start",
                violation_error_message=_("A membership cannot end before it starts."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.dealer}"


AUDIENCE_DIMENSIONS = ("brands", "regions", "tiers", "roles", "dealers")
"""Each is a relation `audience_<name>` of what has an audience."""


class Targeted(models.Model):
    """Mixin of whatever has an audience: five optional dimensions (see `portal.network.audience`)."""

    audience_brands = ParentalManyToManyField(
        Brand, blank=True, related_name="+", verbose_name=_("brands"), help_text=_("Empty: all brands.")
    )
    audience_regions = ParentalManyToManyField(
        Region,
        blank=True,
        related_name="+",
        verbose_name=_("regions"),
        help_text=_("Includes the regions below. Empty: all regions."),
    )
    audience_tiers = ParentalManyToManyField(
        DealerTier,
        blank=True,
        related_name="+",
        verbose_name=_("dealer tiers"),
        help_text=_("Empty: all tiers."),
    )
    audience_roles = ParentalManyToManyField(
        JobRole,
        blank=True,
        related_name="+",
        verbose_name=_("job roles"),
        help_text=_("Empty: all job roles."),
    )
    audience_dealers = ParentalManyToManyField(
        Dealer, blank=True, related_name="+", verbose_name=_("dealers"), help_text=_("Empty: all dealers.")
    )

    class Meta:
        abstract = True

    def audience(self) -> dict[str, Any]:
        """{dimension: frozenset of ids} as it is edited. A statement a dimension, unless they are prefetched."""
        return {
            name: frozenset(row.pk for row in getattr(self, f"audience_{name}").all()) for name in AUDIENCE_DIMENSIONS
        }
