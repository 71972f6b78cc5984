"""The engine in process: tantivy, its index on disk, shared by the processes of one machine.

Same contract and same ranking as Elasticsearch (`search.relevance` decides; `embedded_queries` translates).
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from tantivy import Order, Query

from portal.core.filters import EVERYTHING, AllOf, Filter, Terms
from search.engines import embedded_grouping as grouping
from search.engines import spelling
from search.engines.analysis import fold, storable, tokens
from search.engines.base import PassageHit, PublicationHit, SearchRequest, SearchResult
from search.engines.embedded_queries import Compiler, all_of, marked_words
from search.engines.embedded_schema import KEY_END, document, stem
from search.engines.embedded_store import Snapshot, Store, engine_errors
from search.engines.filters import choices
from search.engines.queries import RESULT_WINDOW
from search.engines.snippets import snippet
from search.engines.suggestions import chosen_completions
from search.parser import normal_form
from search.relevance import ENOUGH_PASSAGES, Plan, plan, relaxed
from search.schema import Passage

SPELLING_SAMPLE = 30
"""Passages whose words are candidates for a correction."""


class EmbeddedEngine:
    """See `search.engines.base.SearchEngine`. `folder` is created when something is first written."""

    def __init__(self, *, folder: str, prefix: str) -> None:
        self._store = Store(Path(folder) / prefix)

    def search(self, *, request: SearchRequest, access: Filter = EVERYTHING) -> SearchResult:
        started = time.perf_counter()
        snapshot = self._store.reader()
        look = _Look(snapshot, access)
        with engine_errors():
            wanted = plan(request)
            corrected = look.corrected(wanted)
            result = look.result(request, corrected or wanted)
        words = spelling.suggestion(request, corrected) if corrected else ""
        return replace(result, suggestion=words, engine_ms=(time.perf_counter() - started) * 1000)

    def search_within(
        self, *, edition_id: int, request: SearchRequest, access: Filter = EVERYTHING, limit: int = 200
    ) -> tuple[PassageHit, ...]:
        snapshot = self._store.reader()
        inside = AllOf((Terms("edition_id", (edition_id,)), access))
        look = _Look(snapshot, inside)
        with engine_errors():
            wanted = plan(request)
            return look.pages_in_order(look.enough(look.corrected(wanted) or wanted, 1), limit)

    def suggest(self, *, prefix: str, access: Filter = EVERYTHING, limit: int = 8) -> tuple[str, ...]:
        text, code = fold(prefix).strip()[:100], normal_form(prefix)[:40]
        if not tokens(text):
            return ()
        snapshot = self._store.reader()
        with engine_errors():
            found = _Look(snapshot, access).completions(text, code, limit)
        return chosen_completions(found, prefix=text, limit=limit)

    def index(self, *, passages: Iterable[Passage], generation: str | None = None) -> int:
        written = 0
        with self._store.writer(generation) as (writer, schema):
            for passage in passages:
                with engine_errors():
                    writer.delete_documents_by_term("id", storable(passage.id))
                    writer.add_document(document(passage, schema))
                written += 1
        return written

    def delete(self, *, ids: Iterable[str], generation: str | None = None) -> None:
        with self._store.writer(generation) as (writer, _), engine_errors():
            for one in ids:
                writer.delete_documents_by_term("id", storable(one))

    def delete_publication(self, *, publication: str) -> None:
        with self._store.writer(None) as (writer, _), engine_errors():
            writer.delete_documents_by_term("publication", storable(publication))

    def fingerprints(
        self, *, publications: Collection[str] | None = None, generation: str | None = None
    ) -> Iterator[tuple[str, str]]:
        snapshot = self._store.reader(generation)
        rule = EVERYTHING if publications is None else Terms("publication", tuple(publications))
        with engine_errors():
            among = Compiler(snapshot.index.schema).filter(rule)
            found = snapshot.searcher.terms_with_prefix("id_fingerprint", "", filter_query=among)
        for term, _ in found:
            one, _, fingerprint = term.partition(KEY_END)
            yield one, fingerprint

    def refresh(self) -> None:
        """Nothing to do: a write is findable when it returns."""

    def begin(self) -> bool:
        return self._store.begin()

    def create_generation(self) -> str:
        return self._store.create()

    def promote(self, *, generation: str) -> None:
        self._store.promote(generation)

    def drop(self, *, generation: str) -> None:
        self._store.drop(generation)

    def generations(self) -> tuple[str, ...]:
        return self._store.others()

    def count(self, *, generation: str | None = None) -> int:
        return int(self._store.reader(generation).searcher.num_docs)

    def schema_version(self) -> int | None:
        return self._store.schema_version()

    def ping(self) -> None:
        with engine_errors():
            self._store.folder.mkdir(parents=True, exist_ok=True)
            next(self._store.folder.iterdir(), None)


class _Look:
    """One search over one snapshot of the index, for one rule of access."""

    def __init__(self, snapshot: Snapshot, access: Filter) -> None:
        self._searcher = snapshot.searcher
        self._facets = snapshot.facets
        self._compile = Compiler(snapshot.index.schema)
        self._access = access

    def result(self, request: SearchRequest, wanted: Plan) -> SearchResult:
        chosen = {name: self._compile.filter(rule) for name, rule in choices(request).items()}
        if chosen:
            wanted = self.enough(wanted, ENOUGH_PASSAGES)
        text = self._compile.text(wanted, self._access)
        query = all_of([text, *chosen.values()])
        first, size = (request.page - 1) * request.page_size, request.page_size
        inside = self._inside(query)
        if wanted.scores:
            looked = grouping.look(
                self._searcher, query, max(grouping.FIRST_LOOK, 4 * min(first + size, RESULT_WINDOW))
            )
            loose = None if chosen or looked.matching >= ENOUGH_PASSAGES else relaxed(wanted)
            if loose:
                return self.result(request, loose)
            groups = grouping.by_score(
                self._searcher,
                query,
                looked=looked,
                first=first,
                size=size,
                passages=request.passages_per_hit,
                inside=inside,
            )
        else:
            groups = grouping.by_title(self._searcher, query, first=first, size=size, inside=inside)
        counted = grouping.counts(self._searcher, text, chosen, table=self._facets, of_groups=self._compile.groups)
        marked = marked_words(wanted)
        hits = tuple(self._publication(group, counted.matches, inside, marked) for group in groups)
        return SearchResult(total=counted.total, hits=hits, facets=counted.facets)

    def enough(self, wanted: Plan, passages: int) -> Plan:
        """`wanted`, or when fewer than `passages` match, the relaxed plan."""
        loose = relaxed(wanted)
        if loose is None:
            return wanted
        found = self._searcher.search(self._compile.text(wanted, self._access), limit=1)
        return loose if int(found.count or 0) < passages else wanted

    def pages_in_order(self, wanted: Plan, limit: int) -> tuple[PassageHit, ...]:
        query = self._compile.text(wanted, self._access)
        by_number = self._searcher.search(query, limit=limit, count=False, order_by_field="number", order=Order.Asc)
        marked = marked_words(wanted)
        pages = [self._passage(0.0, self._shown(address), marked) for _, address in by_number.hits]
        return tuple(sorted(pages, key=lambda page: (page.number, page.id)))

    def corrected(self, wanted: Plan) -> Plan | None:
        near: dict[int, tuple[str, ...]] = {}
        for at, unit in enumerate(wanted.units):
            if unit.may_be_misspelt and not self._any(self._compile.known(unit.text)):
                near[at] = self._near(unit.text)
        return spelling.with_corrections(wanted, near) if near else None

    def completions(self, text: str, code: str, limit: int) -> dict[str, list[str]]:
        title, heading = self._compile.starts("title_exact", text), self._compile.starts("heading_exact", text)
        found = {
            "titles": self._values(title, "title_raw", limit),
            "headings": self._values(heading, "heading_raw", limit * 8),
        }
        if code:
            found["numbers"] = self._values(self._compile.begins("number_form", code), "number_raw", limit)
            among = self._compile.filter(self._access)
            codes = self._searcher.terms_with_prefix("identifiers", code, filter_query=among, limit=limit)
            found["identifiers"] = [value for value, _ in codes]
        return found

    def _inside(self, query: Query) -> grouping.Inside:
        return lambda groups: all_of([self._compile.groups(groups), query])

    def _publication(
        self, group: grouping.Group, matches: Mapping[int, int], inside: grouping.Inside, marked: frozenset[str]
    ) -> PublicationHit:
        shown = [(score, self._shown(address)) for score, address in group.best]
        shown.sort(key=lambda pair: (-pair[0], pair[1]["number"], pair[1]["id"]))
        best_score, best = shown[0]
        matching = matches.get(group.number)
        if matching is None:
            matching = int(self._searcher.search(inside([group.number]), limit=1).count or 0)
        return PublicationHit(
            publication=best["publication"],
            publication_id=best["publication_id"],
            edition_id=best["edition_id"],
            kind=best["kind"],
            score=best_score,
            passages=tuple(self._passage(score, page, marked) for score, page in shown),
            matches=matching,
        )

    def _passage(self, score: float, page: dict[str, Any], marked: frozenset[str]) -> PassageHit:
        return PassageHit(
            id=page["id"],
            edition_id=page["edition_id"],
            number=page["number"],
            label=page["label"],
            heading=tuple(page["heading"]),
            snippet=snippet(page["body"], marked, stem),
            score=score,
        )

    def _shown(self, address: Any) -> dict[str, Any]:
        stored = self._searcher.doc(address).get_first("shown")
        return dict(json.loads(bytes(stored)))

    def _any(self, query: Query) -> bool:
        among = all_of([self._compile.filter(self._access), query])
        return bool(self._searcher.search(among, limit=1, count=False).hits)

    def _near(self, word: str) -> tuple[str, ...]:
        admitted = self._compile.filter(self._access)
        for edits in range(1, spelling.allowed_distance(word) + 1):
            query = all_of([admitted, self._compile.similar(word, edits)])
            hits = self._searcher.search(query, limit=SPELLING_SAMPLE, count=False).hits
            seen = Counter(found for _, address in hits for found in spelling.like(word, self._shown(address)["body"]))
            if near := spelling.nearest(word, seen):
                return near
        return ()

    def _values(self, query: Query, field: str, size: int) -> list[str]:
        among = all_of([self._compile.filter(self._access), query])
        found = self._searcher.aggregate(among, {"values": {"terms": {"field": field, "size": size}}})
        return [bucket["key"] for bucket in found["values"]["buckets"]]
