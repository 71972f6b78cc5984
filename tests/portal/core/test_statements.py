"""Statements that are compiled once: the same rows as the queryset, whatever the values are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db.models import QuerySet

from portal.core import statements
from portal.core.models import OutboxEntry
from portal.core.statements import Statement
from portal.network.models import Membership
from tests import factories

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 4, 12, 0, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Window:
    """A value with parts, one of which is form."""

    begins: datetime
    ends: datetime | None = None


def _in_window(window: Window, kinds: frozenset[str]) -> QuerySet[Any, Any]:
    found = OutboxEntry.objects.filter(kind__in=kinds, created_at__gte=window.begins)
    if window.ends is not None:
        found = found.filter(created_at__lt=window.ends)
    return found.order_by("key").values_list("key", "attempts", "created_at", "payload")


def _entries() -> None:
    for hour, key in enumerate("abcd"):
        kind = "even" if hour % 2 == 0 else "odd"
        OutboxEntry.objects.create(
            kind=kind, key=key, attempts=hour, payload={"hour": hour}, created_at=NOON + timedelta(hours=hour)
        )


@pytest.mark.parametrize(
    ("begins", "ends", "kinds"),
    [
        (0, None, {"even", "odd"}),
        (1, None, {"even", "odd"}),
        (1, 3, {"odd"}),
        (0, 3, {"even", "odd"}),
        (2, None, {"even"}),
        (9, None, {"even"}),
    ],
)
def test_the_rows_are_those_of_the_queryset(begins: int, ends: int | None, kinds: set[str]) -> None:
    _entries()
    statement = Statement(_in_window)
    statement.rows(window=Window(NOON - timedelta(days=1)), kinds=frozenset({"x", "y"}))
    window = Window(NOON + timedelta(hours=begins), None if ends is None else NOON + timedelta(hours=ends))
    expected = list(_in_window(window, frozenset(kinds)))
    assert statement.rows(window=window, kinds=frozenset(kinds)) == expected
    assert all(row[2].tzinfo is not None and isinstance(row[3], dict) for row in expected)


def test_a_form_is_built_once_and_another_form_anew(django_assert_num_queries: Any) -> None:
    _entries()
    built = []

    def build(window: Window, kinds: frozenset[str]) -> QuerySet[Any, Any]:
        built.append(window)
        return _in_window(window, kinds)

    statement = Statement(build)
    with django_assert_num_queries(4):
        for hour in range(3):
            statement.rows(window=Window(NOON + timedelta(hours=hour)), kinds=frozenset({"even"}))
        statement.rows(window=Window(NOON, NOON), kinds=frozenset({"even"}))
    assert len(built) == 2


def test_what_can_have_no_rows_asks_nothing(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert Statement(_in_window).rows(window=Window(NOON), kinds=frozenset()) == []


def test_forms_do_not_pile_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statements, "MOST_FORMS", 3)
    statement = Statement(_in_window)
    for number in range(1, 9):
        statement.rows(window=Window(NOON), kinds=frozenset(map(str, range(number))))
    assert len(statement._compiled) <= 3


def test_days_numbers_and_truths() -> None:
    membership = factories.MembershipFactory(starts=date(2026, 1, 1), ends=date(2026, 1, 31), is_manager=True)

    def build(user_id: int, day: date) -> QuerySet[Any, Any]:
        return Membership.objects.on(day).filter(user=user_id).values_list("pk", "is_manager", "starts")

    statement = Statement(build)
    other = membership.user_id + 1
    assert statement.rows(user_id=other, day=date(2026, 1, 31)) == []
    assert statement.rows(user_id=membership.user_id, day=date(2026, 1, 31)) == [
        (membership.pk, True, date(2026, 1, 1))
    ]
    assert statement.rows(user_id=membership.user_id, day=date(2026, 2, 1)) == []


def test_a_constant_of_the_query_stays(django_user_model: Any) -> None:
    def build(codename: str) -> QuerySet[Any, Any]:
        held = Permission.objects.filter(codename=codename, content_type__app_label="wagtailadmin")
        return held.values_list("content_type__app_label", "codename")

    statement = Statement(build)
    assert statement.rows(codename="nothing") == []
    assert statement.rows(codename="access_admin") == [("wagtailadmin", "access_admin")]
