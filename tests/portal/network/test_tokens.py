"""Bearer tokens: only the right header, of an active person, with a token that still holds."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import APIToken

from portal.network import tokens
from portal.network.models import User


@pytest.fixture
def token(technician: User) -> str:
    return tokens.issue(user=technician, name="test")


def test_a_token_names_its_person(technician: User, token: str) -> None:
    assert tokens.user_for_bearer(header=f"Bearer {token}") == technician
    assert tokens.user_for_bearer(header=f"bearer  {token} ") == technician


@pytest.mark.parametrize(
    "header",
    [None, "", "Bearer", "Bearer ", "{token}", "Basic {token}", "Bearer {token}x", "Bearer {short}", "Bearer \x00"],
)
def test_anything_else_names_nobody(token: str, header: str | None, django_assert_num_queries: object) -> None:
    presented = header and header.format(token=token, short=token[:-1])
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert tokens.user_for_bearer(header=presented) is None


@pytest.mark.django_db
def test_a_well_formed_token_that_was_never_made_names_nobody() -> None:
    assert tokens.user_for_bearer(header=f"Bearer {APIToken.generate_token()}") is None


def test_a_revoked_token_and_a_person_who_left_name_nobody(technician: User, token: str) -> None:
    other = tokens.issue(user=technician, name="other")
    assert tokens.revoke_all(user=technician) == 2
    assert tokens.user_for_bearer(header=f"Bearer {other}") is None
    fresh = tokens.issue(user=technician, name="fresh")
    User.objects.filter(pk=technician.pk).update(is_active=False)
    assert tokens.user_for_bearer(header=f"Bearer {fresh}") is None


def test_use_is_noted_once_a_minute(token: str, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(2):  # type: ignore[operator]
        tokens.user_for_bearer(header=f"Bearer {token}")
    with django_assert_num_queries(1):  # type: ignore[operator]
        tokens.user_for_bearer(header=f"Bearer {token}")
    earlier = timezone.now() - timedelta(minutes=2)
    APIToken.objects.update(last_used_at=earlier)
    tokens.user_for_bearer(header=f"Bearer {token}")
    assert APIToken.objects.get().last_used_at > earlier


def test_the_command_prints_a_token_and_revokes(technician: User) -> None:
    out = StringIO()
    call_command("api_token", technician.username, stdout=out)
    token = out.getvalue().strip()
    assert tokens.user_for_bearer(header=f"Bearer {token}") == technician
    call_command("api_token", technician.username, revoke=True, stdout=out)
    assert tokens.user_for_bearer(header=f"Bearer {token}") is None


@pytest.mark.django_db
def test_the_command_refuses_an_unknown_person() -> None:
    with pytest.raises(CommandError, match="nobody-here"):
        call_command("api_token", "nobody-here", stdout=StringIO())
