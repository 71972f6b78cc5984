"""Who is enrolled without asking: rules and their runs, files of enrolments, and overdue registrations reported."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel

from portal.network.models import Department, Targeted
from training.courses.models import Course, Registration

LONGEST_DAYS = [MinValueValidator(1), MaxValueValidator(3650)]


class EnrolmentRule(Targeted, ClusterableModel):
    """Whoever has a membership that meets its audience takes its courses."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        ACTIVE = "active", _("Active")
        PAUSED = "paused", _("Paused")

    name = models.CharField(_("name"), max_length=160)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("owning department")
    )
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.DRAFT)
    courses = ParentalManyToManyField(Course, related_name="+", verbose_name=_("courses"))
    starters_within = models.PositiveIntegerField(
        _("new starters only: days since they began"),
        null=True,
        blank=True,
        validators=LONGEST_DAYS,
        help_text=_("Empty: everybody, however long they work there."),
    )
    active_from = models.DateField(_("active from"), default=timezone.localdate)
    active_until = models.DateField(_("active until"), null=True, blank=True, help_text=_("Included. Empty: no end."))
    due_days = models.PositiveIntegerField(
        _("days to complete"),
        null=True,
        blank=True,
        validators=LONGEST_DAYS,
        help_text=_("From the day of enrolment. Empty: as the course says."),
    )
    reason = models.CharField(
        _("reason"), max_length=300, help_text=_("Shown to the learner: why they are to take the course.")
    )
    retake_months = models.PositiveIntegerField(
        _("take again after months"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
        help_text=_("Since it was last completed. Empty: once is enough."),
    )
    escalate_days = models.PositiveIntegerField(
        _("tell the manager after days overdue"),
        null=True,
        blank=True,
        validators=LONGEST_DAYS,
        help_text=_("Empty: as for the course."),
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("enrolment rule")
        verbose_name_plural = _("enrolment rules")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.active_until and self.active_until < self.active_from:
            raise ValidationError({"active_until": _("It would end before it begins.")})

    def runs_on(self, day: date) -> bool:
        """Whether it enrols on this day."""
        within = self.active_from <= day and (self.active_until is None or day <= self.active_until)
        return self.state == self.State.ACTIVE and within


class RuleRun(models.Model):
    """One going through of a rule, by a job, a piece at a time: what it did, and where it goes on when it stopped."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        STOPPED = "stopped", _("Stopped")
        DONE = "done", _("Done")

    class Note(models.TextChoices):
        UNPUBLISHED = "unpublished", _("A course of the rule is not published.")

    OPEN = (State.WAITING, State.RUNNING)

    rule = models.ForeignKey(EnrolmentRule, on_delete=models.PROTECT, related_name="runs", verbose_name=_("rule"))
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    day = models.DateField(_("day"))
    daily = models.BooleanField(default=False, help_text=_("Begun by the clock and not by a person."))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("by")
    )
    created_at = models.DateTimeField(_("begun"), default=timezone.now)
    beat_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(_("ended"), null=True)
    courses = models.JSONField(default=list, help_text=_("Ids of the courses, as they were when it began."))
    at_course = models.PositiveIntegerField(default=0)
    after_user = models.BigIntegerField(default=0)
    expected = models.PositiveIntegerField(_("people to look at"), default=0)
    looked_at = models.PositiveIntegerField(_("looked at"), default=0)
    made = models.PositiveIntegerField(_("enrolled"), default=0)
    already = models.PositiveIntegerField(_("enrolled already"), default=0)
    completed = models.PositiveIntegerField(_("completed before"), default=0)
    withdrawn = models.PositiveIntegerField(_("withdrawn before"), default=0)
    note = models.CharField(_("note"), max_length=12, choices=Note, blank=True)

    class Meta:
        verbose_name = _("run of a rule")
        verbose_name_plural = _("runs of rules")
        ordering = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["rule"], condition=models.Q(state__in=["waiting", "running"]), name="one_open_run"
            ),
            models.UniqueConstraint(fields=["rule", "day"], condition=models.Q(daily=True), name="one_daily_run"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} · {self.day}"

    @property
    def percent(self) -> int:
        """How far it is, 0 to 100."""
        if self.state == self.State.DONE:
            return 100
        if not self.expected:
            return 0
        return min(99, self.looked_at * 100 // self.expected)


class RuleEnrolment(models.Model):
    """A registration that a rule asked for: made by it, or found open. Keeps it from asking again for what ended."""

    rule = models.ForeignKey(EnrolmentRule, on_delete=models.PROTECT, related_name="enrolments")
    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="rule_enrolments")
    run = models.ForeignKey(RuleRun, null=True, on_delete=models.PROTECT, related_name="enrolments")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("enrolment by a rule")
        verbose_name_plural = _("enrolments by rules")
        constraints: ClassVar = [models.UniqueConstraint(fields=["rule", "registration"], name="rule_enrolment_once")]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.registration_id}"


class EnrolmentFile(models.Model):
    """Lines of an uploaded file, kept between what it would do and doing it."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("file"), max_length=255)
    lines = models.JSONField(help_text=_("[line number, person, course, due] of each."))
    uploaded_at = models.DateTimeField(default=timezone.now)
    applied_at = models.DateTimeField(null=True)
    made = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("file of enrolments")
        verbose_name_plural = _("files of enrolments")
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.name


class CourseReminders(models.Model):
    """When the manager is told that somebody is late with a course."""

    course = models.OneToOneField(Course, on_delete=models.CASCADE, related_name="reminders", verbose_name=_("course"))
    escalate_days = models.PositiveIntegerField(_("tell the manager after days overdue"), validators=LONGEST_DAYS)

    class Meta:
        verbose_name = _("reminders of a course")
        verbose_name_plural = _("reminders of courses")

    def __str__(self) -> str:
        return str(self.course)


class Escalation(models.Model):
    """A registration whose delay was reported to the managers, once for each day by which it was due."""

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="escalations")
    due_on = models.DateField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("escalation")
        verbose_name_plural = _("escalations")
        constraints: ClassVar = [models.UniqueConstraint(fields=["registration", "due_on"], name="escalation_once")]

    def __str__(self) -> str:
        return f"{self.registration_id} {self.due_on}"
