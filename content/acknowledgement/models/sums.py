"""Sums that dashboards read, so that no page counts a million confirmations. All can be worked out anew from duties
and acknowledgements at any time."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from content.library.models import Edition
from portal.network.models import Dealer


class Counts(models.Model):
    """How duties stand; those that were released do not count. `overdue` are open ones."""

    open = models.PositiveIntegerField(default=0)
    confirmed = models.PositiveIntegerField(default=0)
    overdue = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True

    @property
    def asked(self) -> int:
        return self.open + self.confirmed

    @property
    def share(self) -> float | None:
        """How much of what is asked is confirmed; None when nothing is."""
        return self.confirmed / self.asked if self.asked else None


class AtDealer(Counts):
    """One edition among the people of one dealer. `next_due_at`: when the count of `overdue` will be too small."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="confirmation_sums_at")
    dealer = models.ForeignKey(Dealer, on_delete=models.CASCADE, related_name="+")
    next_due_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        verbose_name = _("confirmations of an edition at a dealer")
        verbose_name_plural = _("confirmations of editions at dealers")
        constraints: ClassVar = [models.UniqueConstraint(fields=["edition", "dealer"], name="confirmed_at_dealer_once")]
        indexes = [models.Index(fields=["dealer"], name="confirmed_at_dealer")]

    def __str__(self) -> str:
        return f"{self.edition_id} @ {self.dealer_id}"


class OfEdition(Counts):
    """One edition over all people, each counted once wherever they work."""

    edition = models.OneToOneField(Edition, on_delete=models.CASCADE, related_name="confirmation_sums")

    class Meta:
        verbose_name = _("confirmations of an edition")
        verbose_name_plural = _("confirmations of editions")

    def __str__(self) -> str:
        return str(self.edition_id)


class OfDealer(Counts):
    """All editions that are asked for now, among the people of one dealer."""

    dealer = models.OneToOneField(Dealer, on_delete=models.CASCADE, related_name="confirmation_sums")

    class Meta:
        verbose_name = _("confirmations of a dealer")
        verbose_name_plural = _("confirmations of dealers")

    def __str__(self) -> str:
        return str(self.dealer_id)


class DealerWeek(models.Model):
    """What happened at a dealer in a week, which `week` begins (a Monday): duties given, confirmations."""

    dealer = models.ForeignKey(Dealer, on_delete=models.CASCADE, related_name="+")
    week = models.DateField()
    given = models.PositiveIntegerField(default=0)
    confirmed = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("week of confirmations of a dealer")
        verbose_name_plural = _("weeks of confirmations of dealers")
        constraints: ClassVar = [models.UniqueConstraint(fields=["dealer", "week"], name="confirmation_week_once")]
        indexes = [models.Index(fields=["week"], name="confirmation_week")]

    def __str__(self) -> str:
        return f"{self.dealer_id} {self.week}"


class Touched(models.Model):
    """An edition at a dealer whose sums have to follow. Added in the transaction of the change, taken away when they
    have; there may be several for one pair."""

    edition_id = models.BigIntegerField()
    dealer_id = models.BigIntegerField()

    class Meta:
        verbose_name = _("confirmations changed since the last sums")
        verbose_name_plural = _("confirmations changed since the last sums")

    def __str__(self) -> str:
        return f"{self.edition_id}/{self.dealer_id}"
