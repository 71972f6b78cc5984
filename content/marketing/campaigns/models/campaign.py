"""A campaign as its authors edit it. What dealers see is its programme of the last publication."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager

from content.library.models.publication import Publication, PublicationQuerySet
from content.marketing.assets.models import Asset
from content.marketing.campaigns.blocks import programme_blocks, story_blocks
from content.marketing.campaigns.faults import fault_sentence, faults
from content.marketing.campaigns.forms import CampaignForm
from content.marketing.campaigns.panels import campaign_edit_handler
from content.marketing.campaigns.programme import PlannedPhase, programme_of


class Campaign(Publication):
    """A story with a beginning and an end, in phases, with what dealers are given and what they have to do.

    Saving it live brings its programme (`Phase`, `Item`, `CampaignTask`) and the windows of what belongs to it to what
    it says, in the same transaction; saving it unpublished takes them back.
    """

    summary = models.TextField(_("summary"), max_length=500, help_text=_("What it is about, in two sentences."))
    hero = models.ForeignKey(
        Asset,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("large picture"),
        help_text=_("At the head of the page and in lists. Seen by who may see the asset."),
    )
    embargo = models.BooleanField(
        _("under embargo until it begins"),
        default=True,
        help_text=_("Without it, dealers see title, summary and dates beforehand, in lists and calendars."),
    )
    body = StreamField(story_blocks(), blank=True, verbose_name=_("story"))
    programme = StreamField(programme_blocks(), blank=True, verbose_name=_("programme"))

    objects: ClassVar[Any] = PageManager.from_queryset(PublicationQuerySet)()

    base_form_class = CampaignForm
    edit_handler = campaign_edit_handler()
    is_creatable = True
    parent_page_types = ["library.DepartmentPage"]
    subpage_types: list[str] = []
    preview_modes: list[tuple[Any, Any]] = [("", _("As dealers see it"))]

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """The address at which dealers find it; Wagtail serves no pages itself. None before it is kept."""
        parts = super().get_url_parts(request) if self.pk else None
        return parts and (parts[0], settings.BASE_URL, self.reading_path())

    def reading_path(self) -> str:
        """Where dealers read it."""
        return reverse("campaigns:campaign", args=[self.pk])

    def clean(self) -> None:
        super().clean()
        if self.live and not (self.effective_from and self.expires_at):
            missing = "expires_at" if self.effective_from else "effective_from"
            raise ValidationError({missing: _("A campaign has a beginning and an end.")})
        programme = programme_of(self)
        wrong = [fault_sentence(one) for one in faults(programme, begins=self.effective_from, ends=self.expires_at)]
        wrong += self._taken(programme) + self._foreign(programme)
        if wrong:
            raise ValidationError({"programme": wrong})

    def _taken(self, programme: Iterable[PlannedPhase]) -> list[str]:
        """What belongs to another campaign alone cannot belong to this one alone as well."""
        from content.marketing.campaigns.models.programme import Bound

        pages = {item.page for phase in programme for item in phase.items if item.page and item.exclusive}
        taken = Bound.objects.filter(page__in=pages).exclude(campaign=self.pk).select_related("page")
        sentence = _("“%(title)s” is seen only with another campaign already.")
        return [sentence % {"title": one.page.title} for one in taken] if pages else []

    def _foreign(self, programme: Iterable[PlannedPhase]) -> list[str]:
        """What another department owns is not hidden by this one's campaign."""
        own = [item for phase in programme for item in phase.items if item.exclusive]
        if not own or self.department_id is None:
            return []
        assets = Asset.objects.filter(pk__in=[item.asset for item in own if item.asset])
        pages = [page.specific for page in Page.objects.filter(pk__in=[item.page for item in own if item.page])]
        titles = list(assets.exclude(department=self.department_id).order_by("title").values_list("title", flat=True))
        titles += [page.title for page in pages if getattr(page, "department_id", None) != self.department_id]
        sentence = _("“%(title)s” belongs to another department: it can be in the campaign, but not only with it.")
        return [sentence % {"title": title} for title in titles]

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """What is saved in part only (a draft title, a lock) says nothing new about the programme."""
        from content.marketing.campaigns.settling import settle

        super().save(*args, **kwargs)
        if kwargs.get("update_fields") is None:
            settle(self)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The page as it is being written, with all its phases."""
        from content.marketing.campaigns.previewing import preview

        return preview(self, request)
