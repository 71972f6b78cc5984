"""The links by which customers get something of a kit or of a collection, and how often they were used."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from content.marketing.kits.models.collection import Collection
from content.marketing.kits.models.kit import SalesKit
from portal.network.models import Dealer


class ShareLink(models.Model):
    """What somebody of a dealership gives to a customer, until an instant. The address holds a secret; what is kept is
    its digest. What the customer sees is worked out at every request: see `content.marketing.kits.sharing`.
    """

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("share link", "open")
        LOCKED = "locked", pgettext_lazy("share link", "locked after wrong PINs")
        EXPIRED = "expired", pgettext_lazy("share link", "expired")
        REVOKED = "revoked", pgettext_lazy("share link", "taken back")

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    """By which its owner names it. It opens nothing."""
    digest = models.CharField(max_length=64, unique=True, editable=False)
    """SHA-256 of the secret, in hex."""
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="share_links")
    dealer = models.ForeignKey(Dealer, on_delete=models.PROTECT, related_name="+")
    kit = models.ForeignKey(SalesKit, null=True, on_delete=models.SET_NULL, related_name="share_links")
    collection = models.ForeignKey(Collection, null=True, on_delete=models.SET_NULL, related_name="share_links")
    title = models.CharField(_("title"), max_length=255)
    recipient = models.CharField(_("for whom"), max_length=120, blank=True)
    message = models.TextField(_("message"), max_length=1000, blank=True)
    language = models.CharField(_("language of the page"), max_length=10, choices=settings.LANGUAGES)
    pin = models.CharField(max_length=128, blank=True, editable=False)
    """Hashed like a password; empty: none is asked for."""
    wrong_pins = models.PositiveSmallIntegerField(default=0, editable=False)
    locked_until = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("until"))
    revoked_at = models.DateTimeField(null=True, editable=False)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    opens = models.PositiveIntegerField(_("opened"), default=0, editable=False)
    downloads = models.PositiveIntegerField(_("downloads"), default=0, editable=False)
    last_opened_at = models.DateTimeField(_("last opened"), null=True, editable=False)

    class Meta:
        verbose_name = _("share link")
        verbose_name_plural = _("share links")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["user", "created_at"], name="share_link_of_person"),
            models.Index(fields=["dealer", "created_at"], name="share_link_of_dealer"),
        ]

    def __str__(self) -> str:
        return self.title

    def state_at(self, at: datetime) -> State:
        """By its own facts. Whether its sender and the kit are still there is asked when it is opened."""
        if self.revoked_at is not None:
            return self.State.REVOKED
        if self.expires_at <= at:
            return self.State.EXPIRED
        if self.locked_until is not None and self.locked_until > at:
            return self.State.LOCKED
        return self.State.OPEN


class ShareItem(models.Model):
    """Something that was chosen for the customer: "asset:12", "table:<block>", "link:<entry>"."""

    link = models.ForeignKey(ShareLink, on_delete=models.CASCADE, related_name="items")
    key = models.CharField(max_length=60)

    class Meta:
        verbose_name = _("thing in a share link")
        verbose_name_plural = _("things in share links")
        constraints = [models.UniqueConstraint(fields=["link", "key"], name="share_item_once")]

    def __str__(self) -> str:
        return f"{self.link_id} {self.key}"


class LinkDay(models.Model):
    """How often a link was used on a day."""

    link = models.ForeignKey(ShareLink, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    opens = models.PositiveIntegerField(default=0)
    downloads = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("day of a share link")
        verbose_name_plural = _("days of share links")
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["link", "day"], name="share_link_day_once")]

    def __str__(self) -> str:
        return f"{self.link_id} {self.day}"
