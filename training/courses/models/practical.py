"""Practical tasks: what a person hands in, and what an assessor saw. What was observed is written once."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from training.courses.models.course import CourseVersion
from training.courses.models.registration import Registration


class SignOff(models.Model):
    """A request to look at what somebody does. One is open at a time; after a failed one comes the next."""

    class State(models.TextChoices):
        OPEN = "open", _("waits for an assessor")
        DECIDED = "decided", _("assessed")
        TAKEN_BACK = "taken_back", _("taken back")

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="sign_offs")
    lesson = models.CharField(max_length=40)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.OPEN)
    note = models.CharField(_("note for the assessor"), max_length=500, blank=True)
    manager_may = models.BooleanField(default=False, help_text=_("A manager of the person may sign it off too."))
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)

    class Meta:
        verbose_name = _("sign-off")
        verbose_name_plural = _("sign-offs")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "lesson"], condition=models.Q(state="open"), name="one_open_sign_off"
            )
        ]
        indexes = [models.Index(fields=["state", "asked_at"], name="sign_off_queue")]

    def __str__(self) -> str:
        return f"{self.registration_id}/{self.lesson}"


class Photo(models.Model):
    """A picture that shows the task done. Until it is handed in with a sign-off it can be taken out again."""

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="photos")
    lesson = models.CharField(max_length=40)
    sign_off = models.ForeignKey(SignOff, null=True, on_delete=models.PROTECT, related_name="photos")
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("photo of a task")
        verbose_name_plural = _("photos of tasks")
        ordering = ["added_at", "pk"]
        indexes = [models.Index(fields=["registration", "lesson"], name="photos_of_lesson")]

    def __str__(self) -> str:
        return str(self.key)

    @property
    def stored_as(self) -> str:
        """Its name in the store: of its own, so that taking it out takes no other picture away."""
        return f"evidence/{self.key.hex[:2]}/{self.key.hex}"


class Observation(models.Model):
    """What an assessor saw, item by item, in the words of the checklist of that day. Never changed."""

    sign_off = models.OneToOneField(SignOff, on_delete=models.PROTECT, related_name="observation")
    version = models.ForeignKey(CourseVersion, on_delete=models.PROTECT, related_name="+")
    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    results = models.JSONField(help_text=_("[{text, critical, result: right | wrong | not_seen, comment}, ...]"))
    passed = models.BooleanField(_("passed"))
    share = models.DecimalField(max_digits=7, decimal_places=6)
    comment = models.TextField(_("comment"), blank=True, max_length=2000)
    observed_at = models.DateTimeField(_("observed"), default=timezone.now)

    class Meta:
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        ordering = ["-observed_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.sign_off} {self.observed_at:%Y-%m-%d}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("An observation is never changed.")
        super().save(*args, **kwargs)
