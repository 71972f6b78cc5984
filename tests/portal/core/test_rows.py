"""Rows made of rows: what is given, the defaults of the rest, and each once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.core.rows import insert_from
from portal.network.models import User
from portal.notices.models import Notice
from tests import factories

pytestmark = pytest.mark.django_db


def test_each_row_has_what_is_given_and_defaults_for_the_rest() -> None:
    people = [factories.UserFactory().pk for _ in range(3)]
    data = {"what": "“x” 100 %", "day": "2026-01-01", "left": None, "pages": [1, 2]}
    read = timezone.now() - timedelta(days=1)
    with CaptureQueriesContext(connection) as queries:
        insert_from(
            User.objects.filter(pk__in=people[:2]),
            into=Notice,
            user=F("pk"),
            kind="k",
            key="a",
            data=data,
            urgent=True,
            read_at=read,
        )
    assert len(queries) == 1
    made = Notice.objects.order_by("user")
    assert [(one.user_id, one.kind, one.key, one.data, one.urgent, one.read_at) for one in made] == [
        (person, "k", "a", data, True, read) for person in people[:2]
    ]
    assert {(one.topic, one.url, one.mailing_id) for one in made} == {("other", "", None)}
    assert all(timezone.now() - one.created_at < timedelta(minutes=1) for one in made)


def test_what_is_there_is_left_as_it_is() -> None:
    first, second = factories.UserFactory(), factories.UserFactory()
    for text in ("before", "after"):
        insert_from(User.objects.filter(pk=first.pk), into=Notice, user=F("pk"), kind="k", key="a", data={"is": text})
    insert_from(User.objects.order_by("-pk"), into=Notice, user=F("pk"), kind="k", key="a", data={"is": "later"})
    assert dict(Notice.objects.values_list("user", "data__is")) == {first.pk: "before", second.pk: "later"}


def test_of_no_rows_none_are_made_and_an_unknown_field_is_refused() -> None:
    insert_from(User.objects.filter(pk__in=[]), into=Notice, user=F("pk"), kind="k", key="a")
    assert not Notice.objects.exists()
    with pytest.raises(TypeError, match="evil"):
        insert_from(User.objects.all(), into=Notice, user=F("pk"), evil=1)
