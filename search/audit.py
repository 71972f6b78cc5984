"""Is the index what the database says it should be?"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from content.library.models import Edition
from portal.core import outbox
from search.documents.manuals import publication_key
from search.engines.base import SearchEngine
from search.marketing.sources import SOURCES
from search.marketing.sync import desired_of_marketing
from search.marketing.sync import owe as owe_marketing
from search.sync import PUBLICATION, desired_fingerprints
from search.sync_training import desired_of_training, owe


@dataclass(frozen=True, slots=True)
class Audit:
    """Ids of passages that are missing in the index, hold an old state, or should not be there."""

    missing: tuple[str, ...]
    stale: tuple[str, ...]
    foreign: tuple[str, ...]
    right: int

    @property
    def is_clean(self) -> bool:
        return not (self.missing or self.stale or self.foreign)


def audit(*, engine: SearchEngine) -> Audit:
    """Compare every passage by fingerprint. Reads no text of a manual. Raises SearchUnavailable."""
    wanted = desired_fingerprints() | desired_of_training() | desired_of_marketing()
    present = dict(engine.fingerprints())
    return Audit(
        missing=tuple(sorted(wanted.keys() - present.keys())),
        stale=tuple(sorted(key for key in wanted.keys() & present.keys() if wanted[key] != present[key])),
        foreign=tuple(sorted(present.keys() - wanted.keys())),
        right=sum(1 for key in wanted.keys() & present.keys() if wanted[key] == present[key]),
    )


def repair(*, engine: SearchEngine, found: Audit) -> None:
    """Remove what is foreign now, and owe an update of everything in which something is missing or old."""
    if found.foreign:
        engine.delete(ids=found.foreign)
        engine.refresh()
    wrong = [key.split(":") for key in (*found.missing, *found.stale)]
    names = ("edition", "course", "session", *SOURCES)
    ids = {name: sorted({int(pk) for kind, pk, *_rest in wrong if kind == name}) for name in names}
    editions = ids["edition"]
    manual_ids = Edition.objects.filter(pk__in=editions).values_list("manual_id", flat=True).distinct()
    with transaction.atomic():
        owe(course_ids=ids["course"], session_ids=ids["session"])
        owe_marketing({name: ids[name] for name in SOURCES})
        outbox.enqueue_many(kind=PUBLICATION, items=[(publication_key(pk), {}) for pk in manual_ids])
