"""Delivering to endpoints, each by one worker at a time, in the order in which it is due.

What is not taken is told again after growing pauses, for at most three days. An endpoint that does not answer at all is
left alone for a while as a whole, so that what waits for it costs the workers one try and not one for each delivery;
and a worker goes on to others after `LONGEST_TURN`. One that fails for days is switched off, and administrators are
told. A worker that dies while it speaks to an endpoint is followed by another: the receiver may get a message twice,
and knows it by its `webhook-id`.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core import events
from portal.core.dispatch import send_after_commit
from portal.network.models import User
from portal.notices.api import Told, notify_many
from portal.webhooks.models import Delivery, Endpoint, Message, Try
from portal.webhooks.sending import Outcome, send
from portal.webhooks.signing import headers_for
from portal.webhooks.telling import TASK

PAUSES = (30, 120, 600, 1800, 3600, 7200, 14_400, 28_800)
"""Seconds after a try that failed; after the last of them it stays."""
RESTS = (30, 60, 300, 900, 1800, 3600)
"""Seconds for which an endpoint that does not answer is left alone."""
NO_ANSWER = frozenset({429, 502, 503, 504})
"""Answers of who stands before the receiver, or of a receiver that asks for a pause."""
GIVEN_UP_AFTER = timedelta(days=3)
HELD = timedelta(seconds=90)
"""A worker that has not renewed its hold for so long is taken for dead. Longer than one try."""
LONGEST_TURN = 20.0
DISABLED = "webhooks.disabled"


def work(*, endpoint_id: int) -> None:
    """Tell an endpoint what is due, unless it rests or another worker is at it. Never raises for what it answers."""
    if not _hold(endpoint_id):
        return
    ends = time.monotonic() + LONGEST_TURN
    try:
        while time.monotonic() < ends and (delivery := _next(endpoint_id)) is not None:
            if not _try(delivery):
                break
    finally:
        Endpoint.objects.filter(pk=endpoint_id).update(busy_until=None)
    if _ready(timezone.now()).filter(pk=endpoint_id).exists():
        send_after_commit(TASK, endpoint_id)


def sweep(*, now: datetime | None = None) -> list[int]:
    """Queue the endpoints for which something is due, and give up what is owed for too long."""
    now = now or timezone.now()
    late = Delivery.objects.filter(state=Delivery.State.WAITING, owed_since__lt=now - GIVEN_UP_AFTER)
    late.update(state=Delivery.State.GIVEN_UP)
    ready = list(_ready(now).order_by("pk").values_list("pk", flat=True))
    for pk in ready:
        send_after_commit(TASK, pk)
    return ready


def forget(*, now: datetime | None = None) -> None:
    """Drop the log of what is settled for longer than WEBHOOK_KEEP_DAYS."""
    since = (now or timezone.now()) - timedelta(days=settings.WEBHOOK_KEEP_DAYS)
    Delivery.objects.filter(created_at__lt=since).exclude(state=Delivery.State.WAITING).delete()
    Message.objects.filter(at__lt=since).exclude(Exists(Delivery.objects.filter(message=OuterRef("pk")))).delete()


def _ready(now: datetime) -> QuerySet[Endpoint]:
    """Endpoints to which somebody could speak now, and that have something due."""
    due = Delivery.objects.filter(endpoint=OuterRef("pk"), state=Delivery.State.WAITING, due_at__lte=now)
    free = Q(busy_until__isnull=True) | Q(busy_until__lt=now)
    awake = Q(rests_until__isnull=True) | Q(rests_until__lte=now)
    return Endpoint.objects.filter(free, awake, Exists(due), state=Endpoint.State.ACTIVE)


def _hold(endpoint_id: int) -> bool:
    now = timezone.now()
    return bool(_ready(now).filter(pk=endpoint_id).update(busy_until=now + HELD))


def _next(endpoint_id: int) -> Delivery | None:
    """The next that is due, with the hold renewed; None when there is none, or the endpoint is active no more."""
    now = timezone.now()
    active = Endpoint.objects.filter(pk=endpoint_id, state=Endpoint.State.ACTIVE)
    if not active.update(busy_until=now + HELD):
        return None
    due = Delivery.objects.filter(endpoint=endpoint_id, state=Delivery.State.WAITING, due_at__lte=now)
    return due.select_related("endpoint", "message").order_by("due_at", "pk").first()


def _try(delivery: Delivery) -> bool:
    """Deliver, and keep what came of it. Says whether the endpoint may be asked again at once."""
    endpoint, now = delivery.endpoint, timezone.now()
    body = body_of(delivery.message)
    signed = headers_for(endpoint=endpoint, message_id=message_id(delivery), at=now, body=body)
    outcome = send(url=endpoint.url, headers=signed, body=body)
    return _keep(delivery, outcome, now)


def message_id(delivery: Delivery) -> str:
    return f"msg_{delivery.key.hex}"


def body_of(message: Message) -> bytes:
    """What is sent, the same at every try."""
    said = {"type": message.event, "timestamp": message.at.isoformat(), "data": message.data}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


@transaction.atomic
def _keep(delivery: Delivery, outcome: Outcome, now: datetime) -> bool:
    endpoint = Endpoint.objects.select_for_update().get(pk=delivery.endpoint_id)
    Try.objects.create(
        delivery=delivery,
        at=now,
        status=outcome.status,
        fault=outcome.fault,
        answer=outcome.answer,
        milliseconds=outcome.milliseconds,
    )
    delivery.tries += 1
    if outcome.taken:
        delivery.state, delivery.delivered_at = Delivery.State.DELIVERED, now
        endpoint.failing_since, endpoint.rests_until, endpoint.failures = None, None, 0
    else:
        _put_off(delivery, outcome, now)
        endpoint.failing_since = endpoint.failing_since or now
    delivery.save(update_fields=["tries", "state", "delivered_at", "due_at"])
    silent = not outcome.taken and (outcome.status is None or outcome.status in NO_ANSWER)
    if silent:
        rest = max(RESTS[min(endpoint.failures, len(RESTS) - 1)], min(outcome.retry_after, RESTS[-1]))
        endpoint.failures += 1
        endpoint.rests_until = now + timedelta(seconds=rest)
    endpoint.save(update_fields=["failing_since", "rests_until", "failures"])
    if outcome.gone or _fails_for_days(endpoint, now):
        disable(endpoint, gone=outcome.gone)
    return not silent


def _put_off(delivery: Delivery, outcome: Outcome, now: datetime) -> None:
    pause = max(PAUSES[min(delivery.tries - 1, len(PAUSES) - 1)], min(outcome.retry_after, PAUSES[-1]))
    delivery.due_at = now + timedelta(seconds=pause)
    if outcome.gone or delivery.due_at > delivery.owed_since + GIVEN_UP_AFTER:
        delivery.state = Delivery.State.GIVEN_UP


def _fails_for_days(endpoint: Endpoint, now: datetime) -> bool:
    longest = timedelta(days=settings.WEBHOOK_DISABLED_AFTER_DAYS)
    return endpoint.failing_since is not None and endpoint.failing_since <= now - longest


def disable(endpoint: Endpoint, *, gone: bool = False) -> None:
    """Switch an endpoint off that fails for days or is gone, and tell the administrators. What waits for it waits until
    somebody switches it on, or is given up."""
    if not Endpoint.objects.filter(pk=endpoint.pk, state=Endpoint.State.ACTIVE).update(state=Endpoint.State.DISABLED):
        return
    events.record(verb="webhook.disabled", subject=f"webhook:{endpoint.pk}", actor=None)
    since = endpoint.failing_since or timezone.now()
    administrators = User.objects.filter(is_active=True, is_superuser=True).order_by("pk")
    notify_many(
        Told(
            user_id=person,
            kind=DISABLED,
            key=f"webhook:{endpoint.pk}:disabled:{since.isoformat()}",
            data={"name": endpoint.name, "gone": gone},
            url=reverse("webhooks_desk:endpoint", args=[endpoint.pk]),
        )
        for person in administrators.values_list("pk", flat=True)
    )


def disabled_sentence(data: Mapping[str, Any]) -> str:
    """Of the notice."""
    if data["gone"]:
        return _("The webhook “%(name)s” wants no more events and is switched off.") % data
    return _("The webhook “%(name)s” did not work for days and is switched off.") % data
