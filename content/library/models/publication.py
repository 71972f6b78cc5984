"""What every publication is, whatever its kind: owned, targeted, dated."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.query import PageQuerySet

from content.library.acting import acting
from content.library.forms import PublicationForm
from portal.network.api import Viewer, Visibility, visible_to
from portal.network.models import Department, Targeted

LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese")), ("de", _("German"))]


class PublicationQuerySet(PageQuerySet):
    def visible_to(self, viewer: Viewer) -> PublicationQuerySet:
        """What `viewer` may see now."""
        return self.filter(visible_to(model=self.model, viewer=viewer))


class Publication(Targeted, Page):
    """A page with one accountable owner, an audience, and an instant at which it takes effect and expires."""

    document_number = models.CharField(
        _("document number"), max_length=60, unique=True, help_text=_("As printed on the cover.")
    )
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("owning department"),
        editable=False,
    )
    language = models.CharField(
        _("language"),
        max_length=10,
        choices=LANGUAGES,
        default="en",
    )
    effective_from = models.DateTimeField(
        _("visible from"),
        null=True,
        blank=True,
        help_text=_("Nobody outside sees it earlier. Empty: at once."),
    )
    expires_at = models.DateTimeField(
        _("visible until"), null=True, blank=True, help_text=_("Nobody outside sees it later. Empty: no end.")
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("responsible person"),
        help_text=_("Who answers questions about it."),
    )
    review_by = models.DateField(
        _("look at it again by"), null=True, blank=True, help_text=_("From that day on it stands in a report.")
    )

    is_creatable = False
    base_form_class = PublicationForm

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.effective_from and self.expires_at and self.expires_at <= self.effective_from:
            raise ValidationError({"expires_at": _("It would end before it begins.")})

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self._take_owner()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        """What Wagtail asks of a draft."""
        self._take_owner()
        super().minimal_clean()

    def _take_owner(self) -> None:
        """The owner is the department of the section that holds the page: it cannot be typed wrong."""
        parent = self.get_parent().specific if self.path and self.depth > 1 else None
        owner = getattr(parent, "department", None)
        if owner is not None:
            self.department = owner

    def publish(self, revision: Any, user: Any = None, **kwargs: Any) -> Any:
        """Wagtail's, all of it or nothing: what is refused in the middle leaves the page as it was."""
        with transaction.atomic(), acting(user):
            return super().publish(revision, user=user, **kwargs)

    def permissions_for_user(self, user: Any) -> Any:
        """Wagtail's rules, and ours of who may release."""
        from content.library.releasing import ReleasePermissions

        return ReleasePermissions(user, self)

    def visibility(self) -> Visibility:
        """The facts that the visibility rule reads. Five statements unless the audience is prefetched."""
        return Visibility(
            **self.audience(),
            live=self.live,
            effective_from=self.effective_from,
            expires_at=self.expires_at,
        )
