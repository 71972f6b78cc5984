"""Manuals, and the part of the page tree that each department owns."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, PageManager

from content.library.forms import CategoryForm
from content.library.models.category import CATEGORIES, ManualCategory
from content.library.models.publication import Publication, PublicationQuerySet
from content.library.panels import manual_edit_handler
from portal.network.models import Department, JobRole

LONGEST_DAYS = 365


class DepartmentPage(Page):
    """The root of what one department owns. Its authors may edit below it and nowhere else."""

    department = models.OneToOneField(
        Department, on_delete=models.PROTECT, related_name="root_page", verbose_name=_("department")
    )

    parent_page_types = ["home.HomePage"]
    preview_modes: list[tuple[str, str]] = []

    content_panels = [*Page.content_panels, FieldPanel("department")]
    promote_panels: list[FieldPanel] = [FieldPanel("slug")]

    class Meta:
        verbose_name = _("department section")
        verbose_name_plural = _("department sections")


class Manual(Publication):
    """A technical manual. The page says what it is and for whom; its editions hold the files.

    A bulletin (`content.bulletins`) is one too: whatever has editions that are read by pages is a row here.
    """

    categories: ClassVar[type[models.TextChoices]] = ManualCategory
    """The types that this kind of publication can have."""

    category = models.CharField(_("type"), max_length=20, choices=CATEGORIES, default=ManualCategory.WORKSHOP)
    description = models.TextField(_("description"), blank=True)
    allow_download = models.BooleanField(_("dealers may download the file"), default=True)
    allow_print = models.BooleanField(_("dealers may print pages"), default=True)
    must_confirm = models.BooleanField(
        _("people must confirm that they have read it"),
        default=False,
        help_text=_("Whoever it is for is asked to confirm, again for each new edition."),
    )
    confirm_roles = ParentalManyToManyField(
        JobRole,
        blank=True,
        related_name="+",
        verbose_name=_("who must confirm"),
        help_text=_("Of those it is for. Empty: everybody."),
    )
    confirm_days = models.PositiveSmallIntegerField(
        _("days to confirm"),
        default=7,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_DAYS)],
        help_text=_("From the day on which the edition comes into force, or the person begins."),
    )
    confirm_wording = models.CharField(
        _("what they confirm"),
        max_length=300,
        blank=True,
        help_text=_("In the language of the publication. Empty: “I have read this publication and will follow it.”"),
    )

    objects: ClassVar[Any] = PageManager.from_queryset(PublicationQuerySet)()

    base_form_class = CategoryForm
    edit_handler = manual_edit_handler()
    is_creatable = True
    parent_page_types = ["library.DepartmentPage"]
    subpage_types: list[str] = []
    preview_modes: list[tuple[str, str]] = []
    """None: what dealers read are the editions, and those are seen in the reader."""

    class Meta:
        verbose_name = _("manual")
        verbose_name_plural = _("manuals")

    def clean(self) -> None:
        super().clean()
        if self.category not in self.categories.values:
            raise ValidationError({"category": _("This is no type of such a publication.")})

    def publish(self, revision: Any, user: Any = None, **kwargs: Any) -> None:
        """Wagtail says nothing when a version of what is live is scheduled: its relations are reserved here."""
        from content.library.succession import SuccessionRefused, refuse_scheduled, reserve

        is_due = user is None and revision.approved_go_live_at is not None
        try:
            with transaction.atomic():
                super().publish(revision, user=user, **kwargs)
                reserve(revision)
        except SuccessionRefused as refused:
            if not is_due:
                raise
            # By the clock, beside others that are due: nobody is there to be told, and the others go on.
            refuse_scheduled(revision, refused.reason)

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """The address at which dealers find it; Wagtail serves no pages itself. None before it is kept."""
        parts = super().get_url_parts(request) if self.pk else None
        return parts and (parts[0], settings.BASE_URL, self.reading_path())

    def reading_path(self) -> str:
        """Where dealers read it."""
        return reverse("reader:manual", kwargs={"manual_id": self.pk})
