"""What the lists of editions in the CMS say of feedback: how many reports wait on each."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.feedback import reading
from content.ingest.api import Note
from content.library.models import Edition


def note(editions: Sequence[Edition]) -> dict[int, list[Note]]:
    """By edition: the reports that wait on it, and the way to tick those of its publication that it fixes. Two
    statements."""
    on_edition = reading.waiting_by_edition(edition_ids=[one.pk for one in editions])
    on_manual = reading.waiting_by_manual(manual_ids={one.manual_id for one in editions})
    found: dict[int, list[Note]] = {}
    for one in editions:
        notes = []
        if number := on_edition.get(one.pk):
            sentence = ngettext("%(number)s open report", "%(number)s open reports", number) % {"number": number}
            notes.append(Note(sentence, f"{reverse('feedback_desk:inbox')}?about=edition:{one.pk}"))
        elsewhere = on_manual.get(one.manual_id, 0) - on_edition.get(one.pk, 0)
        if elsewhere and one.withdrawn_at is None and one.state != Edition.State.FAILED:
            notes.append(Note(_("What it fixes"), reverse("feedback_desk:fixes", args=[one.pk])))
        if notes:
            found[one.pk] = notes
    return found
