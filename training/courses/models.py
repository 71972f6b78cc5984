"""Courses, their versions, and the registrations of people.

A version is written when the course is published, and never changed. A registration is one person's way through one
version: taking the course again is another registration, so that nothing that was earned is ever reset.
"""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.fields import RichTextField, StreamField
from wagtail.models import PageManager

from content.library.models import DepartmentPage
from content.library.models.publication import Publication, PublicationQuerySet
from portal.network.models import Department
from training.courses.blocks import course_blocks
from training.courses.outline import Outline
from training.courses.panels import course_edit_handler


class LessonFile(models.Model):
    """A picture, film, captions or document of lessons, kept privately. Learners get it through the lesson."""

    class Kind(models.TextChoices):
        PICTURE = "picture", _("Picture")
        VIDEO = "video", _("Film (MP4, WebM)")
        CAPTIONS = "captions", _("Captions (WebVTT)")
        DOCUMENT = "document", _("Document to download")

    title = models.CharField(_("title"), max_length=160)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, editable=False)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("owning department")
    )
    name = models.CharField(max_length=255, editable=False, help_text=_("Of the file that was uploaded."))
    sha256 = models.CharField(max_length=64, editable=False, db_index=True)
    content_type = models.CharField(max_length=100, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), editable=False)
    created_at = models.DateTimeField(_("uploaded"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("file of lessons")
        verbose_name_plural = _("files of lessons")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def stored_as(self) -> str:
        """Its name in the store."""
        return f"lessons/{self.sha256[:2]}/{self.sha256}"


class Course(Publication):
    """A course as its authors edit it. What learners take is a version of it."""

    class Level(models.TextChoices):
        BASIC = "basic", _("Basic")
        ADVANCED = "advanced", _("Advanced")
        EXPERT = "expert", _("Expert")

    class Enrolment(models.TextChoices):
        SELF = "self", _("Anyone who may see it enrols by themselves")
        APPROVAL = "approval", _("By themselves, approved by their manager")
        ASSIGNED = "assigned", _("Only who is assigned")

    class Succession(models.TextChoices):
        FINISH = "finish", _("Finish the version that they began")
        MOVE = "move", _("Move to the new version and keep what they have done")

    summary = models.TextField(_("summary"), max_length=500, help_text=_("What it is about, in two sentences."))
    objectives = RichTextField(
        _("objectives"), features=["ul", "ol", "bold"], help_text=_("What a person can do afterwards.")
    )
    level = models.CharField(_("level"), max_length=10, choices=Level, default=Level.BASIC)
    enrolment = models.CharField(_("enrolment"), max_length=10, choices=Enrolment, default=Enrolment.SELF)
    succession = models.CharField(
        _("people on the way when a new version appears"),
        max_length=8,
        choices=Succession,
        default=Succession.FINISH,
    )
    in_order = models.BooleanField(_("lessons in order"), default=True)
    days = models.PositiveIntegerField(
        _("days to complete"), null=True, blank=True, validators=[MinValueValidator(1)], help_text=_("Empty: any.")
    )
    prerequisites = ParentalManyToManyField(
        "self", symmetrical=False, blank=True, related_name="+", verbose_name=_("courses to complete before")
    )
    body = StreamField(course_blocks(), blank=True, verbose_name=_("modules"))

    objects: ClassVar[Any] = PageManager.from_queryset(PublicationQuerySet)()

    edit_handler = course_edit_handler()
    is_creatable = True
    parent_page_types = ["library.DepartmentPage"]
    subpage_types: list[str] = []
    preview_modes: list[tuple[str, str]] = []

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """The address at which dealers find it; Wagtail serves no pages itself."""
        parts = super().get_url_parts(request)
        return parts and (parts[0], settings.BASE_URL, reverse("courses:course", kwargs={"course_id": self.pk}))

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """The owner is the department of the section that holds the page."""
        parent = self.get_parent() if self.path else None
        if parent is not None and isinstance(parent.specific, DepartmentPage):
            self.department = parent.specific.department
        super().full_clean(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        if self.effective_from and self.expires_at and self.expires_at <= self.effective_from:
            raise ValidationError({"expires_at": _("It would end before it begins.")})
        if self.pk and any(course.pk == self.pk for course in self.prerequisites.all()):
            raise ValidationError({"prerequisites": _("A course cannot come before itself.")})


class CourseVersion(models.Model):
    """What a course was from one publication to the next. Written once."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    title = models.CharField(max_length=255)
    body = models.JSONField()
    in_order = models.BooleanField()
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("version of a course")
        verbose_name_plural = _("versions of courses")
        ordering = ["course", "-number"]
        constraints = [models.UniqueConstraint(fields=["course", "number"], name="course_version_once")]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("A version of a course is never changed.")
        super().save(*args, **kwargs)

    @cached_property
    def outline(self) -> Outline:
        return Outline.read(self.body)


class Registration(models.Model):
    """One person's way through a course. `cycle` counts how often they take it. Never reset, never deleted."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("waits for approval")
        ENROLLED = "enrolled", _("not started")
        IN_PROGRESS = "in_progress", _("in progress")
        COMPLETED = "completed", _("completed")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

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
        if not self.lessons_required:
            return 100 if self.state == self.State.COMPLETED else 0
        return self.lessons_done * 100 // self.lessons_required

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

    class Meta:
        verbose_name = _("state of a lesson")
        verbose_name_plural = _("states of lessons")
        constraints = [models.UniqueConstraint(fields=["registration", "lesson"], name="lesson_state_once")]

    def __str__(self) -> str:
        return f"{self.registration_id}/{self.lesson}"
