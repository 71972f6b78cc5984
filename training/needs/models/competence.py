"""What people can do, what their job asks for, and what showed it.

A competency has levels 0 to 4, in the words of its framework. A role profile says which level a job at a brand asks
for. Evidence is only ever added; what level it comes to is worked out by `training.needs.levels`.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, PageChooserPanel

from portal.core.reading import read_as
from portal.network.models import Brand, Dealer, Department, JobRole
from training.assessments.models import AppendOnly, Assessment
from training.certification.models import CertificationScheme
from training.courses.models import Course

HIGHEST = 4
LEVELS = [(number, str(number)) for number in range(1, HIGHEST + 1)]
_LEVEL = (MinValueValidator(0), MaxValueValidator(HIGHEST))


class CompetencyFramework(models.Model):
    """A set of competencies whose levels have the same words. Its name is for authors; the words are for everybody."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("owning department")
    )
    level_0 = models.CharField(_("level 0"), max_length=80, default="Not shown")
    level_1 = models.CharField(_("level 1"), max_length=80, default="Knows")
    level_2 = models.CharField(_("level 2"), max_length=80, default="Does it with help")
    level_3 = models.CharField(_("level 3"), max_length=80, default="Does it alone")
    level_4 = models.CharField(_("level 4"), max_length=80, default="Teaches others")
    level_0_zh = models.CharField(_("level 0 in Chinese"), max_length=80, blank=True)
    level_1_zh = models.CharField(_("level 1 in Chinese"), max_length=80, blank=True)
    level_2_zh = models.CharField(_("level 2 in Chinese"), max_length=80, blank=True)
    level_3_zh = models.CharField(_("level 3 in Chinese"), max_length=80, blank=True)
    level_4_zh = models.CharField(_("level 4 in Chinese"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("competency framework")
        verbose_name_plural = _("competency frameworks")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def word(self, level: int) -> str:
        """What the level is called, in the reader's language where it is there."""
        return read_as(getattr(self, f"level_{level}"), getattr(self, f"level_{level}_zh"))


class Competency(ClusterableModel):
    """Something that people can do, of one brand or of all."""

    framework = models.ForeignKey(
        CompetencyFramework, on_delete=models.PROTECT, related_name="competencies", verbose_name=_("framework")
    )
    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=160)
    name_zh = models.CharField(_("name in Chinese"), max_length=160, blank=True)
    description = models.TextField(_("description"), max_length=500, blank=True)
    description_zh = models.TextField(_("description in Chinese"), max_length=500, blank=True)
    brand = models.ForeignKey(
        Brand,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("brand"),
        help_text=_("Empty: all brands."),
    )

    panels = [
        FieldPanel("code"),
        FieldRowPanel([FieldPanel("name"), FieldPanel("name_zh")]),
        FieldRowPanel([FieldPanel("framework"), FieldPanel("brand")]),
        FieldRowPanel([FieldPanel("description"), FieldPanel("description_zh")]),
        InlinePanel("rules", heading=_("What shows it"), label=_("source")),
    ]

    class Meta:
        verbose_name = _("competency")
        verbose_name_plural = _("competencies")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def own_name(self) -> str:
        """In the reader's language where it is there."""
        return read_as(self.name, self.name_zh)

    @property
    def own_description(self) -> str:
        """In the reader's language where it is there."""
        return read_as(self.description, self.description_zh)


class LevelRule(models.Model):
    """That a course completed, an assessment passed or a certification held shows a level, and for how long."""

    competency = ParentalKey(Competency, on_delete=models.CASCADE, related_name="rules")
    level = models.PositiveSmallIntegerField(_("level"), choices=LEVELS, default=1)
    course = models.ForeignKey(
        Course, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("course completed")
    )
    assessment = models.ForeignKey(
        Assessment,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("assessment passed"),
    )
    objective = models.CharField(
        _("objective"),
        max_length=200,
        blank=True,
        help_text=_("Of the assessment: only its questions with this objective count."),
    )
    scheme = models.ForeignKey(
        CertificationScheme,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("certification held"),
    )
    least_percent = models.PositiveSmallIntegerField(
        _("score of at least, in percent"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(100)],
        help_text=_("Empty: it is enough to pass."),
    )
    months = models.PositiveSmallIntegerField(
        _("valid for months"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(600)],
        help_text=_("Empty: without end; of a certification as long as it is valid."),
    )

    panels = [
        FieldRowPanel([FieldPanel("level"), FieldPanel("months"), FieldPanel("least_percent")]),
        PageChooserPanel("course", "training_courses.Course"),
        FieldRowPanel([FieldPanel("assessment"), FieldPanel("objective")]),
        FieldPanel("scheme"),
    ]

    class Meta:
        verbose_name = _("what shows a level")
        verbose_name_plural = _("what shows levels")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(course__isnull=False, assessment__isnull=True, scheme__isnull=True)
                | models.Q(course__isnull=True, assessment__isnull=False, scheme__isnull=True)
                | models.Q(course__isnull=True, assessment__isnull=True, scheme__isnull=False),
                name="level_rule_of_one_thing",
                violation_error_message=_("Choose a course, an assessment or a certification: one of the three."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.competency_id}: {self.level}"

    def clean(self) -> None:
        if self.objective and self.assessment_id is None:
            raise ValidationError({"objective": _("An objective belongs to an assessment.")})


class RoleProfile(ClusterableModel):
    """The levels that a job asks for, at dealers of a brand or at all."""

    role = models.ForeignKey(JobRole, on_delete=models.PROTECT, related_name="profiles", verbose_name=_("job role"))
    brand = models.ForeignKey(
        Brand,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("brand"),
        help_text=_("Empty: all brands."),
    )
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("owning department")
    )

    panels = [
        FieldRowPanel([FieldPanel("role"), FieldPanel("brand"), FieldPanel("department")]),
        InlinePanel("lines", heading=_("What it asks for"), label=_("competency")),
    ]

    class Meta:
        verbose_name = _("role profile")
        verbose_name_plural = _("role profiles")
        ordering = ["role__name", "brand__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["role", "brand"], name="role_profile_once"),
            models.UniqueConstraint(
                fields=["role"], condition=models.Q(brand__isnull=True), name="role_profile_of_all_brands_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} · {self.brand}" if self.brand_id else str(self.role)


class RoleProfileLine(models.Model):
    """One competency of a profile."""

    profile = ParentalKey(RoleProfile, on_delete=models.CASCADE, related_name="lines")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="+", verbose_name=_("competency"))
    level = models.PositiveSmallIntegerField(_("level wanted"), choices=LEVELS, default=1)

    panels = [FieldRowPanel([FieldPanel("competency"), FieldPanel("level")])]

    class Meta:
        verbose_name = _("line of a role profile")
        verbose_name_plural = _("lines of role profiles")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["profile", "competency"], name="role_profile_line_once")]

    def __str__(self) -> str:
        return f"{self.competency_id}: {self.level}"


