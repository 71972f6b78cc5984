"""Publications that do something to each other, for tests of the library."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from content.library.models import Effect, Manual, Relation
from portal.network.models import User
from tests import factories


def published(title: str = "Bulletin", *, edition: bool = True, **fields: Any) -> Manual:
    """A live manual, by default with an edition in force since yesterday."""
    page = factories.manual(title=title, **fields)
    page.save_revision().publish()
    page = Manual.objects.get(pk=page.pk)
    if edition:
        factories.edition(page, label="1", effective_from=timezone.now() - timedelta(days=1), pages=["Torque 42 Nm"])
    return page


def draft(title: str = "Draft", **fields: Any) -> Manual:
    """A manual that was never published."""
    return factories.manual(title=title, live=False, **fields)


def declare(page: Manual, *targets: Manual, effect: str = Effect.REPLACES) -> Manual:
    """What the next version of the page does to these."""
    page.relations = [Relation(target=target, effect=effect) for target in targets]
    return page


def release(page: Manual, user: User | None = None) -> Manual:
    """Publish it as it is in memory."""
    page.save_revision(user=user).publish(user=user)
    return Manual.objects.get(pk=page.pk)
