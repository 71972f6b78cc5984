"""Who is releasing something right now, for the records that its release leaves. Wagtail's signals do not say."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from portal.network.models import User

_person: ContextVar[User | None] = ContextVar("library_acting_person", default=None)


@contextmanager
def acting(person: Any) -> Iterator[None]:
    """What happens meanwhile is done by this person; by the portal itself if that is none."""
    token = _person.set(person if isinstance(person, User) else None)
    try:
        yield
    finally:
        _person.reset(token)


def acting_person() -> User | None:
    """Who is acting, None where nobody said."""
    return _person.get()
