"""What is done with many pages at once. Wagtail says by their titles which of the chosen ones somebody may not touch,
whatever was chosen: here only those that they may come across."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from wagtail.admin.views.pages.bulk_actions import (
    DeleteBulkAction,
    MoveBulkAction,
    PublishBulkAction,
    UnpublishBulkAction,
)
from wagtail.models import Page

from content.library.cms.reach import within_reach


class _WithinReach:
    request: Any

    def get_actionable_objects(self) -> tuple[list[Any], dict[str, list[Any]]]:
        """Raises Http404 when none of the chosen pages is within reach."""
        objects, others = super().get_actionable_objects()  # type: ignore[misc]
        refused = others["items_with_no_access"]
        shown = within_reach(Page.objects.filter(pk__in=[page.pk for page in refused]), self.request)
        known = set(shown.values_list("pk", flat=True)) if refused else set()
        if refused and not objects and not known:
            raise Http404
        return objects, {**others, "items_with_no_access": [page for page in refused if page.pk in known]}


class DeletePages(_WithinReach, DeleteBulkAction):
    """Deleting them."""


class MovePages(_WithinReach, MoveBulkAction):
    """Moving them to another section."""


class PublishPages(_WithinReach, PublishBulkAction):
    """Publishing them."""


class UnpublishPages(_WithinReach, UnpublishBulkAction):
    """Unpublishing them."""


ACTIONS = (DeletePages, MovePages, PublishPages, UnpublishPages)
