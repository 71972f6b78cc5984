"""Finding people by their numbers elsewhere, for files of enrolments."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models.functions import Lower

from training.certification.models import ExternalIdentifier


def people_called(numbers: Collection[str]) -> Iterable[tuple[str, int]]:
    """(number, id of the person) for each of the numbers, in lower case, that somebody has. One statement."""
    rows = ExternalIdentifier.objects.annotate(called=Lower("value")).filter(called__in=numbers).order_by("pk")
    return rows.values_list("called", "user")
