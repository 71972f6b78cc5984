"""What follows when a bulletin is published, changed or deleted in the CMS."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from wagtail.signals import page_published

from content.bulletins.admin.underway import underway
from content.bulletins.issuing import KIND, deliver, issue
from content.bulletins.models import Bulletin
from content.ingest.api import register_underway
from portal.core import outbox

TYPED = {"next_label": "", "next_change_note": "", "next_effective_from": None}
"""What was typed for one edition; once that is made, the next begins with nothing."""


def connect() -> None:
    page_published.connect(_published, sender=Bulletin, dispatch_uid="bulletins.published")
    register_underway(underway)
    outbox.register(kind=KIND, handler=deliver)


def _published(*, instance: Bulletin, revision: Any = None, **_kwargs: object) -> None:
    with transaction.atomic():
        if instance.live and issue(bulletin=instance, actor=revision.user if revision else None) is not None:
            _forget_typed(instance, revision)


def _forget_typed(bulletin: Bulletin, revision: Any) -> None:
    Bulletin.objects.filter(pk=bulletin.pk).update(**TYPED)
    for name, value in TYPED.items():
        setattr(bulletin, name, value)
    if revision is not None:
        revision.content |= TYPED
        revision.save(update_fields=["content"])
