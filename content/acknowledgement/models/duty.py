"""What is asked of whom: the round of an edition, and in it the duty of each person."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.library.models import Edition
from portal.network.models import Dealer


class Round(models.Model):
    """That an edition is to be confirmed, and how far the job is with asking everybody. While it is RUNNING somebody
    may still have to be asked or let go; DONE it is followed again when people or the publication change."""

    class State(models.TextChoices):
        RUNNING = "running", _("Asking")
        DONE = "done", _("Asked")
        ENDED = "ended", _("Ended")

    CURRENT = (State.RUNNING, State.DONE)

    edition = models.OneToOneField(Edition, on_delete=models.CASCADE, related_name="confirmation_round")
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.RUNNING)
    begun_at = models.DateTimeField(_("begun"), default=timezone.now)
    beat_at = models.DateTimeField(default=timezone.now)
    asked_at = models.DateTimeField(_("everybody asked"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)

    class Meta:
        verbose_name = _("round of confirmations")
        verbose_name_plural = _("rounds of confirmations")
        ordering = ["-begun_at", "-pk"]
        indexes = [models.Index(fields=["state", "beat_at"], name="round_stalled")]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.state}"


class Duty(models.Model):
    """A person is to confirm an edition. One for each, whatever happens: who is let go and asked again has the same."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        CONFIRMED = "confirmed", _("confirmed")
        RELEASED = "released", _("released")

    class Reason(models.TextChoices):
        LEFT = "left", _("works there no longer")
        NOT_MEANT = "not_meant", _("no longer meant")
        REPLACED = "replaced", _("replaced by a later edition or publication")
        WITHDRAWN = "withdrawn", _("withdrawn")
        ENDED = "ended", _("the publication ended, or is not to be confirmed any more")

    COUNTED = (State.OPEN, State.CONFIRMED)

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="duties")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="duties")
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.OPEN)
    given_at = models.DateTimeField(_("asked on"), default=timezone.now)
    due_at = models.DateTimeField(_("confirm by"))
    confirmed_at = models.DateTimeField(_("confirmed on"), null=True)
    released_at = models.DateTimeField(null=True)
    released_because = models.CharField(max_length=10, choices=Reason, blank=True)
    remind_at = models.DateTimeField(null=True)
    """When the next reminder is due; None when there is none to come."""
    reminded_at = models.DateTimeField(null=True)
    """When a manager last asked for it."""
    escalated_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("duty to confirm")
        verbose_name_plural = _("duties to confirm")
        ordering = ["due_at", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["edition", "user"], name="duty_once")]
        indexes = [
            models.Index(fields=["user", "state", "due_at"], name="duty_of_person"),
            models.Index(fields=["remind_at"], condition=models.Q(state="open"), name="duty_to_remind"),
            models.Index(
                fields=["due_at"], condition=models.Q(state="open", escalated_at__isnull=True), name="duty_to_escalate"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.user_id} {self.state}"

    def is_late(self, *, at: datetime) -> bool:
        """Whether it is open and its time has passed."""
        return self.state == self.State.OPEN and self.due_at < at


class DutyDealer(models.Model):
    """A dealer as whose the person is asked, and at which the duty counts: it follows their memberships while the
    edition is in force. What a confirmation was given for stands in `Acknowledgement`."""

    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="places")
    dealer = models.ForeignKey(Dealer, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("dealer of a duty")
        verbose_name_plural = _("dealers of duties")
        constraints: ClassVar = [models.UniqueConstraint(fields=["duty", "dealer"], name="duty_dealer_once")]

    def __str__(self) -> str:
        return f"{self.duty_id} @ {self.dealer_id}"
