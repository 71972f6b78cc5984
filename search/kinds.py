"""The kinds of thing that are found: what a passage holds in `kind`, an address in `type`, and a person reads."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from content.library.models import BulletinCategory, ManualCategory


class TrainingKind(TextChoices):
    COURSE = "course", _("Course")
    SESSION = "session", _("Session with a trainer")


_KINDS = (ManualCategory, BulletinCategory, TrainingKind)
VALUES = frozenset(value for choices in _KINDS for value in choices.values)


def label(value: str) -> str:
    """What a person reads; a value that is no kind stands for itself."""
    for choices in _KINDS:
        if value in choices.values:
            return str(choices(value).label)
    return value
