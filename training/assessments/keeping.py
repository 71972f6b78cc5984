"""What happens to assessments beside editing them: doubled, put away, taken up again. Every change is recorded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core import events
from portal.network.models import User
from training.assessments.composing import sections_of
from training.assessments.models import Assessment


@dataclass(frozen=True, slots=True)
class Use:
    """A place that gives the assessment to people: what it is called, and its page for authors."""

    title: str
    url: str


_uses: list[Callable[[Assessment], list[Use]]] = []


def register_uses(find: Callable[[Assessment], list[Use]]) -> None:
    """`find` names the places of a room above that give an assessment to people. From an app's `ready`."""
    _uses.append(find)


def uses_of(assessment: Assessment) -> list[Use]:
    """Where the assessment is given to people, as far as the rooms above say."""
    return [use for find in _uses for use in find(assessment)]


@transaction.atomic
def duplicate(*, actor: User, assessment: Assessment) -> Assessment:
    """The same rules, sections and slots under another title. What people were granted is not taken over."""
    sections = [(section, list(section.slots.all())) for section in sections_of(assessment)]
    made = Assessment.objects.get(pk=assessment.pk)
    made.pk = None
    made.title = (_("%(title)s (copy)") % {"title": assessment.title})[:160]
    made.archived_at, made.created_at = None, timezone.now()
    made.save()
    for section, slots in sections:
        section.pk, section.assessment = None, made
        section.save()
        for slot in slots:
            slot.pk, slot.section = None, section
            slot.save()
    events.record(
        verb="assessment.created", subject=f"assessment:{made.pk}", actor=actor, data={"copy_of": assessment.pk}
    )
    return made


@transaction.atomic
def archive(*, actor: User, assessment: Assessment) -> None:
    """No new attempt begins; those that are open go on. Archiving twice is archiving once."""
    if Assessment.objects.filter(pk=assessment.pk, archived_at__isnull=True).update(archived_at=timezone.now()):
        events.record(verb="assessment.archived", subject=f"assessment:{assessment.pk}", actor=actor)


@transaction.atomic
def take_up(*, actor: User, assessment: Assessment) -> None:
    """Offer an archived assessment again."""
    if Assessment.objects.filter(pk=assessment.pk, archived_at__isnull=False).update(archived_at=None):
        events.record(verb="assessment.taken_up", subject=f"assessment:{assessment.pk}", actor=actor)
