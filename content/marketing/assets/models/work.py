"""What workers make of assets: reading them, web films, files by channel; and the captions that people hand in."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.library.models.publication import LANGUAGES
from content.marketing.assets.models.asset import Asset
from content.marketing.assets.models.vocabulary import Channel


class LeasedQuerySet(models.QuerySet["Leased"]):
    def free(self) -> LeasedQuerySet:
        """What is to be done and held by no living worker."""
        now = timezone.now()
        unheld = models.Q(leased_until__isnull=True) | models.Q(leased_until__lt=now)
        return self.filter(unheld, state__in=[Leased.State.WAITING, Leased.State.WORKING])


class Leased(models.Model):
    """Work that one worker does under a lease. A lease that ran out belongs to a dead worker."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        WORKING = "working", _("In progress")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=20, blank=True)

    objects = LeasedQuerySet.as_manager()

    class Meta:
        abstract = True


class Work(Leased):
    """A step of reading an asset."""

    class Step(models.TextChoices):
        LOOK = "look", _("Reading")
        FILM = "film", _("Web film")
        PRINT = "print", _("First page")

    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="work")
    step = models.CharField(max_length=6, choices=Step, default=Step.LOOK)

    class Meta:
        verbose_name = _("step of reading")
        verbose_name_plural = _("steps of reading")
        constraints = [models.UniqueConstraint(fields=["asset", "step"], name="asset_step_once")]
        indexes = [models.Index(fields=["state", "queued_at"], name="asset_step_due")]

    def __str__(self) -> str:
        return f"{self.asset_id} {self.step}"


class Rendition(Leased):
    """An asset as it is given out by a channel, or cleaned (no channel). `key` is made of the file's hash and of all
    that decides what is made: what is asked for twice is made once."""

    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="renditions")
    channel = models.ForeignKey(Channel, null=True, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    content_type = models.CharField(max_length=100, blank=True)
    extension = models.CharField(max_length=8, blank=True)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    used_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        constraints = [models.UniqueConstraint(fields=["asset", "key"], name="asset_rendition_once")]
        indexes = [
            models.Index(fields=["state", "queued_at"], name="asset_rendition_due"),
            models.Index(fields=["used_at"], name="asset_rendition_used"),
        ]

    def __str__(self) -> str:
        return f"{self.asset_id} {self.channel_id or 'clean'}"

    @property
    def stored_as(self) -> str:
        """Its name in the store."""
        return f"assets/renditions/{self.key[:2]}/{self.key}"


class Captions(models.Model):
    """WebVTT captions of a film or sound in one language, checked and written anew."""

    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="captions")
    language = models.CharField(_("language"), max_length=10, choices=LANGUAGES)
    text = models.TextField()
    cues = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("captions")
        verbose_name_plural = _("captions")
        ordering = ["language"]
        constraints = [models.UniqueConstraint(fields=["asset", "language"], name="asset_captions_once")]

    def __str__(self) -> str:
        return f"{self.asset_id} {self.language}"


class TermsAgreed(models.Model):
    """A person agreed to an asset's terms of use as they read then. The record stays."""

    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="agreements")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    terms_sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("agreement to terms of use")
        verbose_name_plural = _("agreements to terms of use")
        constraints = [models.UniqueConstraint(fields=["asset", "user", "terms_sha256"], name="asset_terms_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.asset_id}"
