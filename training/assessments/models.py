"""Assessments and attempts.

An attempt is a record: what was asked (`AttemptItem`, with the version and the order that this person saw), what was
answered (`Response`) and what it was worth (`Mark`) are only ever added. What may change is where the attempt stands.
The rules that it was taken under are copied into it when it begins, so that editing an assessment changes no attempt.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from portal.core.reading import read_as
from portal.network.models import Department
from training.bank.models import Category, Question, QuestionVersion

_SHARE = (MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(1)))


class AppendOnly(models.Model):
    """A row that is written once."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError(f"{type(self).__name__} rows are only ever added.")
        super().save(*args, **kwargs)


class Assessment(ClusterableModel):
    """What is asked and under which rules."""

    class Navigation(models.TextChoices):
        FREE = "free", _("Free: any question, back and forth")
        FORWARD = "forward", _("Forward only: no way back")

    class Feedback(models.TextChoices):
        NONE = "none", _("Pass or fail only")
        SCORE = "score", _("The score")
        ANSWERS = "answers", _("The score, one's own answers and what each was worth")
        SOLUTION = "solution", _("All that, the right answers and explanations")

    class Opening(models.TextChoices):
        FREE = "free", _("Anyone who may take it")
        PASSWORD = "password", _("A password")
        PROCTOR = "proctor", _("A proctor lets each person in")

    title = models.CharField(_("title"), max_length=160)
    title_zh = models.CharField(_("title in Chinese"), max_length=160, blank=True)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="assessments", verbose_name=_("owning department")
    )
    introduction = models.TextField(_("introduction"), blank=True)
    introduction_zh = models.TextField(_("introduction in Chinese"), blank=True)
    pass_share = models.DecimalField(
        _("pass mark"),
        max_digits=4,
        decimal_places=3,
        default=Decimal("0.8"),
        validators=_SHARE,
        help_text=_("The share of the points that passes: 0.8 is 80 %."),
    )
    time_limit_seconds = models.PositiveIntegerField(_("time limit in seconds"), null=True, blank=True)
    most_attempts = models.PositiveSmallIntegerField(_("attempts"), null=True, blank=True, help_text=_("Empty: any."))
    cool_down_minutes = models.PositiveIntegerField(_("minutes between attempts"), default=0)
    navigation = models.CharField(_("navigation"), max_length=8, choices=Navigation, default=Navigation.FREE)
    feedback = models.CharField(_("feedback"), max_length=8, choices=Feedback, default=Feedback.ANSWERS)
    opening = models.CharField(_("who may begin"), max_length=8, choices=Opening, default=Opening.FREE)
    password = models.CharField(_("password"), max_length=60, blank=True)
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    negative_marks = models.BooleanField(_("wrong answers cost points"), default=False)
    partial_credit = models.BooleanField(_("partly right answers give points"), default=True)
    hint_cost = models.DecimalField(
        _("cost of a hint"), max_digits=4, decimal_places=3, default=Decimal(0), validators=_SHARE
    )
    shuffle_options = models.BooleanField(_("shuffle options"), default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    archived_at = models.DateTimeField(
        _("archived"), null=True, editable=False, help_text=_("No new attempt begins; those that there are stay.")
    )

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def own_title(self) -> str:
        """In the reader's language where it is there."""
        return read_as(self.title, self.title_zh)

    @property
    def own_introduction(self) -> str:
        """In the reader's language where it is there."""
        return read_as(self.introduction, self.introduction_zh)

    def clean(self) -> None:
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            raise ValidationError({"closes_at": _("It would close before it opens.")})
        if self.opening == self.Opening.PASSWORD and not self.password:
            raise ValidationError({"password": _("Give the password.")})


class Section(ClusterableModel):
    """A part of an assessment, in the order of `position`."""

    assessment = ParentalKey(Assessment, on_delete=models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("title"), max_length=160, blank=True)
    title_zh = models.CharField(_("title in Chinese"), max_length=160, blank=True)
    shuffle = models.BooleanField(_("shuffle questions"), default=False)

    sort_order_field = "position"

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title or str(self.position + 1)


class Slot(models.Model):
    """A fixed question, or a draw of `count` questions that fit every condition given."""

    section = ParentalKey(Section, on_delete=models.CASCADE, related_name="slots")
    position = models.PositiveSmallIntegerField(default=0)
    question = models.ForeignKey(
        Question, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("question")
    )
    count = models.PositiveSmallIntegerField(_("questions to draw"), default=1)
    category = models.ForeignKey(
        Category, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("category")
    )
    easiest = models.PositiveSmallIntegerField(_("difficulty from"), default=1)
    hardest = models.PositiveSmallIntegerField(_("difficulty to"), default=5)
    objective = models.CharField(_("objective"), max_length=200, blank=True)
    tag = models.CharField(_("tag"), max_length=100, blank=True)
    points = models.DecimalField(
        _("points for each"), max_digits=6, decimal_places=2, default=Decimal(1), validators=[MinValueValidator(0)]
    )
    seconds = models.PositiveIntegerField(_("seconds for each"), null=True, blank=True)

    sort_order_field = "position"

    class Meta:
        verbose_name = _("questions of a section")
        verbose_name_plural = _("questions of sections")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(question__isnull=False) | models.Q(category__isnull=False) | ~models.Q(objective=""),
                name="slot_says_from_where",
                violation_error_message=_("Choose a question, a category or an objective."),
            ),
            models.CheckConstraint(
                condition=models.Q(hardest__gte=models.F("easiest")),
                name="slot_difficulties_in_order",
                violation_error_message=_("The difficulties are the wrong way round."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.question or self.category or self.objective)


class Allowance(models.Model):
    """What a person is granted beyond the rules, and why."""

    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="allowances", verbose_name=_("assessment")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("person")
    )
    time_factor = models.DecimalField(
        _("time factor"), max_digits=4, decimal_places=2, default=Decimal(1), validators=[MinValueValidator(1)]
    )
    extra_attempts = models.PositiveSmallIntegerField(_("further attempts"), default=0)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("granted by")
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("allowance")
        verbose_name_plural = _("allowances")
        constraints = [models.UniqueConstraint(fields=["assessment", "user"], name="allowance_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.assessment}"


class Attempt(models.Model):
    """One person's try. `purpose` says what it is for in the words of whoever began it ("registration:12:<key>")."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for the proctor")
        IN_PROGRESS = "in_progress", _("in progress")
        SUBMITTED = "submitted", _("waits for grading")
        GRADED = "graded", _("graded")
        VOIDED = "voided", _("voided")

    class End(models.TextChoices):
        PERSON = "person", _("handed in")
        TIME = "time", _("time was up")

    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="attempts", verbose_name=_("assessment")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="attempts", verbose_name=_("person")
    )
    purpose = models.CharField(max_length=120, db_index=True)
    number = models.PositiveSmallIntegerField(_("attempt"))
    seed = models.CharField(max_length=64)
    language = models.CharField(max_length=10)
    rules = models.JSONField(help_text=_("The assessment's rules as they were."))
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.IN_PROGRESS)
    created_at = models.DateTimeField(default=timezone.now)
    released_at = models.DateTimeField(_("let in"), null=True)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    started_at = models.DateTimeField(_("started"), null=True)
    deadline_at = models.DateTimeField(_("deadline"), null=True)
    submitted_at = models.DateTimeField(_("handed in"), null=True)
    ended_by = models.CharField(max_length=8, choices=End, blank=True)
    points = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    most_points = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    share = models.DecimalField(_("score"), max_digits=7, decimal_places=6, null=True)
    passed = models.BooleanField(_("passed"), null=True)

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "user", "purpose", "number"], name="attempt_number_once"),
            models.UniqueConstraint(
                fields=["assessment", "user", "purpose"],
                condition=models.Q(state__in=["waiting", "in_progress"]),
                name="one_open_attempt",
            ),
        ]
        indexes = [
            models.Index(fields=["assessment", "state", "submitted_at"]),
            models.Index(fields=["state", "deadline_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.assessment} · {self.number}"


class AttemptItem(AppendOnly):
    """A question as this person saw it: which version, at which place, its options in which order."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    section = models.PositiveSmallIntegerField(default=0)
    question_version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="+")
    option_order = models.JSONField(default=list)
    points = models.DecimalField(max_digits=6, decimal_places=2)
    seconds = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["attempt", "position"], name="attempt_item_once")]

    def __str__(self) -> str:
        return f"{self.attempt_id}/{self.position}"


