"""The form of a campaign."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm


class CampaignForm(WagtailAdminPageForm):
    """A draft may lack its dates; what goes out has both, and an end that is still to come."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = getattr(self.parent_page.specific, "department", None) if self.parent_page else None
        if self.instance.pk is None and owner is not None:
            # A page that is not kept yet has no parent to take its owner from.
            self.instance.department = owner

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if self.is_deferred_validation:
            return cleaned
        for name in ("effective_from", "expires_at"):
            if name in self.fields and name not in self.errors and not cleaned.get(name):
                self.add_error(name, _("A campaign has a beginning and an end."))
        ends = cleaned.get("expires_at")
        if ends and ends <= timezone.now() and "expires_at" in self.changed_data:
            self.add_error("expires_at", _("It would end in the past."))
        return cleaned
