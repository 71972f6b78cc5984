"""A course as it is edited, and its versions, which people take."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.fields import RichTextField, StreamField
from wagtail.models import PageManager

from content.library.models.publication import Publication, PublicationQuerySet
from portal.network.models import Department
from training.courses.blocks import course_blocks
from training.courses.faults import fault_sentence, faults
from training.courses.fulfilment import Rules, fulfilment
from training.courses.outline import Outline
from training.courses.panels import course_edit_handler


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
    electives = models.PositiveSmallIntegerField(
        _("optional lessons to complete"),
        default=0,
        help_text=_("Besides those needed: at least so many of the others."),
    )
    pass_percent = models.PositiveSmallIntegerField(
        _("mean score to reach, in percent"),
        default=0,
        validators=[MaxValueValidator(100)],
        help_text=_("Of the lessons that are scored. 0: none."),
    )
    days = models.PositiveIntegerField(
        _("days to complete"), null=True, blank=True, validators=[MinValueValidator(1)], help_text=_("Empty: any.")
    )
    prerequisites = ParentalManyToManyField(
        "self", symmetrical=False, blank=True, related_name="+", verbose_name=_("courses to complete before")
    )
    body = StreamField(course_blocks(), blank=True, verbose_name=_("modules"))
    archived_at = models.DateTimeField(_("archived"), null=True, editable=False)

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

    def clean(self) -> None:
        super().clean()
        if self.pk and any(course.pk == self.pk for course in self.prerequisites.all()):
            raise ValidationError({"prerequisites": _("A course cannot come before itself.")})
        if wrong := faults(self.outline, rules=self.rules, in_order=self.in_order):
            raise ValidationError({"body": [fault_sentence(one) for one in wrong]})

    @property
    def outline(self) -> Outline:
        """Of the course as it is edited."""
        return Outline.read(self.body.get_prep_value())

    @property
    def rules(self) -> Rules:
        return Rules(electives=self.electives or 0, pass_percent=self.pass_percent or 0)


class CourseVersion(models.Model):
    """What a course was from one publication to the next. Written once."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="versions")
    """Versions go with a course that nobody was ever registered for; a registration protects both."""
    number = models.PositiveIntegerField(_("version"))
    title = models.CharField(max_length=255)
    body = models.JSONField()
    in_order = models.BooleanField()
    rules = models.JSONField(default=dict, help_text=_("What completes it, beside its required lessons."))
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

    @property
    def completion(self) -> Rules:
        """What completes it."""
        return Rules.read(self.rules)

    @property
    def lessons_needed(self) -> int:
        """How many lessons somebody has to complete who begins."""
        return fulfilment(self.outline, self.completion, completed=frozenset(), scores={}).needed


class CourseImport(models.Model):
    """A file of a course that somebody has sent and not decided about yet. Kept privately for a day."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    department = models.ForeignKey(Department, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=255)
    code = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("import of a course")
        verbose_name_plural = _("imports of courses")

    def __str__(self) -> str:
        return self.name

    @property
    def stored_as(self) -> str:
        """Its name in the store."""
        return f"course-imports/{self.key.hex}"
