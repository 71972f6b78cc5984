"""A campaign's programme as it was published last: what appears and disappears when. Compared with the clock at every
read, so that nothing has to run at an instant."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from content.marketing.assets.models import Asset
from content.marketing.campaigns.models.campaign import Campaign


class Phase(models.Model):
    """A stretch of a campaign, or the whole of it. Kept when it is taken out: calendars have to be told."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="phases")
    key = models.CharField(max_length=36, help_text=_("Of its block; empty for the whole of the campaign."), blank=True)
    name = models.CharField(max_length=255)
    text = models.TextField(blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    hidden = models.BooleanField(default=False, help_text=_("Not even its name is seen before it begins."))
    place = models.PositiveSmallIntegerField(default=0)
    sequence = models.PositiveIntegerField(default=0, help_text=_("RFC 5545: grows when name or dates change."))
    changed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("phase of a campaign")
        verbose_name_plural = _("phases of campaigns")
        ordering = ["campaign", "place", "starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "key"], name="campaign_phase_once"),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="campaign_phase_forward"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_whole(self) -> bool:
        """Whether it stands for the campaign from its first to its last instant."""
        return not self.key

    @property
    def uid(self) -> str:
        """The same for this stretch whenever and to whomever it is said (RFC 5545, 3.8.4.7)."""
        return f"campaign-{self.campaign_id}{'-' if self.key else ''}{self.key}@forecourt"


class Item(models.Model):
    """Something that dealers are given in a phase: an asset, a publication (a manual, a bulletin, a sales kit) or an
    address elsewhere. Seen in the campaign while its own rule, its phase and its campaign all allow it."""

    phase = models.ForeignKey(Phase, on_delete=models.CASCADE, related_name="items")
    key = models.CharField(max_length=36)
    asset = models.ForeignKey(Asset, null=True, on_delete=models.CASCADE, related_name="+")
    page = models.ForeignKey(Page, null=True, on_delete=models.CASCADE, related_name="+")
    url = models.URLField(max_length=500, blank=True)
    title = models.CharField(max_length=255, blank=True, help_text=_("Of an address elsewhere."))
    note = models.CharField(max_length=300, blank=True)
    exclusive = models.BooleanField(default=False, help_text=_("Seen nowhere outside its phase."))
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("item of a campaign")
        verbose_name_plural = _("items of campaigns")
        ordering = ["phase", "place", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["phase", "key"], name="campaign_item_once"),
            models.CheckConstraint(
                condition=models.Q(asset__isnull=False) | models.Q(page__isnull=False) | ~models.Q(url=""),
                name="campaign_item_is_something",
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.asset_id or ''}{self.page_id or ''}"


class Bound(models.Model):
    """A publication that belongs to one campaign: its own dates, narrowed to its phase. What its authors set is kept
    here and given back when it is let go."""

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="bound_to_campaign")
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="bound")
    own_from = models.DateTimeField(null=True)
    own_until = models.DateTimeField(null=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        verbose_name = _("publication of a campaign")
        verbose_name_plural = _("publications of campaigns")

    def __str__(self) -> str:
        return f"{self.page_id} {self.campaign_id}"
