"""What enrolment does when people are registered, answered or ended, and when a membership begins or changes."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import m2m_changed, post_save
from django.utils import timezone

from portal.core import outbox
from portal.network.models import Membership
from portal.notices.api import notify_many, settle, settle_for_all
from training.courses.api import (
    Registration,
    course_completed,
    registration_decided,
    registration_withdrawn,
    registrations_made,
)
from training.enrolment import running, telling
from training.enrolment.models import EnrolmentRule

PERSON = "enrolment.person"
"""A side effect that is owed: the rules are to be applied to a person."""


def connect() -> None:
    registrations_made.connect(_made, sender=Registration, dispatch_uid="enrolment.made")
    registration_decided.connect(_decided, sender=Registration, dispatch_uid="enrolment.decided")
    course_completed.connect(_completed, sender=Registration, dispatch_uid="enrolment.completed")
    registration_withdrawn.connect(_withdrawn, sender=Registration, dispatch_uid="enrolment.withdrawn")
    post_save.connect(_membership_saved, sender=Membership, dispatch_uid="enrolment.membership")
    m2m_changed.connect(_roles_changed, sender=Membership.roles.through, dispatch_uid="enrolment.roles")
    outbox.register(kind=PERSON, handler=_apply_rules)


def _made(*, registrations: list[Registration], **_more: Any) -> None:
    by_others = [one for one in registrations if one.source != Registration.Source.SELF]
    waiting = [one for one in registrations if one.state == Registration.State.REQUESTED]
    notify_many(telling.assigned(one) for one in by_others)
    if waiting:
        managers = telling.managers_of(user_ids={one.user_id for one in waiting}, day=timezone.localdate())
        notify_many(told for one in waiting for told in telling.requested(one, managers.get(one.user_id, ())))


def _decided(*, registration: Registration, **_more: Any) -> None:
    notify_many([telling.decided(registration)])
    settle_for_all(keys=telling.request_keys(registration.pk))


def _completed(*, registration: Registration, **_more: Any) -> None:
    settle(user_id=registration.user_id, keys_beginning=telling.due_key(registration.pk))


def _withdrawn(*, registration: Registration, **_more: Any) -> None:
    settle(user_id=registration.user_id, keys_beginning=telling.due_key(registration.pk))
    settle_for_all(keys=telling.request_keys(registration.pk))
    if registration.reason:
        notify_many([telling.ended(registration)])


def _membership_saved(*, instance: Membership, raw: bool = False, **_more: Any) -> None:
    if not raw:
        _owe(instance.user_id)


def _roles_changed(*, instance: Any, action: str, **_more: Any) -> None:
    if action == "post_add" and isinstance(instance, Membership):
        _owe(instance.user_id)


def _owe(user_id: int) -> None:
    if EnrolmentRule.objects.filter(state=EnrolmentRule.State.ACTIVE).exists():
        outbox.enqueue(kind=PERSON, key=str(user_id))


def _apply_rules(key: str, payload: dict[str, object]) -> None:
    running.enrol_person(user_id=int(key))
