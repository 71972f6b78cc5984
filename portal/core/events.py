"""Recording what people did: append-only, no content, no personal data beyond who and which thing."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser

from portal.core.models import Event


def record(*, verb: str, subject: str, actor: AbstractBaseUser | None, data: dict[str, object] | None = None) -> None:
    """Write one event in the current transaction. `verb` is dotted ("edition.uploaded"), `subject` is "kind:id"."""
    Event.objects.create(verb=verb, subject=subject, actor=actor, data=data or {})  # type: ignore[misc]


def record_many(
    *, verb: str, subjects: Iterable[str], actor: AbstractBaseUser | None, data: dict[str, object] | None = None
) -> None:
    """Write the same event of many subjects in the current transaction."""
    rows = [Event(verb=verb, subject=subject, actor=actor, data=data or {}) for subject in subjects]  # type: ignore[misc]
    Event.objects.bulk_create(rows, batch_size=1000)
