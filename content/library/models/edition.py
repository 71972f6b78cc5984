"""Editions: the immutable files that a manual has been issued as, and what was read out of them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from content.library.models.manual import Manual
from portal.network.api import Viewer, visible_to


class EditionQuerySet(models.QuerySet["Edition"]):
    def issued(self, *, at: object) -> EditionQuerySet:
        """Ready, not withdrawn and effective at the instant `at`: in force then or superseded before."""
        return self.filter(state=Edition.State.READY, withdrawn_at__isnull=True, effective_from__lte=at)

    def current(self, *, at: object) -> EditionQuerySet:
        """The one issued edition of each manual that no later edition has superseded at `at`. It is in force unless
        another publication replaces the manual."""
        return self.issued(at=at).filter(models.Q(superseded_at__isnull=True) | models.Q(superseded_at__gt=at))

    def in_force(self, *, at: object) -> EditionQuerySet:
        """The one edition of each manual that is in force at `at`; none of a manual that is replaced."""
        stands = models.Q(replaced_at__isnull=True) | models.Q(replaced_at__gt=at) | models.Q(resumes_at__lte=at)
        return self.current(at=at).filter(stands)

    def readable_by(self, viewer: Viewer) -> EditionQuerySet:
        """Issued editions of manuals that `viewer` may see."""
        return self.issued(at=viewer.at).filter(visible_to(model=Manual, viewer=viewer, through="manual__"))


class Edition(models.Model):
    """One issued file of a manual. The file never changes; a correction is a new edition.

    `superseded_by` and `superseded_at` are kept by `content.library.supersession`: a later edition takes over at its
    own effective instant, and only once it is ready.

    `replaced_at` and `resumes_at` are the manual's, kept here by `content.library.succession` so that one comparison
    of dates decides: from the one until before the other, another publication stands in the manual's place.
    `has_relations` says whether any publication does something to the manual, or it to another.
    """

    class State(models.TextChoices):
        RECEIVED = "received", _("Received")
        EXTRACTING = "extracting", _("Being read")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")

    manual = models.ForeignKey(Manual, on_delete=models.CASCADE, related_name="editions", verbose_name=_("manual"))
    label = models.CharField(_("edition"), max_length=60)
    change_note = models.TextField(_("what changed"), blank=True)
    effective_from = models.DateTimeField(_("in force from"), default=timezone.now)

    file_name = models.CharField(max_length=200, editable=False)
    original_name = models.CharField(_("file name"), max_length=255, editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True, editable=False)
    size = models.PositiveBigIntegerField(_("size"), editable=False)

    state = models.CharField(_("state"), max_length=12, choices=State, default=State.RECEIVED, editable=False)
    failure_reason = models.CharField(max_length=40, blank=True, editable=False)
    failure_page = models.PositiveIntegerField(null=True, blank=True, editable=False)
    page_count = models.PositiveIntegerField(pgettext_lazy("number", "pages"), default=0, editable=False)
    outline = models.JSONField(default=list, editable=False)
    """The outline as [[level, title, page], ...], level and page from 1."""

    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    received_at = models.DateTimeField(default=timezone.now, editable=False)
    ready_at = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawal_reason = models.TextField(_("why it was withdrawn"), max_length=2000, blank=True, editable=False)
    superseded_by = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="supersedes", editable=False
    )
    superseded_at = models.DateTimeField(null=True, editable=False)
    replaced_at = models.DateTimeField(null=True, editable=False)
    resumes_at = models.DateTimeField(null=True, editable=False)
    has_relations = models.BooleanField(default=False, editable=False)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["-effective_from", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["manual", "sha256"], name="edition_file_once_per_manual"),
            models.UniqueConstraint(fields=["manual", "label"], name="edition_label_once_per_manual"),
        ]
        indexes = [models.Index(fields=["manual", "state", "effective_from"], name="edition_in_force")]

    def __str__(self) -> str:
        return f"{self.manual.document_number} {self.label}"

    def is_in_force(self, *, at: object) -> bool:
        """Whether dealers work by this edition at `at` (the manual's own visibility apart)."""
        return (
            self.state == self.State.READY
            and self.withdrawn_at is None
            and self.effective_from <= at  # type: ignore[operator]
            and (self.superseded_at is None or self.superseded_at > at)  # type: ignore[operator]
            and not self.is_replaced(at=at)
        )

    def is_replaced(self, *, at: object) -> bool:
        """Whether another publication stands in the manual's place at `at`."""
        return (
            self.replaced_at is not None
            and self.replaced_at <= at  # type: ignore[operator]
            and (self.resumes_at is None or self.resumes_at > at)  # type: ignore[operator]
        )


class EditionPage(models.Model):
    """One page of an edition as it was read: kept, so that a re-index never opens the file again."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField()
    """The physical page, from 1."""
    label = models.CharField(max_length=40, blank=True)
    """The printed page number ("iv", "3-12"); empty if the file has none."""
    heading = models.JSONField(default=list)
    """The titles of the outline that lead to this page, outermost first."""
    text = models.TextField(blank=True)
    identifiers = models.JSONField(default=list)
    """[[kind, text as printed, normal form], ...]."""
    language = models.CharField(max_length=10, blank=True)
    width = models.FloatField(default=0)
    height = models.FloatField(default=0)
    """The displayed size in PDF points (1/72 inch), rotation applied."""
    words = models.BinaryField(default=bytes)
    """Word boxes, packed by `content.ingest.extraction`."""
    from_ocr = models.BooleanField(default=False)
    ocr_confidence = models.FloatField(null=True)

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["edition", "number"], name="edition_page_once")]

    def __str__(self) -> str:
        return f"{self.edition_id}:{self.number}"
