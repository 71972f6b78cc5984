"""Keeping the index as the database is: plan, then act.

A change of a manual owes one entry "search.publication". Its delivery, which takes along others that wait, compares
what should be in the index with what is, by fingerprints; removes what is too much; and writes what is missing or old.
Where that is much it owes one entry "search.pages" per chunk instead, so that several workers fill in a large manual
together. Every delivery reads the database as it is then.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.dispatch import receiver

from content.library import api as library
from content.library.models import Manual
from portal.core import outbox
from search.documents import manuals
from search.engine import writable_engine
from search.schema import Passage

PUBLICATION = "search.publication"
PAGES = "search.pages"
PUBLICATIONS_AT_ONCE = 50
WRITTEN_AT_ONCE = 96
"""Pages of one edition: what is more is written by chunks."""
PAGES_PER_ENTRY = 672
"""Large enough that a manual makes few segments of the index: each costs a refresh, and a merge later."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What would make the index right: ids to write and ids to remove."""

    put: frozenset[str]
    remove: frozenset[str]


def plan(*, desired: Mapping[str, str], present: Mapping[str, str]) -> Plan:
    """Compare {id: fingerprint} of what should be and of what is."""
    put = {key for key, fingerprint in desired.items() if present.get(key) != fingerprint}
    return Plan(put=frozenset(put), remove=frozenset(present.keys() - desired.keys()))


def write(publication: str, passages: list[Passage]) -> None:
    """Make the index hold these passages of `publication` and no others."""
    engine = writable_engine()
    desired = {passage.id: passage.fingerprint for passage in passages}
    todo = plan(desired=desired, present=dict(engine.fingerprints(publications=[publication])))
    if todo.remove:
        engine.delete(ids=todo.remove)
    if todo.put:
        engine.index(passages=[passage for passage in passages if passage.id in todo.put])
    if todo.remove or todo.put:
        engine.refresh()


@receiver(library.publication_changed)
def _owe(sender: object, manual_id: int, **kwargs: Any) -> None:
    outbox.enqueue(kind=PUBLICATION, key=manuals.publication_key(manual_id))


def deliver_publications(keys: Sequence[str]) -> None:
    """Bring the passages of manuals up to date, by their publication keys. Those of which little is to be written are
    findable when it returns; the others owe their chunks."""
    engine = writable_engine()
    editions = manuals.facts_of(manual_ids=[int(key.split(":")[1]) for key in keys])
    numbers = {facts.edition_id: manuals.fingerprints_of(facts) for facts in editions}
    desired = {
        manuals.passage_id(edition_id, number): fingerprint
        for edition_id, pages in numbers.items()
        for number, fingerprint in pages.items()
    }
    todo = plan(desired=desired, present=dict(engine.fingerprints(publications=keys)))
    due = {
        edition_id: [number for number in pages if manuals.passage_id(edition_id, number) in todo.put]
        for edition_id, pages in numbers.items()
    }
    if todo.remove:
        engine.delete(ids=todo.remove)
    little = [facts for facts in editions if 0 < len(due[facts.edition_id]) <= WRITTEN_AT_ONCE]
    if little:
        passages = (passage for facts in little for passage in manuals.passages_of(facts))
        engine.index(passages=(passage for passage in passages if passage.id in todo.put))
    if todo.remove or little:
        engine.refresh()
    much = [facts for facts in editions if len(due[facts.edition_id]) > WRITTEN_AT_ONCE]
    chunks = [chunk for facts in much for chunk in _chunks(facts, due[facts.edition_id])]
    with transaction.atomic():
        outbox.enqueue_many(kind=PAGES, items=[(chunk, {}) for chunk in chunks])


def _chunks(facts: manuals.EditionFacts, due: Iterable[int]) -> list[str]:
    """Keys "manual:edition:first-last" of the chunks in which these pages are."""
    firsts = sorted({(number - 1) // PAGES_PER_ENTRY * PAGES_PER_ENTRY + 1 for number in due})
    of = f"{facts.publication_id}:{facts.edition_id}"
    return [f"{of}:{first}-{first + PAGES_PER_ENTRY - 1}" for first in firsts]


def deliver_pages(key: str, payload: dict[str, object]) -> None:
    """Write one chunk of pages of an edition as the database has them now; nothing if it is no longer wanted. The last
    chunk of the edition makes them all findable."""
    manual_id, edition_id, span = key.split(":")
    first, last = map(int, span.split("-"))
    engine = writable_engine()
    for facts in manuals.facts_of(manual_ids=[int(manual_id)]):
        if facts.edition_id == int(edition_id):
            engine.index(passages=manuals.passages_of(facts, first=first, last=last))
    if not outbox.waits(kind=PAGES, key_prefix=f"{manual_id}:{edition_id}:"):
        engine.refresh()


def desired_fingerprints() -> dict[str, str]:
    """{id: fingerprint} of everything that should be in the index."""
    wanted: dict[str, str] = {}
    ids = list(Manual.objects.filter(live=True).values_list("pk", flat=True))
    for facts in manuals.facts_of(manual_ids=ids):
        for number, fingerprint in manuals.fingerprints_of(facts).items():
            wanted[manuals.passage_id(facts.edition_id, number)] = fingerprint
    return wanted
