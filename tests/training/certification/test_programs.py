"""Programs of dealers are told who completed what, by id."""

from __future__ import annotations

import json

import pytest

from portal.core import outbox
from portal.core.models import OutboxEntry
from portal.webhooks.models import Delivery, Endpoint
from tests import factories
from tests.training.certification_builder import complete
from tests.training.courses_builder import course, lesson, module

pytestmark = pytest.mark.django_db


def test_a_completed_course_is_told_to_who_employs_the_person_today():
    membership, other = factories.MembershipFactory(), factories.DealerFactory()
    for name, dealer in (("theirs", membership.dealer), ("other", other), ("network", None)):
        Endpoint.objects.create(name=name, url="https://dms.example/", dealer=dealer, events=["course.completed"])
    taught = course(module(lesson()))
    complete(membership.user, taught)
    for entry in OutboxEntry.objects.filter(kind="webhooks.event").order_by("pk"):
        assert outbox.deliver(entry_id=entry.pk)
    assert set(Delivery.objects.values_list("endpoint__name", flat=True)) == {"theirs", "network"}
    data = Delivery.objects.first().message.data
    assert (data["person"], data["course"]) == (membership.user_id, taught.pk)
    assert membership.user.username not in json.dumps(data)
