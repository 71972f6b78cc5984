"""Retention goals in the CMS."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.network.owned_forms import OwnedForm
from training.bank.admin.owned import OwnedIndex, OwnedViewSet
from training.bank.api import departments_of
from training.refresher.models import RetentionGoal


class GoalForm(OwnedForm):
    """A goal for what the person's departments teach."""

    owned = ("course",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course"].queryset = self.fields["course"].queryset.defer("body").order_by("title", "pk")

    class Meta:
        model = RetentionGoal
        fields = ["department", "course", "retention"]


class GoalsIndex(OwnedIndex):
    related = ("department", "course")

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().defer("course__body")


class GoalViewSet(OwnedViewSet):
    """How well people are to remember, by department and course."""

    model = RetentionGoal
    icon = "history"
    menu_label = _("Retention goals")
    index_view_class = GoalsIndex
    list_display = ["department", "course", "retention"]
    list_filter = ["department"]

    def get_form_class(self, for_update: bool = False) -> type[GoalForm]:
        return GoalForm


def may_set_goals(request: HttpRequest) -> bool:
    """Who writes for a department."""
    return bool(departments_of(request.user).exists())  # type: ignore[arg-type]
