"""The registrations of people, and how far they are. Never reset, never deleted."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from content.library.models import Edition, Manual
from training.courses.models.course import Course, CourseVersion


class Registration(models.Model):
    """One person's way through a course. `cycle` counts how often they take it. Never reset, never deleted."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("waits for approval")
        ENROLLED = "enrolled", _("not started")
        IN_PROGRESS = "in_progress", _("in progress")
        COMPLETED = "completed", _("completed")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("registration", "withdrawn")

    class Source(models.TextChoices):
        SELF = "self", _("by themselves")
        MANAGER = "manager", _("by a manager")
        TRAINER = "trainer", _("by a trainer")
        RULE = "rule", _("by a rule")

    OPEN = (State.REQUESTED, State.ENROLLED, State.IN_PROGRESS)

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="registrations")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="registrations")
    version = models.ForeignKey(CourseVersion, on_delete=models.PROTECT, related_name="registrations")
    cycle = models.PositiveIntegerField(default=1)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.ENROLLED)
    source = models.CharField(_("enrolled"), max_length=10, choices=Source)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    started_at = models.DateTimeField(_("started"), null=True)
    completed_at = models.DateTimeField(_("completed"), null=True)
    last_lesson = models.CharField(max_length=40, blank=True)
    last_seen_at = models.DateTimeField(null=True)
    lessons_done = models.PositiveIntegerField(default=0)
    lessons_required = models.PositiveIntegerField(default=0)
    share = models.DecimalField(
        _("score"), max_digits=7, decimal_places=6, null=True, help_text=_("The mean of its assessments, if any.")
    )

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "course", "cycle"], name="registration_cycle_once"),
            models.UniqueConstraint(
                fields=["user", "course"],
                condition=models.Q(state__in=["requested", "enrolled", "in_progress"]),
                name="one_open_registration",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "state", "due_on"]),
            models.Index(fields=["course", "state"]),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.course} · {self.cycle}"

    @property
    def percent(self) -> int:
        """How far, 0 to 100: 100 only when all that is required is done."""
        if self.state == self.State.COMPLETED:
            return 100
        if not self.lessons_required:
            return 0
        return min(99, self.lessons_done * 100 // self.lessons_required)

    @property
    def is_overdue(self) -> bool:
        return self.state in self.OPEN and self.due_on is not None and self.due_on < timezone.localdate()


class LessonState(models.Model):
    """How far a registration is with one lesson. `progress` is the lesson kind's own: what was watched, read."""

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="lesson_states")
    lesson = models.CharField(max_length=40)
    progress = models.JSONField(default=dict)
    share = models.DecimalField(max_digits=7, decimal_places=6, null=True)
    opened_at = models.DateTimeField(default=timezone.now)
    completed_at = models.DateTimeField(null=True)
    read_again_since = models.DateTimeField(
        null=True, help_text=_("The pages that were read have changed: the person was asked to read them again.")
    )

    class Meta:
        verbose_name = _("state of a lesson")
        verbose_name_plural = _("states of lessons")
        constraints = [models.UniqueConstraint(fields=["registration", "lesson"], name="lesson_state_once")]

    def __str__(self) -> str:
        return f"{self.registration_id}/{self.lesson}"


class Reading(models.Model):
    """That pages of a manual were read, and in which edition. Written once each; `checked` says up to which edition
    it is known whether they have changed since."""

    state = models.ForeignKey(LessonState, on_delete=models.PROTECT, related_name="readings")
    manual = models.ForeignKey(Manual, null=True, on_delete=models.SET_NULL, related_name="+")
    edition = models.ForeignKey(Edition, null=True, on_delete=models.SET_NULL, related_name="+")
    checked = models.ForeignKey(Edition, null=True, on_delete=models.SET_NULL, related_name="+")
    document_number = models.CharField(max_length=60)
    edition_label = models.CharField(max_length=60)
    first_page = models.PositiveIntegerField()
    last_page = models.PositiveIntegerField()
    read_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        ordering = ["-read_at", "-pk"]
        indexes = [models.Index(fields=["manual", "checked"], name="reading_to_check")]

    def __str__(self) -> str:
        return f"{self.document_number} {self.edition_label}, {self.first_page}-{self.last_page}"
