"""Who takes the next step of a workflow is told, once, and no longer when somebody has taken it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import AbstractGroupApprovalTask
from wagtail.signals import task_approved, task_cancelled, task_rejected, task_submitted

from content.library.models.publication import Publication
from portal.network.models import User
from portal.notices.api import Told, notify_many, settle_for_all

WAITING = "governance.waiting"
"""The kind of notice that reviewers and releasers get."""


def waiting_sentence(data: Mapping[str, Any]) -> str:
    """What they are told."""
    return _("“%(title)s” waits for you. %(step)s") % {"title": data["title"], "step": data["step"]}


@receiver(task_submitted)
def _tell(sender: type[Any], instance: Any, user: Any = None, **kwargs: Any) -> None:
    task, page = instance.task.specific, instance.workflow_state.content_object
    if not isinstance(task, AbstractGroupApprovalTask) or not issubclass(page.specific_class or object, Publication):
        return
    people = User.objects.filter(groups__in=task.groups.all(), is_active=True).distinct().order_by("pk")
    if user is not None:
        people = people.exclude(pk=user.pk)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    facts = {"title": page.draft_title, "step": task.name}
    notify_many(
        Told(user_id=pk, kind=WAITING, key=_key(instance), data=facts, url=address)
        for pk in people.values_list("pk", flat=True)
    )


@receiver([task_approved, task_rejected, task_cancelled])
def _done(sender: type[Any], instance: Any, **kwargs: Any) -> None:
    settle_for_all(keys=[_key(instance)])


def _key(step: Any) -> str:
    return f"waiting:{step.pk}"
