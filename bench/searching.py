"""The search API over HTTP with 100,000 passages, against the bare requests to Elasticsearch that it makes; the same on
the embedded engine; and the memory of the web process."""

from __future__ import annotations

import http.client
import json
import os
import random
import re
import time
from typing import Any
from urllib.parse import quote, urlsplit

from bench import content, production
from bench.table import Row, quantile
from content.library.models import Edition, EditionPage
from portal.network.api import viewer_for
from portal.network.models import User
from search.access import access_filter
from search.engine import writable_engine
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.embedded import EmbeddedEngine
from search.parser import parse

PASSAGES = 100_000
QUERIES = 200
WEB_LIMIT_MB = 250
EMBEDDED_P95_MS = 50.0
WARM_UP = 20

Sent = tuple[str, str, bytes]
"""Method, address and body of a request to Elasticsearch."""


def queries(edition: Edition) -> list[str]:
    """200 mixed queries out of the manual's own words: single words, pairs, headings, phrases, numbers, typing errors."""
    rng = random.Random(7)
    texts = list(EditionPage.objects.filter(edition=edition).values_list("text", flat=True))
    headings = [entry[1] for entry in edition.outline]
    made = []
    while len(made) < QUERIES:
        words = re.findall(r"[A-Za-z]{4,}", rng.choice(texts))
        if len(words) < 12:
            continue
        at = rng.randrange(len(words) - 5)
        word = words[at]
        made.append(
            (
                word,
                f"{word} {words[at + 3]}",
                rng.choice(headings),
                f'"{words[at]} {words[at + 1]}"',
                " ".join(rng.sample(words, 6)),
                word[:2] + word[3:] if len(word) > 6 else word,
                f"G{rng.randint(0, 99)}",
            )[len(made) % 7]
        )
    return made


def measure(source: Edition, user: User, secret: str) -> list[Row]:
    """The rows of search."""
    count = PASSAGES // source.page_count
    editions = content.copies_of(source, count)
    engine = writable_engine()
    engine.index(passages=content.passages_for(source, editions))
    engine.refresh()
    asked = queries(source)
    sent = _requests(engine, user, asked)
    with production.web() as (address, pid):
        ours, bare = _side_by_side(address, secret, asked, sent)
        _http_times(address, secret, asked * 4)
        memory = production.peak_megabytes(pid)
    rows = [
        _row("p50", ours, bare, 0.50, lambda mine, raw: mine <= raw + 15, "<= bare + 15 ms"),
        _row("p95", ours, bare, 0.95, lambda mine, raw: mine <= 2 * raw, "<= 2 x bare"),
        Row("peak memory of a web process, 1,000 searches", f"{memory:.0f} MB", "", "", f"<= {WEB_LIMIT_MB} MB", memory <= WEB_LIMIT_MB),
    ]  # fmt: skip
    return rows + _embedded(source, editions, secret, asked)


def _row(name: str, ours: list[float], bare: list[float], share: float, good: Any, target: str) -> Row:
    mine, raw = quantile(ours, share), quantile(bare, share)
    label = f"search API, {PASSAGES:,} passages, {name}"
    return Row(
        label, f"{mine:.1f} ms", f"bare Elasticsearch {raw:.1f} ms", f"{mine / raw:.2f}", target, good(mine, raw)
    )


def _http_times(address: str, secret: str, asked: list[str]) -> list[float]:
    """Milliseconds of each query over one kept connection, after a warm-up."""
    connection = _connection(address)
    times = [_ask(connection, secret, query) for query in (*asked[:WARM_UP], *asked)]
    return times[WARM_UP:]


