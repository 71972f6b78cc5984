"""Many questions into another state at once."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.views.bulk_action import BulkAction

from portal.core.keys import LARGEST_ID
from portal.network.owned_views import owned
from training.bank.editing import QuestionRefused, move_to
from training.bank.models import Question

MOST = 500
"""At once: the rest is another turn."""


class MoveQuestions(BulkAction):
    """`state` is what each becomes. Those that cannot become it stay as they are, and are counted."""

    models = [Question]
    template_name = "bank/admin/bulk.html"
    state: str

    def get_actionable_objects(self) -> tuple[list[Any], dict[str, list[Any]]]:
        return self._chosen, {"items_with_no_access": []}

    @cached_property
    def _chosen(self) -> list[Question]:
        mine = owned(Question, self.request)
        given = self.request.GET.getlist("id")
        if "all" not in given:
            mine = mine.filter(pk__in=[int(one) for one in given if one.isdigit() and int(one) <= LARGEST_ID])
        return list(mine.order_by("category__path", "name", "pk")[:MOST])

    def get_execution_context(self) -> dict[str, Any]:
        return {"self": self, "user": self.request.user}

    @classmethod
    def execute_action(cls, objects: list[Question], **kwargs: Any) -> tuple[int, int]:
        moved, refused = 0, []
        for question in objects:
            try:
                move_to(actor=kwargs["user"], question=question, state=cls.state)
            except QuestionRefused as refusal:
                refused.append(f"{question}: {refusal.reason}")
            else:
                moved += 1
        if refused:
            sentence = gettext("Not changed: %(reasons)s") % {"reasons": " ".join(refused[:5])}
            messages.warning(kwargs["self"].request, sentence)
        return moved, 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        return ngettext("%(count)d question changed.", "%(count)d questions changed.", num_parent_objects) % {
            "count": num_parent_objects
        }


class ToReview(MoveQuestions):
    display_name = aria_label = _("To review")
    action_type = "to_review"
    state = Question.State.IN_REVIEW
    action_priority = 10


class ToReady(MoveQuestions):
    display_name = aria_label = _("Ready for use")
    action_type = "to_ready"
    state = Question.State.READY
    action_priority = 20


class ToDraft(MoveQuestions):
    display_name = aria_label = _("Back to draft")
    action_type = "to_draft"
    state = Question.State.DRAFT
    action_priority = 30


class ToRetired(MoveQuestions):
    display_name = aria_label = _("Retire")
    action_type = "to_retired"
    state = Question.State.RETIRED
    action_priority = 40


ACTIONS = (ToReview, ToReady, ToDraft, ToRetired)
