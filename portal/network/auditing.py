"""What changes who may do what is recorded: groups and their rights, people's standing, where they work, passwords and
second steps. Who did it is known in the CMS, and where a person does it to themselves."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.models import Group
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.dispatch import Signal
from wagtail.log_actions import get_active_log_context
from wagtail.models import GroupPagePermission

from portal.core import events
from portal.network.models import Membership, User

STANDING = ("is_active", "is_superuser")
_DONE = {"post_add": "added", "post_remove": "removed", "post_clear": "cleared"}


def connect() -> None:
    """From `ready`."""
    relations = {
        User.groups.through: "person.groups_changed",
        User.user_permissions.through: "person.permissions_changed",
        Group.permissions.through: "group.permissions_changed",
        Membership.roles.through: "membership.roles_changed",
    }
    for through, verb in relations.items():
        m2m_changed.connect(_relation(verb), sender=through, weak=False, dispatch_uid=f"audit:{verb}")
    pre_save.connect(_standing, sender=User, dispatch_uid="audit:standing")
    post_save.connect(_created, sender=User, dispatch_uid="audit:created")
    post_delete.connect(_deleted, sender=User, dispatch_uid="audit:deleted")
    post_save.connect(_membership_kept, sender=Membership, dispatch_uid="audit:membership")
    post_delete.connect(_membership_deleted, sender=Membership, dispatch_uid="audit:membership_deleted")
    post_save.connect(_page_permission, sender=GroupPagePermission, dispatch_uid="audit:page_permission")
    post_delete.connect(_page_permission, sender=GroupPagePermission, dispatch_uid="audit:page_permission_deleted")
    own: dict[Signal, str] = {
        password_changed: "password.changed",
        password_set: "password.set",
        password_reset: "password.reset",
        authenticator_added: "second_step.added",
        authenticator_removed: "second_step.removed",
        authenticator_reset: "second_step.reset",
    }
    for signal, verb in own.items():
        signal.connect(_own(verb), weak=False, dispatch_uid=f"audit:{verb}")


def _actor() -> User | None:
    """Who works in the CMS just now; nobody elsewhere."""
    user = get_active_log_context().user
    return user if isinstance(user, User) else None


def _subject(row: Any) -> str:
    kinds = {User: "user", Group: "group", Membership: "membership"}
    return f"{kinds.get(type(row), type(row)._meta.model_name)}:{row.pk}"


def _relation(verb: str) -> Any:
    def changed(sender: Any, instance: Any, action: str, pk_set: set[int] | None, reverse: bool, **kwargs: Any) -> None:
        done = _DONE.get(action)
        if done is None or pk_set == set():
            return
        # From the other side the rows named are those whose rights change.
        data: dict[str, object] = {"done": done, "ids": sorted(pk_set or ()), "reverse": reverse}
        events.record(verb=verb, subject=_subject(instance), actor=_actor(), data=data)

    return changed


def _standing(sender: Any, instance: User, update_fields: Any = None, **kwargs: Any) -> None:
    """A person who exists is made an administrator, or may no longer sign in; or the other way round."""
    if instance.pk is None or (update_fields is not None and not set(update_fields) & set(STANDING)):
        return
    before = User.objects.filter(pk=instance.pk).values(*STANDING).first()
    changed = {name: getattr(instance, name) for name in STANDING if before and before[name] != getattr(instance, name)}
    if changed:
        events.record(verb="person.standing_changed", subject=_subject(instance), actor=_actor(), data=changed)


def _created(sender: Any, instance: User, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if created and not raw:
        data: dict[str, object] = {"is_superuser": instance.is_superuser}
        events.record(verb="person.created", subject=_subject(instance), actor=_actor(), data=data)


def _deleted(sender: Any, instance: User, **kwargs: Any) -> None:
    events.record(verb="person.deleted", subject=_subject(instance), actor=_actor())


def _membership_kept(sender: Any, instance: Membership, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        verb = "membership.created" if created else "membership.changed"
        events.record(verb=verb, subject=_subject(instance), actor=_actor(), data=_membership(instance))


def _membership_deleted(sender: Any, instance: Membership, **kwargs: Any) -> None:
    events.record(verb="membership.deleted", subject=_subject(instance), actor=_actor(), data=_membership(instance))


def _membership(row: Membership) -> dict[str, object]:
    return {
        "user": row.user_id,
        "dealer": row.dealer_id,
        "manages": row.is_manager,
        "starts": str(row.starts),
        "ends": str(row.ends) if row.ends else None,
    }


def _page_permission(sender: Any, instance: GroupPagePermission, signal: Signal, **kwargs: Any) -> None:
    done = "removed" if signal is post_delete else "added"
    data: dict[str, object] = {"done": done, "page": instance.page_id, "permission": instance.permission_id}
    events.record(verb="group.page_permission_changed", subject=f"group:{instance.group_id}", actor=_actor(), data=data)


def _own(verb: str) -> Any:
    def done(sender: Any, request: Any, user: User, **kwargs: Any) -> None:
        actor = request.user if request is not None and isinstance(request.user, User) else None
        events.record(verb=verb, subject=f"user:{user.pk}", actor=actor)

    return done
