"""What readers say of a page or another thing, what is said about it since, and what helped whom."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from content.library.models import Edition, Manual
from portal.network.models import Dealer, Department

LONGEST_TEXT = 4000


class Report(models.Model):
    """What one person found wrong, unclear or missing at one place of a thing.

    What it is about is `about`:`about_id` ("edition" 17), at `place` of it (a page from 1; 0: the whole). Title and
    labels are kept as they were read. While it waits for the department, what the same person says of the same place
    and kind is added to it.
    """

    class Kind(models.TextChoices):
        WRONG = "wrong", pgettext_lazy("report", "Something is wrong")
        UNCLEAR = "unclear", pgettext_lazy("report", "Something is unclear")
        MISSING = "missing", pgettext_lazy("report", "Something is missing")

    class State(models.TextChoices):
        NEW = "new", pgettext_lazy("report", "New")
        IN_WORK = "in_work", pgettext_lazy("report", "In work")
        ANSWERED = "answered", pgettext_lazy("report", "Answered")
        FIXED = "fixed", pgettext_lazy("report", "Fixed by an edition")
        NO_CHANGE = "no_change", pgettext_lazy("report", "Stays as it is")

    WAITING: ClassVar[tuple[str, ...]] = (State.NEW, State.IN_WORK)
    """The department has to act."""
    CLOSED: ClassVar[tuple[str, ...]] = (State.FIXED, State.NO_CHANGE)

    about = models.CharField(max_length=20)
    about_id = models.BigIntegerField()
    place = models.PositiveIntegerField(default=0)
    place_label = models.CharField(_("page"), max_length=40, blank=True)
    title = models.CharField(_("title"), max_length=255)
    document_number = models.CharField(_("document number"), max_length=60, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    url = models.CharField(max_length=300, blank=True)
    """Where it was read: a path of the portal."""
    manual = models.ForeignKey(Manual, null=True, on_delete=models.SET_NULL, related_name="+")
    edition = models.ForeignKey(Edition, null=True, on_delete=models.SET_NULL, related_name="+")
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("owning department")
    )

    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.NEW)
    vehicle = models.CharField(_("vehicle at hand"), max_length=300, blank=True)
    vin_tail = models.CharField(_("end of the VIN"), max_length=8, blank=True)
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    dealer = models.ForeignKey(Dealer, null=True, on_delete=models.PROTECT, related_name="+")
    """Where the reporter worked then; none for staff of the maker."""
    created_at = models.DateTimeField(_("reported"), default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("assigned to"),
    )
    fixed_in = models.ForeignKey(
        Edition, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("fixed in")
    )
    fix_told_at = models.DateTimeField(null=True)
    """When the reporter was told that the edition which fixed it is in force."""

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reporter", "about", "about_id", "place", "kind"],
                condition=models.Q(state__in=["new", "in_work"]),
                name="report_waits_once",
            )
        ]
        indexes = [
            models.Index(fields=["department", "state", "created_at"], name="report_inbox"),
            models.Index(fields=["reporter", "created_at"], name="report_own"),
            models.Index(fields=["dealer", "created_at"], name="report_dealer"),
            models.Index(fields=["about", "about_id", "place", "state"], name="report_about"),
            models.Index(fields=["manual", "state"], name="report_manual"),
            models.Index(
                fields=["fixed_in"],
                condition=models.Q(state="fixed", fix_told_at__isnull=True),
                name="report_fix_to_tell",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}:{self.about_id}:{self.place}"

    @property
    def is_waiting(self) -> bool:
        return self.state in self.WAITING

    @property
    def is_closed(self) -> bool:
        return self.state in self.CLOSED


class Remark(models.Model):
    """One thing said in a report, by the reporter or by the department; never changed. The first is the report's text.
    `region` is [left, top, right, bottom] in 1/65535 of the page, `quote` what stands there."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="remarks")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    from_department = models.BooleanField(default=False)
    text = models.TextField(_("text"), max_length=LONGEST_TEXT)
    region = models.JSONField(null=True)
    quote = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["author", "at"], name="remark_by_author")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.at:%Y-%m-%d}"


class Helped(models.Model):
    """That a page or another thing helped a person: one row for each, taken away when they take it back."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    dealer = models.ForeignKey(Dealer, null=True, on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=20)
    about_id = models.BigIntegerField()
    place = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("help given")
        verbose_name_plural = _("help given")
        constraints = [models.UniqueConstraint(fields=["about", "about_id", "place", "user"], name="helped_once")]

    def __str__(self) -> str:
        return f"{self.about}:{self.about_id}:{self.place}"
