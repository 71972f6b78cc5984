"""Keeping the index as the database is: plan, then act.

A change of a manual owes one entry "search.publication". Its delivery compares what should be in the index with what
is, by fingerprints; removes what is too much; and owes one entry "search.pages" per chunk that is missing or old, so
that several workers fill in a large manual together. Every delivery reads the database as it is then.
"""

from __future__ import annotations

from collections.abc import Mapping
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
    todo = plan(desired=desired, present=dict(engine.fingerprints(publication=publication)))
    if todo.remove:
        engine.delete(ids=todo.remove)
    if todo.put:
        engine.index(passages=[passage for passage in passages if passage.id in todo.put])
    if todo.remove or todo.put:
        engine.refresh()


@receiver(library.publication_changed)
def _owe(sender: object, manual_id: int, **kwargs: Any) -> None:
    outbox.enqueue(kind=PUBLICATION, key=manuals.publication_key(manual_id))


def deliver_publication(key: str, payload: dict[str, object]) -> None:
    """Bring the passages of a manual up to date. `key` is its publication key."""
    engine = writable_engine()
    manual_id = int(key.split(":")[1])
    editions = manuals.facts_of(manual_ids=[manual_id])
    numbers = {facts.edition_id: manuals.fingerprints_of(facts) for facts in editions}
    desired = {
        manuals.passage_id(edition_id, number): fingerprint
        for edition_id, pages in numbers.items()
        for number, fingerprint in pages.items()
    }
    todo = plan(desired=desired, present=dict(engine.fingerprints(publication=key)))
    if todo.remove:
        engine.delete(ids=todo.remove)
        engine.refresh()
    with transaction.atomic():
        outbox.enqueue_many(kind=PAGES, items=[(chunk, {}) for chunk in _chunks(manual_id, numbers, todo)])


def _chunks(manual_id: int, numbers: dict[int, dict[int, str]], todo: Plan) -> list[str]:
    """Keys "manual:edition:first-last" of the chunks in which something is to be written."""
    keys = []
    for edition_id, pages in numbers.items():
        due = sorted(number for number in pages if manuals.passage_id(edition_id, number) in todo.put)
        firsts = sorted({(number - 1) // PAGES_PER_ENTRY * PAGES_PER_ENTRY + 1 for number in due})
        keys += [f"{manual_id}:{edition_id}:{first}-{first + PAGES_PER_ENTRY - 1}" for first in firsts]
    return keys


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
