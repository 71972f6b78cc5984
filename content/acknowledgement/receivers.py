"""What makes duties follow: publications that change, and memberships that begin, end or change."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save

from content.acknowledgement import rounds
from content.acknowledgement.models import Round
from content.library.api import publication_changed
from content.library.models import Manual
from portal.core import outbox
from portal.core.dispatch import send_after_commit
from portal.network.models import Membership

PERSON = "duties.person"
"""Of the outbox: the rounds are to be gone through for a person."""
FOLLOW = "content.acknowledgement.tasks.follow_publication"


def connect() -> None:
    publication_changed.connect(_publication_changed, dispatch_uid="duties.publication")
    post_save.connect(_membership_saved, sender=Membership, dispatch_uid="duties.membership")
    post_delete.connect(_membership_gone, sender=Membership, dispatch_uid="duties.membership_gone")
    m2m_changed.connect(_roles_changed, sender=Membership.roles.through, dispatch_uid="duties.roles")
    outbox.register(kind=PERSON, handler=_follow_person)


def _publication_changed(*, manual_id: int, **_more: Any) -> None:
    """The editor waits for two statements; the job does the rest, and the sweep if the message is lost."""
    current = Round.objects.filter(edition__manual=manual_id, state__in=Round.CURRENT)
    if Manual.objects.filter(pk=manual_id, must_confirm=True).exists() or current.exists():
        send_after_commit(FOLLOW, manual_id)


def _membership_saved(*, instance: Membership, raw: bool = False, **_more: Any) -> None:
    if not raw:
        _owe(instance.user_id)


def _membership_gone(*, instance: Membership, **_more: Any) -> None:
    _owe(instance.user_id)


def _roles_changed(*, instance: Any, action: str, **_more: Any) -> None:
    if action.startswith("post_") and isinstance(instance, Membership):
        _owe(instance.user_id)


def _owe(user_id: int) -> None:
    if Round.objects.filter(state__in=Round.CURRENT).exists():
        outbox.enqueue(kind=PERSON, key=str(user_id))


def _follow_person(key: str, payload: dict[str, object]) -> None:
    rounds.follow_person(user_id=int(key))
