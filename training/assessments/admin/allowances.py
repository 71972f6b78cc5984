"""What single people are granted: more time, further attempts, a later close. Each with its reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views import generic

from portal.core import events
from portal.network.owned_views import author_of
from training.assessments.admin.forms import AllowanceForm
from training.assessments.models import Allowance
from training.bank.admin.owned import OwnedDelete, OwnedEdit, OwnedIndex, OwnedViewSet


class AllowancesIndex(OwnedIndex):
    related = ("user", "assessment", "granted_by")


class _Recorded:
    def save_instance(self) -> Allowance:
        actor = author_of(self.request)  # type: ignore[attr-defined]
        self.form.instance.granted_by = actor  # type: ignore[attr-defined]
        allowance: Allowance = super().save_instance()  # type: ignore[misc]
        events.record(
            verb="allowance.granted",
            subject=f"allowance:{allowance.pk}",
            actor=actor,
            data={
                "assessment": allowance.assessment_id,
                "user": allowance.user_id,
                "time_factor": str(allowance.time_factor),
                "extra_attempts": allowance.extra_attempts,
                "closes_at": allowance.closes_at.isoformat() if allowance.closes_at else None,
                "reason": allowance.reason,
            },
        )
        return allowance


class CreateAllowance(_Recorded, generic.CreateView):
    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "assessment": self.request.GET.get("assessment")}


class EditAllowance(_Recorded, OwnedEdit):
    """The newest grant counts; the events tell the earlier ones."""


class DeleteAllowance(OwnedDelete):
    def delete_action(self) -> Any:
        events.record(
            verb="allowance.withdrawn",
            subject=f"allowance:{self.object.pk}",
            actor=author_of(self.request),
            data={"assessment": self.object.assessment_id, "user": self.object.user_id},
        )
        return super().delete_action()


class AllowanceViewSet(OwnedViewSet):
    model = Allowance
    icon = "time"
    menu_label = _("Allowances")
    url_prefix = "training/allowances"
    index_view_class = AllowancesIndex
    add_view_class = CreateAllowance
    edit_view_class = EditAllowance
    delete_view_class = DeleteAllowance
    list_display = ["user", "assessment", "time_factor", "extra_attempts", "closes_at", "reason", "granted_by"]
    search_fields = ["user__username", "user__first_name", "user__last_name", "assessment__title", "reason"]
    ordering = ["-created_at", "-pk"]

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return AllowanceForm
