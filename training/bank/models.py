"""The question bank: what is asked, apart from where it is asked.

A question is an entry with versions. A version is never changed: attempts point to it, and years later it must still
say what a person saw. Editing writes the next version; the entry says which one is current.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from portal.network.models import Brand, Department
from training.bank.shapes import KINDS, AnyQuestion, question_from, wording

EASIEST, HARDEST = 1, 5


class Kind(models.TextChoices):
    """The kinds of `training.bank.shapes`."""

    CHOICE = "choice", _("One of several")
    MULTIPLE = "multiple", _("Several of several")
    TRUE_FALSE = "true_false", _("True or false")
    NUMERIC = "numeric", _("Number")
    SHORT_TEXT = "short_text", _("Short text")
    ORDERING = "ordering", _("Put in order")
    MATCHING = "matching", _("Match")
    GAP_FILL = "gap_fill", _("Fill the gaps")
    HOTSPOT = "hotspot", _("Point in a picture")
    ESSAY = "essay", _("Essay or upload, graded by a trainer")


class Category(models.Model):
    """A place in the tree of categories. `path` holds the ids from the root down ("/3/17/"), so that a draw from a
    category takes in those below it with one comparison."""

    name = models.CharField(_("name"), max_length=120)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children", verbose_name=_("part of")
    )
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="question_categories", verbose_name=_("owning department")
    )
    path = models.CharField(max_length=400, editable=False, db_index=True, default="")

    class Meta:
        verbose_name = _("question category")
        verbose_name_plural = _("question categories")
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], name="category_name_once"),
            models.UniqueConstraint(
                fields=["department", "name"],
                condition=models.Q(parent__isnull=True),
                name="top_category_name_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep `path` true, here and below."""
        super().save(*args, **kwargs)
        before, self.path = self.path, f"{self.parent.path if self.parent else '/'}{self.pk}/"
        if self.path == before:
            return
        Category.objects.filter(pk=self.pk).update(path=self.path)
        if before:
            below = list(Category.objects.filter(path__startswith=before).exclude(pk=self.pk))
            for one in below:
                one.path = self.path + one.path.removeprefix(before)
            Category.objects.bulk_update(below, ["path"])

    def clean(self) -> None:
        if self.parent is None:
            return
        if self.pk and f"/{self.pk}/" in self.parent.path:
            raise ValidationError({"parent": _("A category cannot be part of itself.")})
        if self.parent.department_id != self.department_id:
            raise ValidationError({"parent": _("That category belongs to another department.")})


class Question(models.Model):
    """An entry of the bank."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_REVIEW = "in_review", _("in review")
        READY = "ready", _("ready for use")
        RETIRED = "retired", _("retired")

    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="questions", verbose_name=_("category")
    )
    name = models.CharField(_("name"), max_length=160, help_text=_("What trainers call it; learners never see it."))
    identifier = models.CharField(
        _("identifier"), max_length=120, blank=True, help_text=_("In the file from which it was imported.")
    )
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.DRAFT)
    difficulty = models.PositiveSmallIntegerField(_("difficulty"), default=3, help_text=_("1 (easy) to 5 (hard)."))
    objective = models.CharField(
        _("objective"), max_length=200, blank=True, db_index=True, help_text=_("What answering it right shows.")
    )
    brands = models.ManyToManyField(Brand, blank=True, related_name="+", verbose_name=_("brands"))
    tags = TaggableManager(blank=True, verbose_name=_("tags"))
    review_on = models.DateField(_("review by"), null=True, blank=True)
    current = models.ForeignKey(
        "QuestionVersion", null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["category__path", "name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(difficulty__gte=EASIEST, difficulty__lte=HARDEST),
                name="question_difficulty_in_range",
                violation_error_message=_("A difficulty is a number from 1 to 5."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state="ready") | models.Q(current__isnull=False), name="ready_question_has_version"
            ),
            models.UniqueConstraint(
                fields=["category", "identifier"],
                condition=~models.Q(identifier=""),
                name="question_identifier_once",
            ),
        ]
        indexes = [models.Index(fields=["state", "category", "difficulty"])]

    def __str__(self) -> str:
        return self.name


class QuestionVersion(models.Model):
    """What a question was from one edit to the next. Written once: `save` refuses a second time."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    body = models.JSONField(_("question"))
    digest = models.CharField(max_length=64, help_text=_("SHA-256 of the body: an edit that changes nothing is none."))
    reason = models.CharField(_("what changed"), max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("version of a question")
        verbose_name_plural = _("versions of questions")
        ordering = ["question", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="question_version_once"),
            models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="question_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.question} ({self.number})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("A version of a question is never changed.")
        super().save(*args, **kwargs)

    @property
    def asked(self) -> AnyQuestion:
        """The question itself."""
        return question_from(self.body)

    def stem(self, language: str) -> str:
        """Its text, for lists."""
        return wording(self.body.get("stem", {}), language)


class Media(models.Model):
    """A picture of questions, kept under its SHA-256. Learners get it through the question that shows it."""

    sha256 = models.CharField(max_length=64, unique=True)
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField(_("size in bytes"))
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("picture of questions")
        verbose_name_plural = _("pictures of questions")

    def __str__(self) -> str:
        return self.sha256[:12]

    @property
    def file_name(self) -> str:
        """In the store."""
        return f"bank/{self.sha256[:2]}/{self.sha256}"