def _side_by_side(
    address: str, secret: str, asked: list[str], sent: list[list[Sent]]
) -> tuple[list[float], list[float]]:
    """Milliseconds of each query over our API, and of the bare requests that it makes: one after the other, so that
    both meet the same moods of the machine, and the better of two runs for both."""
    ours, bare = _connection(address), _connection(os.environ["SEARCH_URL"])
    for query in asked[:WARM_UP]:
        _ask(ours, secret, query)
    runs = [
        [(_ask(ours, secret, query), _replay(bare, requests)) for query, requests in zip(asked, sent, strict=True)]
        for _ in range(2)
    ]
    pairs = [tuple(map(min, zip(*both, strict=True))) for both in zip(*runs, strict=True)]
    return [mine for mine, _raw in pairs], [raw for _mine, raw in pairs]


def _connection(address: str) -> http.client.HTTPConnection:
    parts = urlsplit(address)
    return http.client.HTTPConnection(parts.hostname or "", parts.port)


def _ask(connection: http.client.HTTPConnection, secret: str, query: str) -> float:
    headers = {"Authorization": f"Bearer {secret}", "X-Forwarded-Proto": "https"}
    started = time.perf_counter()
    connection.request("GET", f"/api/v1/search?q={quote(query)}", headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{answer.status} {body[:300]!r}")
    return (time.perf_counter() - started) * 1000


def _requests(engine: Any, user: User, asked: list[str]) -> list[list[Sent]]:
    """What the engine sends for each query."""
    assert isinstance(engine, ElasticsearchEngine)
    sent: list[Sent] = []
    transport = engine._client.transport
    perform = transport.perform_request

    def recording(method: str, target: str, *, body: Any = None, headers: Any = None, **more: Any) -> Any:
        lines = body if isinstance(body, list) else None
        data = "".join(json.dumps(line) + "\n" for line in lines) if lines is not None else json.dumps(body)
        sent.append((method, target, data.encode() if body is not None else b""))
        return perform(method, target, body=body, headers=headers, **more)

    per_query = []
    transport.perform_request = recording  # type: ignore[method-assign]
    access = access_filter(viewer=viewer_for(user=user))
    for query in asked:
        sent.clear()
        engine.search(request=parse(query), access=access)
        per_query.append(list(sent))
    transport.perform_request = perform  # type: ignore[method-assign]
    return per_query


def _replay(connection: http.client.HTTPConnection, requests: list[Sent]) -> float:
    started = time.perf_counter()
    for method, target, data in requests:
        kind = "application/x-ndjson" if "_msearch" in target else "application/json"
        # The very same bytes again would come from the cache of requests, which a person's search never does: its
        # filter names the second at which it was asked.
        join = "&" if "?" in target else "?"
        address = target if "_msearch" in target else f"{target}{join}request_cache=false"
        connection.request(method, address, body=data, headers={"Content-Type": kind})
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{target}: {answer.status} {body[:300]!r}")
    return (time.perf_counter() - started) * 1000


def _embedded(source: Edition, editions: list[Edition], secret: str, asked: list[str]) -> list[Row]:
    folder = f"{os.environ['FORECOURT_VAR']}/embedded"
    prefix = os.environ["SEARCH_INDEX_PREFIX"]
    engine = EmbeddedEngine(folder=folder, prefix=prefix)
    engine.promote(generation=engine.create_generation())
    engine.index(passages=content.passages_for(source, editions))
    with production.web({"SEARCH_URL": f"embedded://{folder}"}) as (address, pid):
        times = _http_times(address, secret, asked)
        _http_times(address, secret, asked * 4)
        memory = production.peak_megabytes(pid)
        mapped = production.mapped_megabytes(pid)
    p95 = quantile(times, 0.95)
    return [
        Row("the same on the embedded engine, p95", f"{p95:.1f} ms", f"p50 {quantile(times, 0.5):.1f} ms", "", f"<= {EMBEDDED_P95_MS:.0f} ms", p95 <= EMBEDDED_P95_MS),
        Row("its web process, 1,000 searches", f"{memory:.0f} MB", f"{mapped:.0f} MB of it mapped files", "", f"<= {WEB_LIMIT_MB} MB", memory <= WEB_LIMIT_MB),
    ]  # fmt: skip
