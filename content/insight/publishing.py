"""Pages that are published, taken back, moved or deleted are recorded, whatever they are: manuals, bulletins, courses,
kits, campaigns."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page, Revision
from wagtail.signals import page_published, page_unpublished, post_page_move

from portal.core import events
from portal.network.models import User


def _actor(revision: Revision | None = None) -> User | None:
    """Who works in the CMS just now; of what is published by its date, who wrote it."""
    user = get_active_log_context().user or (revision.user if revision is not None else None)
    return user if isinstance(user, User) else None


def _record(verb: str, page: Page, actor: User | None, **data: object) -> None:
    kind = page.specific_class._meta.model_name if page.specific_class else "page"
    events.record(verb=verb, subject=f"page:{page.pk}", actor=actor, data={"kind": kind, **data})


@receiver(page_published)
def _published(sender: Any, instance: Page, revision: Revision | None = None, **kwargs: Any) -> None:
    _record("page.published", instance, _actor(revision), revision=revision.pk if revision else None)


@receiver(page_unpublished)
def _unpublished(sender: Any, instance: Page, **kwargs: Any) -> None:
    _record("page.unpublished", instance, _actor())


@receiver(post_page_move)
def _moved(sender: Any, instance: Page, url_path_before: str, url_path_after: str, **kwargs: Any) -> None:
    if url_path_before != url_path_after:
        _record("page.moved", instance, _actor())


@receiver(post_delete, sender=Page)
def _deleted(sender: Any, instance: Page, **kwargs: Any) -> None:
    """Of the row that every page has, once, whatever its class."""
    _record("page.deleted", instance, _actor())
