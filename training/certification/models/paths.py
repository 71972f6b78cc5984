"""Curricula: what people in a job complete, their published versions, and how far each person is."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, RevisionMixin

from portal.core.reading import read_as
from portal.network.models import Brand, Department, JobRole
from training.certification.blocks import SetBlock
from training.courses.api import Course


class Curriculum(DraftStateMixin, RevisionMixin, ClusterableModel):
    """What people in a job learn, as its authors edit it. What counts is its newest published version."""

    Level = Course.Level

    code = models.SlugField(_("code"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=160)
    title_zh = models.CharField(_("title in Chinese"), max_length=160, blank=True)
    summary = models.TextField(_("summary"), max_length=500, blank=True)
    summary_zh = models.TextField(_("summary in Chinese"), max_length=500, blank=True)
    level = models.CharField(_("level"), max_length=10, choices=Course.Level, default=Course.Level.BASIC)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("owning department")
    )
    roles = ParentalManyToManyField(
        JobRole, blank=True, related_name="curricula", verbose_name=_("job roles"), help_text=_("Empty: all job roles.")
    )
    brands = ParentalManyToManyField(
        Brand, blank=True, related_name="curricula", verbose_name=_("brands"), help_text=_("Empty: all brands.")
    )
    body = StreamField([("set", SetBlock())], blank=True, verbose_name=_("what to complete"))
    current = models.ForeignKey(
        "CurriculumVersion", null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        verbose_name = _("curriculum")
        verbose_name_plural = _("curricula")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    @property
    def own_title(self) -> str:
        """In the reader's language where it is there."""
        return read_as(self.title, self.title_zh)

    @property
    def own_summary(self) -> str:
        """In the reader's language where it is there."""
        return read_as(self.summary, self.summary_zh)

    def clean(self) -> None:
        """A curriculum cannot lead back to itself: nobody could complete it."""
        super().clean()
        wanted = {
            item["value"]
            for block in self.body.get_prep_value()
            for item in block["value"]["items"]
            if item["type"] == "curriculum"
        }
        seen: set[int] = set()
        while wanted:
            if self.pk in wanted:
                raise ValidationError({"body": _("This curriculum would contain itself.")})
            seen |= wanted
            within = Requirement.objects.filter(
                set__version=models.F("set__version__curriculum__current"), set__version__curriculum__in=wanted
            )
            wanted = set(within.filter(curriculum__isnull=False).values_list("curriculum", flat=True)) - seen


class CurriculumVersion(models.Model):
    """What a curriculum asked for from one publication to the next. Written once, with its sets and requirements."""

    curriculum = models.ForeignKey(Curriculum, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    title = models.CharField(max_length=160)
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("version of a curriculum")
        verbose_name_plural = _("versions of curricula")
        ordering = ["curriculum", "-number"]
        constraints = [models.UniqueConstraint(fields=["curriculum", "number"], name="curriculum_version_once")]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("A version of a curriculum is never changed.")
        super().save(*args, **kwargs)


class RequirementSet(models.Model):
    """Things to complete: all, some, or all in order. One that is not required is an offer."""

    class Rule(models.TextChoices):
        ALL = "all", _("all of them")
        SOME = "n_of", _("some of them")
        ORDERED = "ordered", _("one after the other")

    version = models.ForeignKey(CurriculumVersion, on_delete=models.PROTECT, related_name="sets")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    title_zh = models.CharField(max_length=120, blank=True, default="")
    rule = models.CharField(max_length=8, choices=Rule)
    count = models.PositiveSmallIntegerField(null=True)
    required = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("set of requirements")
        verbose_name_plural = _("sets of requirements")
        ordering = ["version", "position"]
        constraints = [models.UniqueConstraint(fields=["version", "position"], name="requirement_set_place_once")]

    def __str__(self) -> str:
        return self.title


class Requirement(models.Model):
    """One thing to complete: a course, a curriculum, or a certification that is held."""

    set = models.ForeignKey(RequirementSet, on_delete=models.PROTECT, related_name="requirements")
    position = models.PositiveSmallIntegerField()
    course = models.ForeignKey(Course, null=True, on_delete=models.PROTECT, related_name="+")
    curriculum = models.ForeignKey(Curriculum, null=True, on_delete=models.PROTECT, related_name="required_by")
    scheme = models.ForeignKey("CertificationScheme", null=True, on_delete=models.PROTECT, related_name="required_by")

    class Meta:
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        ordering = ["set", "position"]
        constraints = [
            models.UniqueConstraint(fields=["set", "position"], name="requirement_place_once"),
            models.CheckConstraint(
                condition=models.Q(course__isnull=False, curriculum__isnull=True, scheme__isnull=True)
                | models.Q(course__isnull=True, curriculum__isnull=False, scheme__isnull=True)
                | models.Q(course__isnull=True, curriculum__isnull=True, scheme__isnull=False),
                name="requirement_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.set_id}/{self.position}"


class CurriculumProgress(models.Model):
    """How far a person is in a curriculum: kept when it changes, so that no list has to work it out. `done` and
    `required` are those of `version`; what was completed once stays completed, with the version that it was."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="curriculum_progress")
    curriculum = models.ForeignKey(Curriculum, on_delete=models.PROTECT, related_name="progress")
    version = models.ForeignKey(CurriculumVersion, on_delete=models.PROTECT, related_name="+")
    done = models.PositiveIntegerField(default=0)
    required = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(default=timezone.now)
    completed_at = models.DateTimeField(_("completed"), null=True)
    completed_version = models.ForeignKey(CurriculumVersion, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("progress in a curriculum")
        verbose_name_plural = _("progress in curricula")
        constraints = [models.UniqueConstraint(fields=["user", "curriculum"], name="curriculum_progress_once")]
        indexes = [models.Index(fields=["curriculum", "completed_at"], name="curriculum_progress_completed")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.curriculum_id}: {self.done}/{self.required}"

    @property
    def percent(self) -> int:
        """How far, 0 to 100: 100 only when all that is required is done."""
        return self.done * 100 // self.required if self.required else 0
