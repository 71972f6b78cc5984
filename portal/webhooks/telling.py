"""From something that happened to the endpoints that are told.

Whoever makes it happen owes one entry of the outbox, in their transaction. Its delivery asks who may be told, with the
eyes of each endpoint's dealer, and makes the message and its deliveries: once, however often it runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from portal.core import outbox
from portal.core.dispatch import send_after_commit
from portal.network.api import Standing, Viewer, Visibility, admits
from portal.network.models import Dealer, JobRole, Membership, Targeted, lineage
from portal.network.reach import audience_of
from portal.webhooks.events import is_known
from portal.webhooks.models import Delivery, Endpoint, Message

OWED = "webhooks.event"
"""Of the outbox: what the payload says is to be told, under the key."""
TASK = "portal.webhooks.tasks.work"


def anybody_listens() -> bool:
    """Whether there is an endpoint that is told anything: nobody else's data has to be put together. One statement."""
    return Endpoint.objects.filter(state=Endpoint.State.ACTIVE).exists()


def tell(
    *,
    event: str,
    key: str,
    data: Mapping[str, Any],
    thing: Targeted | None = None,
    dealers: Iterable[int] | None = None,
    at: datetime | None = None,
) -> None:
    """Tell the endpoints that want `event`. Call it in the transaction of what happened; nobody waits for it.

    `key` makes it one ("edition:17:in_force"); `data` is JSON without content: ids, hashes, instants, addresses of the
    portal. Who is told: with `thing`, endpoints of dealers whose people may see it; with `dealers`, endpoints of these
    (ids); those of the whole network always. One of the two has to be given. `at` is when it happened (now if None).
    Raises KeyError for an event that nobody registered.
    """
    if not is_known(event):
        raise KeyError(event)
    if thing is None and dealers is None:
        raise ValueError("Either a thing or dealers say who may be told.")
    if not anybody_listens():
        return
    payload: dict[str, object] = {
        "event": event,
        "data": dict(data),
        "at": (at or timezone.now()).isoformat(),
        "thing": [thing._meta.label_lower, thing.pk] if thing is not None else None,
        "dealers": sorted(dealers) if dealers is not None else None,
    }
    outbox.enqueue(kind=OWED, key=key, payload=payload)


def tell_of_person(*, event: str, key: str, data: Mapping[str, Any], user_id: int, at: datetime | None = None) -> None:
    """The same for something that a person did or earned: told to the endpoints of the dealers for whom they work
    today, and of the whole network. One statement when there is no endpoint, three when there is."""
    if not anybody_listens():
        return
    today = Membership.objects.on(timezone.localdate()).filter(user=user_id)
    tell(event=event, key=key, data=data, dealers=set(today.order_by().values_list("dealer", flat=True)), at=at)


@transaction.atomic
def spread(key: str, payload: Mapping[str, Any]) -> None:
    """Deliver the entry: make the message and what is owed to each endpoint that may be told."""
    wanting = Endpoint.objects.filter(state=Endpoint.State.ACTIVE).order_by("pk")
    endpoints = [one for one in wanting if payload["event"] in one.events]
    told = [one.pk for one in _who_may(endpoints, payload)]
    if not told:
        return
    message, _is_new = Message.objects.get_or_create(
        key=key,
        defaults={"event": payload["event"], "data": payload["data"], "at": datetime.fromisoformat(payload["at"])},
    )
    owe(message, told)


def owe(message: Message, endpoint_ids: Iterable[int]) -> None:
    """A delivery of the message to each, and a worker for each."""
    ids = list(endpoint_ids)
    rows = [Delivery(endpoint_id=pk, message=message) for pk in ids]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
    for pk in ids:
        send_after_commit(TASK, pk)


def _who_may(endpoints: list[Endpoint], payload: Mapping[str, Any]) -> list[Endpoint]:
    if payload["thing"] is not None:
        label, pk = payload["thing"]
        audience = audience_of(model=apps.get_model(label), pk=pk)
        eyes = viewers_of_dealers({one.dealer_id for one in endpoints if one.dealer_id is not None})
        return [one for one in endpoints if one.dealer_id is None or _sees(eyes.get(one.dealer_id), audience)]
    dealers = set(payload["dealers"])
    return [one for one in endpoints if one.dealer_id is None or one.dealer_id in dealers]


def _sees(viewer: Viewer | None, audience: Visibility) -> bool:
    return viewer is not None and admits(audience, viewer=viewer)


def viewers_of_dealers(dealer_ids: Iterable[int]) -> dict[int, Viewer]:
    """For each active dealer a viewer who sees what anybody sees who works there, in any job. Three statements."""
    roles = frozenset(JobRole.objects.values_list("pk", flat=True))
    dealers = Dealer.objects.filter(pk__in=sorted(dealer_ids), is_active=True).select_related("region")
    now = timezone.now()
    found = {}
    for dealer in dealers.prefetch_related("brands"):
        standing = Standing(
            brands=frozenset(brand.pk for brand in dealer.brands.all()),
            regions=frozenset(lineage(dealer.region.path)),
            tiers=frozenset([dealer.tier_id]),
            roles=roles,
            dealers=frozenset([dealer.pk]),
        )
        found[dealer.pk] = Viewer(user_id=None, at=now, standings=(standing,))
    return found