class CompetencyEvidence(AppendOnly):
    """What showed a person's level, when, and until when it counts. Of what has the same `origin` the newest counts, so
    that a certification that is suspended, or a manager's new opinion, takes the place of what was said before."""

    class Source(models.TextChoices):
        ASSESSMENT = "assessment", _("assessment")
        COURSE = "course", _("course")
        CERTIFICATION = "certification", _("certification")
        MANAGER = "manager", _("manager's rating")
        PRIOR = "prior", _("prior learning")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="competency_evidence")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="evidence")
    level = models.PositiveSmallIntegerField(_("level"), validators=_LEVEL)
    source = models.CharField(_("source"), max_length=13, choices=Source)
    origin = models.CharField(max_length=60)
    key = models.CharField(max_length=80)
    shown_on = models.DateField(_("shown on"))
    expires_on = models.DateField(_("counts until"), null=True, help_text=_("The last day. Empty: without end."))
    note = models.CharField(_("note"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("evidence of a competency")
        verbose_name_plural = _("evidence of competencies")
        ordering = ["-shown_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "competency", "key"], name="competency_evidence_once"),
            models.CheckConstraint(condition=models.Q(level__lte=HIGHEST), name="competency_level_in_range"),
        ]
        indexes = [models.Index(fields=["competency", "user"], name="evidence_of_competency")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.competency_id}: {self.level}"

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("Evidence is never deleted.")


class GapAtDealer(models.Model):
    """How many people of a dealer need a competency, reach the level, and lose it within 90 days. A sum that is worked
    out anew from the others."""

    dealer = models.ForeignKey(Dealer, on_delete=models.CASCADE, related_name="+")
    competency = models.ForeignKey(Competency, on_delete=models.CASCADE, related_name="+")
    wanted = models.PositiveIntegerField(default=0)
    reached = models.PositiveIntegerField(default=0)
    expiring = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("gap at a dealer")
        verbose_name_plural = _("gaps at dealers")
        constraints = [models.UniqueConstraint(fields=["dealer", "competency"], name="gap_at_dealer_once")]
        indexes = [models.Index(fields=["competency"], name="gap_at_dealer_competency")]

    def __str__(self) -> str:
        return f"{self.competency_id} @ {self.dealer_id}"
