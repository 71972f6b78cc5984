"""Wagtail's own publish, unpublish and delete, told on as `publication_changed`."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished

from content.library.models import Manual
from content.library.signals import publication_changed


@receiver(page_published, sender=Manual)
@receiver(page_unpublished, sender=Manual)
def _tell(sender: type[Manual], instance: Manual, **kwargs: Any) -> None:
    publication_changed.send(sender=Manual, manual_id=instance.pk)


@receiver(post_delete, sender=Manual)
def _tell_deleted(sender: type[Manual], instance: Manual, **kwargs: Any) -> None:
    publication_changed.send(sender=Manual, manual_id=instance.pk)
