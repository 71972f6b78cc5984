"""Recording what people did: append-only, no content, no personal data beyond who and which thing."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser

from portal.core.models import Event


def record(*, verb: str, subject: str, actor: AbstractBaseUser | None, data: dict[str, object] | None = None) -> None:
    """Write one event in the current transaction. `verb` is dotted ("edition.uploaded"), `subject` is "kind:id"."""
    Event.objects.create(verb=verb, subject=subject, actor=actor, data=data or {})  # type: ignore[misc]
