"""What people make of templates: fillings that can be changed, and prints that were made of them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.marketing.cobranding.models.template import TemplateVersion
from content.marketing.cobranding.stored import stored_name
from portal.network.models import Dealer


class Filling(models.Model):
    """A version of a template with what a dealership put in its fields. Seen by that dealership alone."""

    dealer = models.ForeignKey(Dealer, on_delete=models.PROTECT, related_name="+", verbose_name=_("dealer"))
    version = models.ForeignKey(TemplateVersion, on_delete=models.PROTECT, related_name="fillings")
    title = models.CharField(_("title"), max_length=160)
    values = models.JSONField(default=dict)
    """Field -> what was put in: a text, or the key of an upload or an asset ({"upload": 7})."""
    edit = models.PositiveIntegerField(default=0)
    """Counts the changes: who saves says on which one they build."""
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        verbose_name = _("filled-in template")
        verbose_name_plural = _("filled-in templates")
        ordering = ["-changed_at", "-pk"]
        indexes = [models.Index(fields=["dealer", "-changed_at"], name="filling_of_dealer")]

    def __str__(self) -> str:
        return self.title


class Print(models.Model):
    """A file that was made of a filling: who made it, of which version, with what in its fields."""

    class Kind(models.TextChoices):
        PRESS = "press", _("PDF for the print shop")
        SCREEN = "screen", _("PDF for the screen")
        PNG = "png", _("Picture (PNG)")
        JPEG = "jpeg", _("Picture (JPEG)")

    class State(models.TextChoices):
        WAITING = "waiting", _("Being made")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Not made")

    filling = models.ForeignKey(Filling, null=True, on_delete=models.SET_NULL, related_name="prints")
    dealer = models.ForeignKey(Dealer, on_delete=models.PROTECT, related_name="+", verbose_name=_("dealer"))
    version = models.ForeignKey(TemplateVersion, on_delete=models.PROTECT, related_name="prints")
    title = models.CharField(_("title"), max_length=160)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    page = models.PositiveSmallIntegerField(_("page"), default=1)
    """Of a picture."""
    values = models.JSONField(default=dict)
    profile = models.ForeignKey("DealerProfile", null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=500, blank=True)
    """Why it was not made."""
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("print of a template")
        verbose_name_plural = _("prints of templates")
        ordering = ["-made_at", "-pk"]
        indexes = [
            models.Index(fields=["filling", "-made_at"], name="print_of_filling"),
            models.Index(fields=["version", "dealer"], name="print_of_version"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.kind})"

    @property
    def stored_as(self) -> str:
        """Its name in the store."""
        return stored_name(self.sha256)

    @property
    def facts(self) -> tuple[str, str]:
        """Content type and ending of its file."""
        return FACTS[self.Kind(self.kind)]


FACTS: dict[Any, tuple[str, str]] = {
    Print.Kind.PRESS: ("application/pdf", "pdf"),
    Print.Kind.SCREEN: ("application/pdf", "pdf"),
    Print.Kind.PNG: ("image/png", "png"),
    Print.Kind.JPEG: ("image/jpeg", "jpg"),
}
