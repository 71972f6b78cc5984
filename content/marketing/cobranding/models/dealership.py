"""What a dealership keeps for its prints: its profile, in versions, and its pictures."""

from __future__ import annotations

from typing import Any
from unicodedata import normalize

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.marketing.cobranding.stored import stored_name
from portal.core.reading import read_as
from portal.network.models import Dealer


class DealerUpload(models.Model):
    """A picture or logo of a dealership, kept privately under its SHA-256 as it was written anew. It never changes."""

    class Kind(models.TextChoices):
        LOGO = "logo", _("Logo")
        PICTURE = "picture", _("Picture")

    dealer = models.ForeignKey(Dealer, on_delete=models.PROTECT, related_name="+", verbose_name=_("dealer"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    name = models.CharField(_("name"), max_length=160)
    sha256 = models.CharField(max_length=64)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("picture of a dealership")
        verbose_name_plural = _("pictures of dealerships")
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["dealer", "kind", "sha256"], name="dealer_upload_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def stored_as(self) -> str:
        """Its name in the store."""
        return stored_name(self.sha256)


class DealerProfile(models.Model):
    """What a dealership says of itself, from one change to the next. Each change is a new row; the newest counts."""

    dealer = models.ForeignKey(Dealer, on_delete=models.PROTECT, related_name="+", verbose_name=_("dealer"))
    number = models.PositiveIntegerField(_("version"))
    name = models.CharField(_("name"), max_length=160)
    name_zh = models.CharField(_("name in Chinese"), max_length=160, blank=True)
    address = models.TextField(_("address"), max_length=300, blank=True)
    address_zh = models.TextField(_("address in Chinese"), max_length=300, blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    email = models.EmailField(_("mail address"), blank=True)
    web = models.URLField(_("web address"), max_length=300, blank=True)
    hours = models.TextField(_("opening hours"), max_length=300, blank=True)
    hours_zh = models.TextField(_("opening hours in Chinese"), max_length=300, blank=True)
    logo = models.ForeignKey(
        DealerUpload, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("logo")
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("profile of a dealership")
        verbose_name_plural = _("profiles of dealerships")
        ordering = ["dealer", "-number"]
        constraints = [models.UniqueConstraint(fields=["dealer", "number"], name="dealer_profile_version_once")]

    def __str__(self) -> str:
        return f"{self.dealer_id} ({self.number})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("A version of a profile is never changed.")
        super().save(*args, **kwargs)

    @property
    def own_name(self) -> str:
        """The name in the language of the reader."""
        return read_as(self.name, self.name_zh)

    @property
    def dialled(self) -> str:
        """The telephone number as it is dialled; empty where words are written beside it."""
        plain = normalize("NFKC", self.phone)
        if any(character.isalpha() for character in plain):
            return ""
        return "".join(character for character in plain if character in "+0123456789")