class Response(AppendOnly):
    """An answer as it was saved. The one with the highest `sequence` counts; the others tell how it came about.

    `client_key` is made by the browser for each save: the same save sent twice (a lost answer, a second tab) is one.
    """

    item = models.ForeignKey(AttemptItem, on_delete=models.PROTECT, related_name="responses")
    sequence = models.PositiveIntegerField()
    answer = models.JSONField(null=True)
    hints_used = models.PositiveSmallIntegerField(default=0)
    saved_at = models.DateTimeField(default=timezone.now)
    client_key = models.CharField(max_length=40)

    class Meta:
        ordering = ["item", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["item", "sequence"], name="response_sequence_once"),
            models.UniqueConstraint(fields=["item", "client_key"], name="response_saved_once"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}#{self.sequence}"


class AnswerFile(AppendOnly):
    """A file that somebody handed in with an essay, kept privately under its SHA-256. The answer names it; whoever may
    read the answer may have it."""

    item = models.ForeignKey(AttemptItem, on_delete=models.PROTECT, related_name="files")
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    received_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["item", "pk"]
        constraints = [models.UniqueConstraint(fields=["item", "sha256"], name="answer_file_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def stored_as(self) -> str:
        """In the store."""
        return f"answers/{self.sha256[:2]}/{self.sha256}"


class Regrade(models.Model):
    """A question graded again after it was found faulty: how, by whom and why."""

    class How(models.TextChoices):
        NEW_KEY = "new_key", _("By the newest version's key")
        FULL_MARKS = "full_marks", _("Full marks for everyone")
        LEAVE_OUT = "leave_out", _("Leave the question out of the score")

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="regrades")
    how = models.CharField(_("how"), max_length=12, choices=How)
    reason = models.CharField(_("reason"), max_length=300)
    attempts = models.PositiveIntegerField(_("attempts changed"), default=0)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("regrade")
        verbose_name_plural = _("regrades")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.question}: {self.reason}"


class Mark(AppendOnly):
    """What an item was found to be worth, by whom and why. The newest counts."""

    class Source(models.TextChoices):
        AUTOMATIC = "automatic", _("automatic")
        TRAINER = "trainer", _("trainer")
        REGRADE = "regrade", _("graded again")

    item = models.ForeignKey(AttemptItem, on_delete=models.PROTECT, related_name="marks")
    source = models.CharField(max_length=10, choices=Source)
    fraction = models.DecimalField(max_digits=7, decimal_places=6)
    left_out = models.BooleanField(default=False, help_text=_("The item does not count."))
    regrade = models.ForeignKey(Regrade, null=True, on_delete=models.PROTECT, related_name="marks")
    levels = models.JSONField(default=dict, help_text=_("Of the rubric: the level reached for each criterion."))
    comment = models.TextField(blank=True)
    reason = models.CharField(max_length=300, blank=True)
    graded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    graded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["item", "pk"]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.fraction}"
