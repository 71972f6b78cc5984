"""What administrators do with endpoints: make, renew the secret, pause, switch on, try, send again."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core import events
from portal.core.dispatch import send_after_commit
from portal.core.errors import Refused
from portal.network.models import User
from portal.webhooks.events import TEST
from portal.webhooks.models import Delivery, Endpoint, Message
from portal.webhooks.signing import secret_of
from portal.webhooks.telling import TASK, owe


class EndpointRefused(Refused):
    """What is asked of the endpoint cannot be done now."""


@transaction.atomic
def create(*, actor: User, endpoint: Endpoint) -> str:
    """Keep a new endpoint, whose address was judged. The answer is its secret, and the only time that it is shown."""
    endpoint.created_by = actor
    endpoint.save()
    _record("webhook.created", endpoint, actor, {"events": endpoint.events, "dealer": endpoint.dealer_id})
    return secret_of(endpoint)


@transaction.atomic
def renew_secret(*, actor: User, endpoint_id: int) -> str:
    """A new secret, shown once. Until WEBHOOK_OVERLAP_HOURS have passed, everything is signed with the old one too."""
    endpoint = _locked(endpoint_id)
    endpoint.previous_nonce, endpoint.nonce = endpoint.nonce, uuid4()
    endpoint.previous_until = timezone.now() + timedelta(hours=settings.WEBHOOK_OVERLAP_HOURS)
    endpoint.save(update_fields=["previous_nonce", "nonce", "previous_until"])
    _record("webhook.secret_renewed", endpoint, actor)
    return secret_of(endpoint)


@transaction.atomic
def pause(*, actor: User, endpoint_id: int) -> None:
    """It is told nothing until it is switched on; what happens meanwhile it is never told. Raises EndpointRefused."""
    endpoint = _locked(endpoint_id)
    if endpoint.state != Endpoint.State.ACTIVE:
        raise EndpointRefused(_("Only a webhook that is active can be paused."))
    endpoint.state = Endpoint.State.PAUSED
    endpoint.save(update_fields=["state"])
    _record("webhook.paused", endpoint, actor)


@transaction.atomic
def switch_on(*, actor: User, endpoint_id: int) -> None:
    """From pause, or after failures. What still waits is told now. Raises EndpointRefused."""
    endpoint = _locked(endpoint_id)
    if endpoint.state == Endpoint.State.ACTIVE:
        raise EndpointRefused(_("This webhook is active."))
    endpoint.state = Endpoint.State.ACTIVE
    endpoint.failing_since, endpoint.rests_until, endpoint.failures = None, None, 0
    endpoint.save(update_fields=["state", "failing_since", "rests_until", "failures"])
    endpoint.deliveries.filter(state=Delivery.State.WAITING).update(due_at=timezone.now())
    _record("webhook.switched_on", endpoint, actor)
    send_after_commit(TASK, endpoint.pk)


@transaction.atomic
def send_test(*, actor: User, endpoint_id: int) -> None:
    """Send something that means nothing. Raises EndpointRefused."""
    endpoint = _awake(endpoint_id)
    message = Message.objects.create(key=f"test:{uuid4()}", event=TEST, data={"endpoint": endpoint.name})
    owe(message, [endpoint.pk])
    _record("webhook.tested", endpoint, actor)


@transaction.atomic
def send_again(*, actor: User, endpoint_id: int, delivery_id: int) -> None:
    """Deliver once more, under the same `webhook-id`. Raises EndpointRefused."""
    endpoint = _awake(endpoint_id)
    delivery = endpoint.deliveries.select_for_update().filter(pk=delivery_id).first()
    if delivery is None:
        raise EndpointRefused(_("There is no such delivery."))
    delivery.state, delivery.delivered_at, delivery.tries = Delivery.State.WAITING, None, 0
    delivery.due_at = delivery.owed_since = timezone.now()
    delivery.save(update_fields=["state", "delivered_at", "tries", "due_at", "owed_since"])
    _record("webhook.sent_again", endpoint, actor, {"delivery": delivery.pk})
    send_after_commit(TASK, endpoint.pk)


def _awake(endpoint_id: int) -> Endpoint:
    """The endpoint, which is not left alone any more: a person wants to know."""
    endpoint = _locked(endpoint_id)
    if endpoint.state != Endpoint.State.ACTIVE:
        raise EndpointRefused(_("This webhook is not active."))
    Endpoint.objects.filter(pk=endpoint.pk).update(rests_until=None)
    return endpoint


def _locked(endpoint_id: int) -> Endpoint:
    endpoint = Endpoint.objects.select_for_update().filter(pk=endpoint_id).first()
    if endpoint is None:
        raise EndpointRefused(_("There is no such webhook."))
    return endpoint


def _record(verb: str, endpoint: Endpoint, actor: User, data: dict[str, object] | None = None) -> None:
    events.record(verb=verb, subject=f"webhook:{endpoint.pk}", actor=actor, data=data)
