"""Wagtail's own publish, unpublish and delete: what they do to the line of publications, and `publication_changed`."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from wagtail.models import Page, PageLogEntry
from wagtail.signals import page_published, page_unpublished, workflow_submitted

from content.library import conflicts, succession, withdrawing
from content.library.acting import acting_person
from content.library.models import Manual
from content.library.models.publication import Publication
from content.library.signals import publication_changed
from portal.core import events

LOGGED = {
    "wagtail.publish": "publication.published",
    "wagtail.publish.scheduled": "publication.published",
    "wagtail.publish.schedule": "publication.scheduled",
    "wagtail.schedule.cancel": "publication.unscheduled",
    "wagtail.unpublish": "publication.unpublished",
    "wagtail.unpublish.scheduled": "publication.unpublished",
}
"""Wagtail's log of pages -> our events: it alone knows who did it, in whatever way."""


@receiver(page_published)
def _released(sender: type[Any], instance: Any, **kwargs: Any) -> None:
    """Wagtail sends it for what is scheduled as well: that is not live yet."""
    if not isinstance(instance, Manual):
        return
    with transaction.atomic():
        succession.establish(
            manual=instance,
            relations=instance.relations.all(),
            is_scheduled=not instance.live,
            actor=acting_person(),
        )
        if instance.live:
            withdrawing.lift(manual_id=instance.pk)
        succession.restand(manual_ids=[instance.pk, *conflicts.note(manual=instance)])
        _tell(instance)


@receiver(page_unpublished)
def _taken_down(sender: type[Any], instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, Manual):
        with transaction.atomic():
            succession.restand(manual_ids=[instance.pk, *conflicts.note(manual=instance)])
            _tell(instance)


@receiver(workflow_submitted)
def _handed_in(sender: type[Any], instance: Any, **kwargs: Any) -> None:
    """Who hands something in answers for what it contradicts. Raises ConflictsOpen, and it is not handed in then."""
    page = instance.content_object
    if isinstance(page, Page):
        conflicts.require_answers(page.specific, then="submit")


def _tell(instance: Manual) -> None:
    publication_changed.send(sender=Manual, manual_id=instance.pk)


@receiver(pre_delete, sender=Manual)
def _note_predecessors(sender: type[Manual], instance: Manual, **kwargs: Any) -> None:
    instance.gives_back = succession.ended_by(instance.pk)


@receiver(post_delete, sender=Manual)
def _deleted(sender: type[Manual], instance: Manual, **kwargs: Any) -> None:
    _tell(instance)
    succession.restand(manual_ids=getattr(instance, "gives_back", ()))


@receiver(post_save, sender=PageLogEntry)
def _record(sender: type[PageLogEntry], instance: PageLogEntry, created: bool, **kwargs: Any) -> None:
    verb = LOGGED.get(instance.action)
    model = instance.content_type.model_class() if verb and created and instance.content_type else None
    if verb and model is not None and issubclass(model, Publication):
        kind = "manual" if issubclass(model, Manual) else model._meta.model_name
        data: dict[str, object] = {"revision": instance.revision_id} if instance.revision_id else {}
        events.record(verb=verb, subject=f"{kind}:{instance.page_id}", actor=instance.user, data=data)
        if instance.action == "wagtail.schedule.cancel":
            succession.give_up(manual_id=instance.page_id)
