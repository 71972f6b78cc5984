"""Cards, the quizzes that ask them, and what was answered.

A card is what one person is to remember of one question. Its reviews are a record and only ever added; what the card
says of itself (`memory`, `due_at`) is what its newest review left.
"""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.network.models import Department
from training.assessments.models import AppendOnly
from training.bank.models import Question, QuestionVersion
from training.courses.models import Course, Registration


class Card(models.Model):
    """A question that a person is asked again. `registration` is the newest that brought it, `lesson` what to read
    again there."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="refresher_cards")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="+")
    lesson = models.CharField(max_length=40)
    memory = models.JSONField(help_text=_("The state of the scheduler, as training.refresher.memory keeps it."))
    due_at = models.DateTimeField(_("due"))
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("refresher card")
        verbose_name_plural = _("refresher cards")
        constraints = [models.UniqueConstraint(fields=["user", "question"], name="refresher_card_once")]
        indexes = [
            models.Index(fields=["user", "due_at"], name="refresher_due"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}/{self.question_id}"


class Quiz(models.Model):
    """A few cards asked together. `language` is that in which texts are read."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="refresher_quizzes")
    language = models.CharField(max_length=10)
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True)

    class Meta:
        verbose_name = _("refresher quiz")
        verbose_name_plural = _("refresher quizzes")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(ended_at__isnull=True), name="one_open_refresher_quiz"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.started_at:%Y-%m-%d}"


class QuizItem(models.Model):
    """A question as it is asked: which version, its options in which order. Only `hints_used` changes, until it is
    answered."""

    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="items")
    question_version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="+")
    option_order = models.JSONField(default=dict)
    hints_used = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["quiz", "position"]
        constraints = [
            models.UniqueConstraint(fields=["quiz", "position"], name="refresher_item_once"),
            models.UniqueConstraint(fields=["quiz", "card"], name="refresher_card_once_a_quiz"),
        ]

    def __str__(self) -> str:
        return f"{self.quiz_id}/{self.position}"


class Review(AppendOnly):
    """An answer, and what it did to the card. `sequence` 1 is the answer; a higher one is the same answer with a
    rating that the person lowered. The highest counts."""

    class Rating(models.IntegerChoices):
        """Those of FSRS."""

        AGAIN = 1, _("Again")
        HARD = 2, _("Hard")
        GOOD = 3, _("Good")
        EASY = 4, _("Easy")

    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="reviews")
    item = models.ForeignKey(QuizItem, on_delete=models.PROTECT, related_name="reviews")
    sequence = models.PositiveSmallIntegerField(default=1)
    at = models.DateTimeField(_("answered"), help_text=_("By the server's clock."))
    question_version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="+")
    answer = models.JSONField(null=True)
    fraction = models.DecimalField(max_digits=7, decimal_places=6)
    hints_used = models.PositiveSmallIntegerField(default=0)
    worked_out = models.PositiveSmallIntegerField(choices=Rating, help_text=_("The rating that the answer came to."))
    rating = models.PositiveSmallIntegerField(_("rating"), choices=Rating)
    retention = models.DecimalField(max_digits=4, decimal_places=3, help_text=_("That was aimed at."))
    before = models.JSONField()
    after = models.JSONField()
    client_key = models.CharField(max_length=40)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["item", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["item", "sequence"], name="refresher_review_once"),
            models.CheckConstraint(
                condition=models.Q(rating__lte=models.F("worked_out")), name="refresher_rating_only_lowered"
            ),
        ]
        indexes = [models.Index(fields=["card", "at"], name="refresher_review_at")]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.rating}"


class RetentionGoal(models.Model):
    """The share of questions that people are to know still when they are asked again: of a department's courses, or of
    one of them."""

    department = models.ForeignKey(
        Department, on_delete=models.CASCADE, related_name="+", verbose_name=_("owning department")
    )
    course = models.ForeignKey(
        Course,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("course"),
        help_text=_("Empty: all courses of the department that have no goal of their own."),
    )
    retention = models.DecimalField(
        _("retention to aim at"),
        max_digits=4,
        decimal_places=3,
        default=Decimal("0.9"),
        validators=[MinValueValidator(Decimal("0.7")), MaxValueValidator(Decimal("0.97"))],
        help_text=_("0.9: nine of ten are still known. The higher, the more often people are asked."),
    )

    class Meta:
        verbose_name = _("retention goal")
        verbose_name_plural = _("retention goals")
        ordering = ["department", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["course"], name="retention_goal_of_course_once"),
            models.UniqueConstraint(
                fields=["department"],
                condition=models.Q(course__isnull=True),
                name="retention_goal_of_department_once",
                violation_error_message=_("The department has a goal already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course or self.department}: {self.retention}"

    def clean(self) -> None:
        if self.course is not None and self.course.department_id != self.department_id:
            raise ValidationError({"course": _("That course belongs to another department.")})


class RefresherPreference(models.Model):
    """On which day of the week a person is told that questions are due. Without a row: on Mondays."""

    class Day(models.IntegerChoices):
        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")
        NEVER = 7, _("Never; I look here")

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="refresher_preference")
    day = models.PositiveSmallIntegerField(_("day"), choices=Day, default=Day.MONDAY)

    class Meta:
        verbose_name = _("preference for refreshers")
        verbose_name_plural = _("preferences for refreshers")

    def __str__(self) -> str:
        return f"{self.user_id} {self.day}"
