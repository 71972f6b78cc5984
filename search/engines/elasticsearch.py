"""The reference engine: Elasticsearch 8.x or 9.x, any number of nodes. The only module that imports its client.

The live index is an alias, `{prefix}-passages`; a generation is an index of its own. A search is two HTTP
requests: which publications, with all counts, and then their best pages. They are repeated, relaxed, when hardly
anything matched; and small ones follow when a word is in none of the hits, to learn whether
any admitted passage has it, or has it in another spelling.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError
from elasticsearch.helpers import BulkIndexError, streaming_bulk

from portal.core.filters import EVERYTHING, AllOf, Filter, Terms
from search.engines import queries, responses, spelling
from search.engines.analysis import fold
from search.engines.base import PassageHit, SchemaMismatch, SearchRequest, SearchResult, SearchUnavailable
from search.engines.filters import choices
from search.engines.mapping import document, index_body
from search.engines.suggestions import chosen_completions
from search.parser import normal_form
from search.relevance import ENOUGH_PASSAGES, Plan, plan, relaxed
from search.schema import Passage

READ_TIMEOUT = 10.0
WRITE_TIMEOUT = 60.0
BULK_DOCUMENTS = 500
BULK_BYTES = 8 * 1024 * 1024
SCAN_SIZE = 2_000
MOST_WORDS_CHECKED = 8

P = ParamSpec("P")
R = TypeVar("R")


def _answers(method: Callable[P, R]) -> Callable[P, R]:
    """Turn what the client raises into the two errors that the contract names."""

    @wraps(method)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return method(*args, **kwargs)
        except NotFoundError as error:
            raise SchemaMismatch("the search index does not exist; rebuild it") from error
        except BulkIndexError as error:
            raise SearchUnavailable(f"{len(error.errors)} passages were refused: {_refused(error)}") from error
        except (ApiError, TransportError) as error:
            raise SearchUnavailable(type(error).__name__) from error

    return guarded


def _refused(error: BulkIndexError) -> str:
    ids = [str(next(iter(item.values())).get("_id")) for item in error.errors]
    return ", ".join(ids[:20])


class ElasticsearchEngine:
    """See `search.engines.base.SearchEngine`. `url` may carry user and password."""

    def __init__(
        self, *, url: str, prefix: str, timeout: float = READ_TIMEOUT, shards: int = 1, vector_dims: int | None = None
    ) -> None:
        self.alias = f"{prefix}-passages"
        self._body = index_body(shards=shards, vector_dims=vector_dims)
        self._with_vector = vector_dims is not None
        self._client = Elasticsearch(
            url, request_timeout=timeout, retry_on_timeout=False, max_retries=1, connections_per_node=8
        )
        self._writer = self._client.options(request_timeout=WRITE_TIMEOUT)

    @_answers
    def search(self, *, request: SearchRequest, access: Filter = EVERYTHING) -> SearchResult:
        started = time.perf_counter()
        wanted = plan(request)
        found = self._best(request, wanted, access)
        corrected = self._corrected(wanted, found.seen, access)
        words = ""
        if corrected:
            found = self._best(request, corrected, access)
            words = spelling.suggestion(request, corrected)
        elapsed = (time.perf_counter() - started) * 1000
        return replace(found.result, suggestion=words, engine_ms=elapsed)

    @_answers
    def search_within(
        self, *, edition_id: int, request: SearchRequest, access: Filter = EVERYTHING, limit: int = 200
    ) -> tuple[PassageHit, ...]:
        wanted = plan(request)
        hits = self._pages(wanted, edition_id, access, limit)
        if not hits:
            inside = AllOf((Terms("edition_id", (edition_id,)), access))
            corrected = self._corrected(wanted, frozenset(), inside)
            hits = self._pages(corrected, edition_id, access, limit) if corrected else []
            if not hits and (loose := relaxed(corrected or wanted)):
                hits = self._pages(loose, edition_id, access, limit)
        return tuple(map(responses.passage_hit, hits))

    @_answers
    def suggest(self, *, prefix: str, access: Filter = EVERYTHING, limit: int = 8) -> tuple[str, ...]:
        text, code = fold(prefix).strip()[:100], normal_form(prefix)[:40]
        if not text:
            return ()
        found = self._search(queries.suggest_body(prefix=text, code=code, access=access, limit=limit))
        return chosen_completions(responses.completions(found), prefix=text, limit=limit)

    @_answers
    def index(self, *, passages: Iterable[Passage], generation: str | None = None) -> int:
        actions = (
            {"_op_type": "index", "_id": passage.id, "_source": document(passage, with_vector=self._with_vector)}
            for passage in passages
        )
        done = streaming_bulk(
            self._writer,
            actions,
            chunk_size=BULK_DOCUMENTS,
            max_chunk_bytes=BULK_BYTES,
            max_retries=3,
            index=generation or self.alias,
            require_alias=generation is None,
        )
        return sum(1 for _ in done)

    @_answers
    def delete(self, *, ids: Iterable[str], generation: str | None = None) -> None:
        self._delete(ids, generation)

    @_answers
    def delete_publication(self, *, publication: str) -> None:
        self._writer.indices.refresh(index=self.alias)
        self._delete([found for found, _ in self._scan(self.alias, [publication])])

    @_answers
    def fingerprints(
        self, *, publications: Collection[str] | None = None, generation: str | None = None
    ) -> Iterator[tuple[str, str]]:
        index = generation or self.alias
        self._writer.indices.refresh(index=index)
        return self._guarded_scan(index, publications)

    @_answers
    def refresh(self) -> None:
        self._writer.indices.refresh(index=self.alias)

    @_answers
    def begin(self) -> bool:
        if self._live_indices():
            return False
        # One name for all who begin, and the alias with it: two indices under an alias can be written by nobody.
        made = self._writer.options(ignore_status=400).indices.create(
            index=f"{self.alias}-first", aliases={self.alias: {}}, **self._body
        )
        error = made.get("error", {}).get("type", "")
        if error not in ("", "resource_already_exists_exception"):
            raise SearchUnavailable(error)
        return not error

    @_answers
    def create_generation(self) -> str:
        moment = datetime.now(tz=UTC).strftime("%Y%m%d%H%M%S")
        name = f"{self.alias}-{moment}-{secrets.token_hex(3)}"
        self._writer.indices.create(index=name, **self._body)
        return name

    @_answers
    def promote(self, *, generation: str) -> None:
        self._writer.indices.refresh(index=generation)
        before = self._live_indices()
        actions: list[dict[str, Any]] = [{"add": {"index": generation, "alias": self.alias}}]
        actions += [{"remove_index": {"index": name}} for name in before if name != generation]
        self._writer.indices.update_aliases(actions=actions)

    @_answers
    def drop(self, *, generation: str) -> None:
        if generation in self._live_indices():
            raise ValueError("the live index is not under construction")
        self._writer.indices.delete(index=generation, ignore_unavailable=True)

    @_answers
    def generations(self) -> tuple[str, ...]:
        live = self._live_indices()
        found = self._client.indices.get(index=f"{self.alias}-*", features="aliases")
        return tuple(sorted(name for name in found if name not in live))

    @_answers
    def count(self, *, generation: str | None = None) -> int:
        index = generation or self.alias
        self._writer.indices.refresh(index=index)
        return int(self._client.count(index=index)["count"])

    @_answers
    def schema_version(self) -> int | None:
        try:
            found = self._client.indices.get_mapping(index=self.alias)
        except NotFoundError:
            return None
        versions = [index["mappings"].get("_meta", {}).get("schema_version") for index in found.values()]
        return versions[0] if versions else None

    @_answers
    def ping(self) -> None:
        self._client.options(request_timeout=2.0, max_retries=0).cluster.health()

    @_answers
    def destroy(self) -> None:
        """Remove every index of this prefix: for tests and benchmarks."""
        for name in (*self._live_indices(), *self.generations()):
            self._writer.indices.delete(index=name, ignore_unavailable=True)

    def _best(self, request: SearchRequest, wanted: Plan, access: Filter) -> responses.Answer:
        found = self._run(request, wanted, access)
        if found.matching < ENOUGH_PASSAGES and (loose := relaxed(wanted)):
            return self._run(request, loose, access)
        return found

    def _run(self, request: SearchRequest, wanted: Plan, access: Filter) -> responses.Answer:
        first = (request.page - 1) * request.page_size
        reachable = first + request.page_size <= queries.RESULT_WINDOW
        chosen = choices(request)
        window = {"first": first, "size": request.page_size} if reachable else {"first": 0, "size": 0}
        found = self._search(queries.search_body(wanted, access=access, chosen=chosen, **window))
        if not (publications := responses.publications(found)):
            return responses.answer(found, None)
        body = queries.pages_body(
            wanted,
            access=access,
            chosen=chosen,
            publications=publications,
            passages=request.passages_per_hit if wanted.scores else 1,
        )
        return responses.answer(found, self._search(body))

    def _pages(self, wanted: Plan, edition_id: int, access: Filter, limit: int) -> list[dict[str, Any]]:
        limit = min(limit, queries.RESULT_WINDOW)
        body = queries.within_body(wanted, edition_id=edition_id, access=access, limit=limit)
        return list(self._search(body)["hits"]["hits"])

    def _corrected(self, wanted: Plan, seen: frozenset[int], access: Filter) -> Plan | None:
        """`wanted` with other spellings of the words that no admitted passage has; None when there is none such."""
        suspects = [at for at, unit in enumerate(wanted.units) if at not in seen and unit.may_be_misspelt]
        words = {at: wanted.units[at].text for at in suspects[:MOST_WORDS_CHECKED]}
        known = self._searches([queries.known_body(word, access=access) for word in words.values()])
        unknown = [at for at, one in zip(words, known, strict=True) if not one["hits"]["total"]["value"]]
        similar = self._searches([queries.similar_body(words[at], access=access) for at in unknown])
        near = {
            at: spelling.nearest(words[at], responses.marked_words(one))
            for at, one in zip(unknown, similar, strict=True)
        }
        return spelling.with_corrections(wanted, near)

    def _searches(self, bodies: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if not bodies:
            return []
        searches = [part for body in bodies for part in ({}, body)]
        answers = self._client.msearch(index=self.alias, searches=searches)["responses"]
        if any(map(responses.failed, answers)):
            raise SearchUnavailable("a part of the index did not answer")
        return list(answers)

    def _search(self, body: dict[str, Any]) -> dict[str, Any]:
        found = self._client.search(index=self.alias, **_arguments(body))
        if found["timed_out"] or found["_shards"]["failed"]:
            raise SearchUnavailable("a part of the index did not answer")
        return dict(found)

    def _live_indices(self) -> list[str]:
        try:
            return list(self._client.indices.get_alias(name=self.alias))
        except NotFoundError:
            return []

    def _delete(self, ids: Iterable[str], generation: str | None = None) -> None:
        done = streaming_bulk(
            self._writer,
            ({"_op_type": "delete", "_id": one} for one in ids),
            index=generation or self.alias,
            require_alias=generation is None,
            max_retries=3,
            raise_on_error=False,
        )
        failed = [item["delete"] for ok, item in done if not ok and item["delete"]["status"] != 404]
        if failed:
            raise SearchUnavailable(f"not deleted: {', '.join(item['_id'] for item in failed[:20])}")

    def _guarded_scan(self, index: str, publications: Collection[str] | None) -> Iterator[tuple[str, str]]:
        try:
            yield from self._scan(index, publications)
        except (ApiError, TransportError) as error:
            raise SearchUnavailable(type(error).__name__) from error

    def _scan(self, index: str, publications: Collection[str] | None) -> Iterator[tuple[str, str]]:
        rule: Filter = EVERYTHING if publications is None else Terms("publication", tuple(publications))
        after: list[Any] | None = None
        with_time = self._client.open_point_in_time(index=index, keep_alive="2m")["id"]
        try:
            while True:
                found = self._client.search(
                    pit={"id": with_time, "keep_alive": "2m"},
                    query=queries.filter_query(rule),
                    source=False,
                    docvalue_fields=[{"field": "id"}, {"field": "fingerprint"}],
                    sort=[{"id": "asc"}],
                    size=SCAN_SIZE,
                    search_after=after,
                    track_total_hits=False,
                )
                hits = found["hits"]["hits"]
                if not hits:
                    return
                for hit in hits:
                    yield hit["fields"]["id"][0], hit["fields"].get("fingerprint", [""])[0]
                after = hits[-1]["sort"]
        finally:
            self._client.close_point_in_time(id=with_time)


def _arguments(body: dict[str, Any]) -> dict[str, Any]:
    names = {"from": "from_", "_source": "source"}
    return {names.get(key, key): value for key, value in body.items()}
