"""What counts instead: equivalent courses, learning from elsewhere; and a person's numbers at other issuers."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.network.models import Brand
from training.courses.api import Course


class Equivalence(models.Model):
    """Who has completed the one course has what the other asks for; or who has a training of another provider."""

    course = models.ForeignKey(
        Course, on_delete=models.PROTECT, related_name="equivalences", verbose_name=_("course that is asked for")
    )
    by_course = models.ForeignKey(
        Course,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="counts_for",
        verbose_name=_("course that counts for it"),
    )
    by_external = models.CharField(
        _("training elsewhere that counts for it"),
        max_length=160,
        blank=True,
        help_text=_("People name it when they ask that prior learning be recognised."),
    )

    class Meta:
        verbose_name = _("equivalence")
        verbose_name_plural = _("equivalences")
        ordering = ["course", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["course", "by_course", "by_external"], name="equivalence_once"),
            models.UniqueConstraint(
                fields=["course", "by_course"],
                condition=models.Q(by_course__isnull=False),
                name="equivalent_course_once",
            ),
            models.CheckConstraint(
                condition=(models.Q(by_course__isnull=False) & models.Q(by_external=""))
                | (models.Q(by_course__isnull=True) & ~models.Q(by_external="")),
                name="equivalence_by_one_thing",
                violation_error_message=_("Choose a course, or name a training elsewhere: one of the two."),
            ),
            models.CheckConstraint(
                condition=models.Q(by_course__isnull=True) | ~models.Q(by_course=models.F("course")),
                name="equivalence_not_with_itself",
                violation_error_message=_("A course is not equivalent to itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course} ← {self.by_course or self.by_external}"


class PriorLearning(models.Model):
    """A person asks that what they learnt elsewhere counts as a course. Decided once; kept as it was decided."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("waits for a decision")
        APPROVED = "approved", _("recognised")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="prior_learning", verbose_name=_("person")
    )
    course = models.ForeignKey(
        Course, on_delete=models.PROTECT, related_name="prior_learning", verbose_name=_("course")
    )
    title = models.CharField(_("what you learnt"), max_length=160)
    provider = models.CharField(_("where"), max_length=160)
    finished_on = models.DateField(_("finished on"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.REQUESTED)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("asked"), default=timezone.now)
    decided_at = models.DateTimeField(_("decided"), null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    evidence_name = models.CharField(max_length=255)
    evidence_sha256 = models.CharField(max_length=64)
    evidence_type = models.CharField(max_length=100)
    evidence_size = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("prior learning")
        verbose_name_plural = _("prior learning")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "course"], condition=models.Q(state="requested"), name="one_open_prior_learning"
            )
        ]
        indexes = [models.Index(fields=["state", "created_at"], name="prior_learning_queue")]

    def __str__(self) -> str:
        return f"{self.user} · {self.title}"

    @property
    def stored_as(self) -> str:
        """The evidence's name in the store."""
        return f"evidence/{self.evidence_sha256[:2]}/{self.evidence_sha256}"


class ExternalIdentifier(models.Model):
    """A person's number elsewhere: a brand's technician number, for example."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="external_identifiers",
        verbose_name=_("person"),
    )
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+", verbose_name=_("brand"))
    issuer = models.CharField(_("issued by"), max_length=80, help_text=_("For example: manufacturer, chamber."))
    value = models.CharField(pgettext_lazy("identifier", "number"), max_length=80)

    class Meta:
        verbose_name = _("number of a person elsewhere")
        verbose_name_plural = _("numbers of people elsewhere")
        ordering = ["user", "issuer"]
        constraints = [
            models.UniqueConstraint(fields=["brand", "issuer", "value"], name="external_identifier_once"),
            models.UniqueConstraint(fields=["user", "brand", "issuer"], name="external_identifier_per_issuer"),
        ]

    def __str__(self) -> str:
        return f"{self.issuer}: {self.value}"
