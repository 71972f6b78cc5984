"""Evaluation: what analyses found, what people said, what managers saw, and what dealers' figures are.

Answers to surveys hang on no person. What is known of a person is that they answered (`SurveyAnswered`), of an answer
what was said and, where enough people could have said it, from which dealer or region; see `surveying`.
"""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.network.models import Dealer, Department, Region
from training.assessments.models import Assessment, Attempt
from training.courses.models import Course, CourseVersion, Registration

MOST_WEEKS = 104


class ItemAnalysis(models.Model):
    """What the analysis of an assessment found, at one time and of which attempts. Kept beside later ones."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        RUNNING = "running", _("being worked out")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")

    OPEN = (State.QUEUED, State.RUNNING)

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="analyses")
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.QUEUED)
    first_only = models.BooleanField(_("first attempts only"), default=True)
    percent = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    alpha = models.FloatField(null=True, help_text=_("Of the result, for lists."))
    last_attempt = models.PositiveBigIntegerField(default=0, help_text=_("The highest id that there was."))
    result = models.JSONField(null=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now)
    touched_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("analysis of an assessment")
        verbose_name_plural = _("analyses of assessments")
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "first_only"],
                condition=models.Q(state__in=["queued", "running"]),
                name="one_open_analysis",
            )
        ]

    def __str__(self) -> str:
        return f"{self.assessment} {self.requested_at:%Y-%m-%d}"


class AttemptDigest(models.Model):
    """A graded attempt as statistics need it: made again whenever it is scored (see `digesting`). Worked out of the
    record, so that it may be lost and made again."""

    attempt = models.OneToOneField(Attempt, on_delete=models.CASCADE, primary_key=True, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="+")
    day = models.IntegerField(help_text=_("On which it was handed in, counted from 1970-01-01."))
    registration = models.BigIntegerField(null=True, help_text=_("The id of the registration that it was part of."))
    marks = models.BinaryField(help_text=_("The version, the mark and the points of each question that counts."))

    class Meta:
        verbose_name = _("digest of an attempt")
        verbose_name_plural = _("digests of attempts")

    def __str__(self) -> str:
        return f"{self.pk}"


class SurveyAnswered(models.Model):
    """That a person answered the survey of a lesson: once. Says nothing of what."""

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="surveys_answered")
    lesson = models.CharField(max_length=40)

    class Meta:
        verbose_name = _("survey that was answered")
        verbose_name_plural = _("surveys that were answered")
        constraints = [models.UniqueConstraint(fields=["registration", "lesson"], name="survey_answered_once")]

    def __str__(self) -> str:
        return f"{self.registration_id}/{self.lesson}"


class SurveyResponse(models.Model):
    """What somebody chose in a survey, without who and when. `answers` by question id; `satisfaction` is the mean of
    the answers from 1 to 5. Rows change places with each other when one is added: their order tells nothing."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="survey_responses")
    version = models.ForeignKey(CourseVersion, on_delete=models.PROTECT, related_name="+")
    lesson = models.CharField(max_length=40)
    answers = models.JSONField(default=dict)
    satisfaction = models.FloatField(null=True)
    region = models.ForeignKey(Region, null=True, on_delete=models.PROTECT, related_name="+")
    dealer = models.ForeignKey(Dealer, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("answer to a survey")
        verbose_name_plural = _("answers to surveys")
        indexes = [models.Index(fields=["course", "lesson"], name="survey_response_of")]

    def __str__(self) -> str:
        return f"{self.course_id}/{self.lesson}"


class SurveyComment(models.Model):
    """What somebody wrote in a survey. Kept apart from what was chosen, so that a way of writing gives away no more
    than itself."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="survey_comments")
    lesson = models.CharField(max_length=40)
    question = models.CharField(max_length=40)
    text = models.TextField(max_length=2000)

    class Meta:
        verbose_name = _("comment in a survey")
        verbose_name_plural = _("comments in surveys")
        indexes = [models.Index(fields=["course", "lesson"], name="survey_comment_of")]

    def __str__(self) -> str:
        return f"{self.course_id}/{self.lesson}"


class OnTheJobPlan(models.Model):
    """What managers look at on the job, so many weeks after somebody completed a course."""

    course = models.OneToOneField(Course, on_delete=models.PROTECT, related_name="on_the_job_plan")
    is_active = models.BooleanField(_("ask managers"), default=True)
    weeks = models.PositiveSmallIntegerField(
        _("weeks after completion"), default=6, validators=[MinValueValidator(1), MaxValueValidator(MOST_WEEKS)]
    )
    days = models.PositiveSmallIntegerField(
        _("days to answer"), default=14, validators=[MinValueValidator(1), MaxValueValidator(180)]
    )
    statements = models.JSONField(_("statements"), default=list)

    class Meta:
        verbose_name = _("on-the-job check of a course")
        verbose_name_plural = _("on-the-job checks of courses")

    def __str__(self) -> str:
        return str(self.course)


class JobCheck(models.Model):
    """A manager's look at one person on the job. The statements are kept as they were when it was planned; what was
    rated is never changed."""

    registration = models.OneToOneField(Registration, on_delete=models.PROTECT, related_name="job_check")
    statements = models.JSONField()
    opens_on = models.DateField(_("from"))
    due_on = models.DateField(_("due"))
    ratings = models.JSONField(null=True, help_text=_("For each statement 1 to 5, or nothing: not seen."))
    rating = models.FloatField(null=True, help_text=_("The mean of the ratings."))
    comment = models.TextField(_("comment"), max_length=2000, blank=True)
    rated_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    rated_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("on-the-job check")
        verbose_name_plural = _("on-the-job checks")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ratings__isnull=True, rated_at__isnull=True)
                | models.Q(ratings__isnull=False, rated_at__isnull=False),
                name="job_check_rated_at_once",
            )
        ]
        indexes = [models.Index(fields=["rated_at", "opens_on"], name="job_check_open")]

    def __str__(self) -> str:
        return f"{self.registration_id}"

    @property
    def is_overdue(self) -> bool:
        return self.rated_at is None and self.due_on < timezone.localdate()


class Figure(models.Model):
    """A number that dealers are measured by: repairs right at the first visit, complaints, sales."""

    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="figures", verbose_name=_("owning department")
    )
    name = models.CharField(_("name"), max_length=120)
    unit = models.CharField(_("unit"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("dealer figure")
        verbose_name_plural = _("dealer figures")
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["department", "name"], name="figure_name_once")]

    def __str__(self) -> str:
        return f"{self.name} ({self.unit})" if self.unit else self.name


class DealerFigure(models.Model):
    """What a figure was for a dealer in a month."""

    figure = models.ForeignKey(Figure, on_delete=models.PROTECT, related_name="values")
    dealer = models.ForeignKey(Dealer, on_delete=models.PROTECT, related_name="figures")
    month = models.DateField(_("month"), help_text=_("Its first day."))
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=4)

    class Meta:
        verbose_name = _("value of a dealer figure")
        verbose_name_plural = _("values of dealer figures")
        ordering = ["figure", "month", "dealer"]
        constraints = [models.UniqueConstraint(fields=["figure", "month", "dealer"], name="dealer_figure_once")]

    def __str__(self) -> str:
        return f"{self.figure_id} {self.dealer_id} {self.month}"


class FigureUpload(models.Model):
    """A file of dealer figures, read and shown, and taken over when somebody says so."""

    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=255)
    rows = models.JSONField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    applied_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("upload of dealer figures")
        verbose_name_plural = _("uploads of dealer figures")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name
