"""What dealers have to do for a campaign, and the photos that show it."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from content.marketing.campaigns.models.campaign import Campaign
from content.marketing.campaigns.models.programme import Phase
from portal.network.models import Dealer, DealerTier, JobRole


class CampaignTask(models.Model):
    """A task as the campaign was published last. Kept when it is taken out, with what dealers handed in."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="tasks")
    phase = models.ForeignKey(Phase, on_delete=models.CASCADE, related_name="tasks")
    key = models.CharField(max_length=36)
    title = models.CharField(_("title"), max_length=160)
    instructions = models.TextField(_("instructions"), blank=True)
    due_at = models.DateTimeField(_("due"))
    photos = models.PositiveSmallIntegerField(_("photos needed"), default=0)
    roles = models.ManyToManyField(JobRole, related_name="+", verbose_name=_("job roles"))
    tiers = models.ManyToManyField(DealerTier, related_name="+", verbose_name=_("dealer tiers"))
    place = models.PositiveSmallIntegerField(default=0)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("task of a campaign")
        verbose_name_plural = _("tasks of campaigns")
        ordering = ["campaign", "due_at", "place", "pk"]
        constraints = [models.UniqueConstraint(fields=["campaign", "key"], name="campaign_task_once")]

    def __str__(self) -> str:
        return self.title


class DealerTask(models.Model):
    """A task at one dealer.

    open -> done (handed in) -> accepted | sent_back -> done; done -> open | sent_back (taken back). Late is no state:
    it is what waits for the dealer after it was due.
    """

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("task", "Open")
        DONE = "done", pgettext_lazy("task", "Handed in")
        ACCEPTED = "accepted", pgettext_lazy("task", "Accepted")
        SENT_BACK = "sent_back", pgettext_lazy("task", "Sent back")

    WITH_DEALER: ClassVar = (State.OPEN, State.SENT_BACK)
    """It waits for the dealer."""
    FINISHED: ClassVar = (State.DONE, State.ACCEPTED)

    task = models.ForeignKey(CampaignTask, on_delete=models.CASCADE, related_name="dealer_tasks")
    dealer = models.ForeignKey(Dealer, on_delete=models.PROTECT, related_name="campaign_tasks")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    done_at = models.DateTimeField(_("handed in"), null=True)
    created_at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True)
    reminded_days = models.PositiveSmallIntegerField(null=True, help_text=_("The last reminder, in days before."))
    escalated_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("task at a dealer")
        verbose_name_plural = _("tasks at dealers")
        ordering = ["task__due_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["task", "dealer"], name="campaign_task_once_per_dealer")]
        indexes = [
            models.Index(fields=["dealer", "state"], name="campaign_task_of_dealer"),
            models.Index(fields=["task", "state"], name="campaign_task_state"),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.dealer_id}"

    @property
    def uid(self) -> str:
        """For calendars: the same whenever it is said."""
        return f"campaign-task-{self.pk}@forecourt"


class HandIn(models.Model):
    """One time that a dealer handed a task in, and what the maker said to it. Never changed after that."""

    class Verdict(models.TextChoices):
        WAITING = "", _("Waiting")
        ACCEPTED = "accepted", _("Accepted")
        SENT_BACK = "sent_back", _("Sent back")
        TAKEN_BACK = "taken_back", _("Taken back")

    dealer_task = models.ForeignKey(DealerTask, on_delete=models.CASCADE, related_name="hand_ins")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    comment = models.CharField(_("comment"), max_length=1000, blank=True)
    verdict = models.CharField(max_length=10, choices=Verdict, default=Verdict.WAITING, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("task handed in")
        verbose_name_plural = _("tasks handed in")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dealer_task"], condition=models.Q(verdict=""), name="one_hand_in_waits_per_task"
            )
        ]

    def __str__(self) -> str:
        return f"{self.dealer_task_id} {self.at}"


class TaskPhoto(models.Model):
    """A photo of a task done, re-encoded, kept privately; without `hand_in` it is not handed in yet."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    dealer_task = models.ForeignKey(DealerTask, on_delete=models.CASCADE, related_name="photos")
    hand_in = models.ForeignKey(HandIn, null=True, on_delete=models.CASCADE, related_name="photos")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    content_type = models.CharField(max_length=20)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("photo of a task")
        verbose_name_plural = _("photos of tasks")
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return str(self.key)

    @property
    def stored_as(self) -> str:
        """Its name in the store. Of its own and not of its bytes: when it goes, no other photo goes with it."""
        return f"campaign-photos/{self.key.hex[:2]}/{self.key.hex}"
