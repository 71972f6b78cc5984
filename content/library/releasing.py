"""Who may release a publication, and how: the one rule that every way of publishing in the CMS asks.

A recall notice is never released by who wrote it, whatever its department does and whoever the person is. Where the
department asks for a review, a release is the last step of its workflow, taken by a releaser; only an emergency goes
without. Else whoever may publish in the section releases.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page, PageLogEntry, PagePermissionTester, Revision, TaskState

from content.library.models import BulletinCategory, Edition, ReleaseTask
from content.library.models.publication import Publication
from portal.core.errors import Refused
from portal.network.models import Department

RELEASED = ("wagtail.publish", "wagtail.publish.scheduled")


class Way(StrEnum):
    """How somebody wants to release: with a button of the editor, as the last step of the workflow, in an emergency."""

    DIRECT = "direct"
    LAST_STEP = "last_step"
    EMERGENCY = "emergency"


class ReleaseStopped(Refused):
    """A release that has to wait. `address` is where the person can go on, "" for the editor."""

    address = ""


class ReleaseRefused(ReleaseStopped):
    """This person may not release it, or not in this way."""


def release_refusal(user: Any, page: Publication, *, way: Way = Way.DIRECT) -> str:
    """Why this person may not release what was saved last of the page, in a sentence; "" if they may. Whether they may
    publish in the section at all is asked elsewhere (Wagtail's permissions). At most five statements, none for most
    pages."""
    if is_recall(page) and user.pk in writers(page):
        return _("You wrote a part of this recall notice since its last release: somebody else has to release it.")
    if not needs_review(page):
        return ""
    if way is Way.DIRECT and not _passed_last_step(user, page):
        return _(
            "In this department a release needs a review. Hand it in: a reviewer and a releaser take it from there."
        )
    if not is_releaser(user, page.department):
        return _("Only the releasers of this department release what was reviewed.")
    return ""


def require_release(user: Any, page: Publication, *, way: Way = Way.DIRECT) -> None:
    """Raises ReleaseRefused."""
    if reason := release_refusal(user, page, way=way):
        raise ReleaseRefused(reason)


def edition_refusal(user: Any, page: Any) -> str:
    """Why this person may not upload an edition: of what is published, it would be a release without anybody else
    having seen it. "" if they may."""
    if not page.live:
        return ""
    if is_recall(page):
        return _(
            "An edition of a published recall notice is not uploaded. Write the text here; somebody else releases it."
        )
    if needs_review(page) and not is_releaser(user, page.department):
        return _(
            "In this department a release needs a review: only its releasers upload editions of what is published."
        )
    return ""


def new_manual_refusal(user: Any, department: Department) -> str:
    """Why this person may not add a manual that is published at once; "" if they may."""
    if department.release_needs_review and not is_releaser(user, department):
        return _("In this department a release needs a review: only its releasers add many manuals at once.")
    return ""


def is_recall(page: Any) -> bool:
    """Whether it is, or was when it was released last, a recall notice: to change the type is no way around."""
    return BulletinCategory.RECALL in (getattr(page, "category", ""), _category_released(page))


def _category_released(page: Any) -> str:
    if not (hasattr(page, "category") and page.live and page.has_unpublished_changes):
        return ""
    kept = type(page)._default_manager.filter(pk=page.pk).order_by().values_list("category", flat=True)
    return str(kept.first() or "")


def writers(page: Page) -> set[int]:
    """Who saved a version of the page, or uploaded an edition of it, since it was released last; before that, who made
    it as well. Three statements."""
    last = PageLogEntry.objects.filter(page=page.pk, action__in=RELEASED).order_by("-timestamp", "-pk").first()
    saved = Revision.page_revisions.filter(object_id=str(page.pk))
    if last is not None:
        saved = saved.filter(pk__gt=last.revision_id or 0)
    found = set(saved.order_by().values_list("user", flat=True))
    if not page.live:
        # While it is live nobody uploads one (`edition_refusal`).
        uploaded = Edition.objects.filter(manual=page.pk)
        uploaded = uploaded if last is None else uploaded.filter(received_at__gt=last.timestamp)
        found |= set(uploaded.order_by().values_list("uploaded_by", flat=True))
    if last is None:
        found.add(page.owner_id)
    return {pk for pk in found if pk is not None}


def needs_review(page: Any) -> bool:
    """Whether the page's department releases nothing without a review."""
    return (
        bool(page.department_id)
        and Department.objects.filter(pk=page.department_id, release_needs_review=True).exists()
    )


def is_releaser(user: Any, department: Department) -> bool:
    """Whether the person releases for the department, or administers everything."""
    return bool(user.is_superuser) or user.groups.filter(pk=department.releasers_id).exists()


def _passed_last_step(user: Any, page: Page) -> bool:
    """Whether this person has approved the release of exactly what was saved last."""
    newest = Revision.page_revisions.filter(object_id=str(page.pk)).order_by("-created_at", "-pk").values("pk")[:1]
    steps = TaskState.objects.filter(revision__in=newest, status=TaskState.STATUS_APPROVED, finished_by=user.pk)
    return any(isinstance(step.task.specific, ReleaseTask) for step in steps.select_related("task"))


class ReleasePermissions(PagePermissionTester):
    """Wagtail's, with the rule: its buttons, views and actions ask here."""

    def can_publish(self) -> bool:
        return super().can_publish() and not self.why_not

    def may_publish_here(self) -> bool:
        """Whether the person publishes in this section at all, this page or another."""
        return bool(super().can_publish())

    def can_unschedule(self) -> bool:
        """To take back a plan releases nothing."""
        return self.may_publish_here()

    @property
    def why_not(self) -> str:
        """Why the person, who publishes in this section, may not release this page now; "" if they may."""
        kept: str | None = getattr(self, "_why_not", None)
        if kept is None:
            kept = self._why_not = release_refusal(self.user, self.page) if self.page.pk else ""
        return kept
