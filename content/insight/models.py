"""Who used what on which day, and the sums of it that pages read.

`Use` is what happened, added to and never changed. Everything else is worked out from it (`content.insight.summing`)
and can be at any time.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.delivery.api import What
from portal.network.models import Dealer, Department


class Use(models.Model):
    """That a person used a thing in one way on a day: one row for it, however often. The dealer is theirs of then; who
    works for none is not counted."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    dealer = models.ForeignKey(Dealer, on_delete=models.PROTECT, related_name="+")
    thing = models.CharField(max_length=12)
    thing_id = models.BigIntegerField()
    what = models.CharField(max_length=10, choices=What)
    day = models.DateField()

    class Meta:
        verbose_name = _("use")
        verbose_name_plural = _("uses")
        constraints = [
            models.UniqueConstraint(fields=["user", "thing", "thing_id", "what", "day"], name="use_once_a_day")
        ]
        indexes = [models.Index(fields=["day", "thing", "thing_id"], name="use_of_day")]

    def __str__(self) -> str:
        return f"{self.what} {self.thing}:{self.thing_id} {self.day}"

    def save(self, *args: object, **kwargs: object) -> None:
        if self.pk is not None:
            raise TypeError("A use is never changed.")
        super().save(*args, **kwargs)


class DaySum(models.Model):
    """One thing at one dealer on one day: people who used it, and of those who had not seen, or taken, it before."""

    thing = models.CharField(max_length=12)
    thing_id = models.BigIntegerField()
    dealer = models.ForeignKey(Dealer, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    seen = models.PositiveIntegerField(default=0)
    downloaded = models.PositiveIntegerField(default=0)
    printed = models.PositiveIntegerField(default=0)
    shared = models.PositiveIntegerField(default=0)
    new_seen = models.PositiveIntegerField(default=0)
    new_taken = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("day of a thing at a dealer")
        verbose_name_plural = _("days of things at dealers")
        constraints = [models.UniqueConstraint(fields=["thing", "thing_id", "dealer", "day"], name="day_sum_once")]
        indexes = [models.Index(fields=["day"], name="day_sum_day")]

    def __str__(self) -> str:
        return f"{self.thing}:{self.thing_id} @ {self.dealer_id} {self.day}"


class Reach(models.Model):
    """How many people a thing has come to, each counted once: told of it, seen it, taken it, confirmed it."""

    thing = models.CharField(max_length=12)
    thing_id = models.BigIntegerField()
    told = models.PositiveIntegerField(_("told"), default=0)
    seen = models.PositiveIntegerField(_("seen"), default=0)
    taken = models.PositiveIntegerField(_("taken"), default=0)
    confirmed = models.PositiveIntegerField(_("confirmed"), default=0)

    class Meta:
        abstract = True


class DealerReach(Reach):
    """The same at one dealer. No row: nobody there was told of it, or used it."""

    dealer = models.ForeignKey(Dealer, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("reach at a dealer")
        verbose_name_plural = _("reach at dealers")
        constraints = [models.UniqueConstraint(fields=["thing", "thing_id", "dealer"], name="dealer_reach_once")]
        indexes = [models.Index(fields=["dealer", "thing", "thing_id"], name="dealer_reach_dealer")]

    def __str__(self) -> str:
        return f"{self.thing}:{self.thing_id} @ {self.dealer_id}"


class ThingReach(Reach):
    """A thing that was sent out, as lists show it, with its reach over all dealers. `target_id` is the row that has the
    audience; `is_current` that dealers can see it today."""

    title = models.CharField(_("title"), max_length=255)
    document_number = models.CharField(_("document number"), max_length=60, blank=True)
    label = models.CharField(_("edition"), max_length=60, blank=True)
    category = models.CharField(_("type"), max_length=20, blank=True)
    department = models.ForeignKey(Department, on_delete=models.CASCADE, related_name="+", verbose_name=_("department"))
    target_id = models.BigIntegerField()
    since = models.DateTimeField(_("in force from"))
    is_current = models.BooleanField(default=True)
    targeted = models.PositiveIntegerField(_("targeted"), default=0)
    dealers = models.PositiveIntegerField(_("dealers targeted"), default=0)
    dealers_seen = models.PositiveIntegerField(_("dealers that saw it"), default=0)
    refreshed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("reach of a thing")
        verbose_name_plural = _("reach of things")
        constraints = [models.UniqueConstraint(fields=["thing", "thing_id"], name="thing_reach_once")]
        indexes = [models.Index(fields=["department", "is_current", "since"], name="thing_reach_list")]

    def __str__(self) -> str:
        return f"{self.thing}:{self.thing_id}"
