"""From upload to findable, against the bare tools: pdftotext of the file and a raw bulk of the same documents."""

from __future__ import annotations

import json
import os
import subprocess
import time
import urllib.error
import urllib.request

from bench import content, production
from bench.table import Row
from content.library.models import Edition
from search.documents import manuals
from search.engines.mapping import document

TARGET = 1.5
WORKER_LIMIT_MB = 400
RUNS = 3
WARM_UP = 4
"""Elasticsearch compiles itself while it works: a server that has run for a day is measured, not one that just began."""


def measure() -> tuple[list[Row], Edition]:
    """The rows of ingest, and the edition that was read."""
    with production.workers(2) as pid:
        _until_findable(content.receive(content.new_manual(1), _small()))
        ours: list[float] = []
        bare: list[float] = []
        for run in range(WARM_UP + RUNS):
            manual = content.new_manual(2 + run)
            started = time.perf_counter()
            edition = content.receive(manual, content.BIG_MANUAL)
            _until_findable(edition)
            ours.append(time.perf_counter() - started)
            edition.refresh_from_db()
            bare.append(_pdftotext() + _raw_bulk(edition))
        memory = production.peak_megabytes(pid)
    ours, bare = ours[WARM_UP:], bare[WARM_UP:]
    ratio = min(ours) / min(bare)
    name = f"upload to all {edition.page_count} pages findable, 2 workers"
    return [
        Row(name, f"{min(ours):.2f} s", f"pdftotext + raw bulk {min(bare):.2f} s", f"{ratio:.2f}", f"<= {TARGET}", ratio <= TARGET),
        Row("peak memory of a worker meanwhile", f"{memory:.0f} MB", "", "", f"<= {WORKER_LIMIT_MB} MB", memory <= WORKER_LIMIT_MB),
    ], edition  # fmt: skip


def _small() -> content.Path:
    return content.DATA / "manuals" / "instrument" / "LibreVNA_specsheet.pdf"


def _until_findable(edition: Edition) -> None:
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline:
        edition.refresh_from_db(fields=["state", "page_count"])
        if edition.state == Edition.State.FAILED:
            raise RuntimeError(edition.failure_reason)
        if edition.state == Edition.State.READY and found(edition) == edition.page_count:
            return
        time.sleep(0.03)
    raise TimeoutError("The manual did not become findable.")


def found(edition: Edition) -> int:
    """How many pages a search would find now. It asks for no refresh: that would be work of ours for the index."""
    asked = {"query": {"term": {"publication": manuals.publication_key(edition.manual_id)}}}
    path = f"{os.environ['SEARCH_INDEX_PREFIX']}-passages/_count?ignore_unavailable=true"
    try:
        return int(_json("POST", f"{_base()}/{path}", asked)["count"])
    except urllib.error.HTTPError as error:
        if error.code != 503:
            raise
        return 0  # the index was made a moment ago


def _base() -> str:
    return os.environ["SEARCH_URL"].rstrip("/")


def _pdftotext() -> float:
    started = time.perf_counter()
    subprocess.run(["pdftotext", str(content.BIG_MANUAL), os.devnull], check=True)
    return time.perf_counter() - started


def _raw_bulk(edition: Edition) -> float:
    """The same documents sent by plain HTTP, with nothing of ours in between, until they are findable."""
    base = _base()
    (facts,) = [one for one in manuals.facts_of(manual_ids=[edition.manual_id]) if one.edition_id == edition.pk]
    index = f"{os.environ['SEARCH_INDEX_PREFIX']}-raw"
    alias = next(iter(_json("GET", f"{base}/_alias/{os.environ['SEARCH_INDEX_PREFIX']}*")))
    description = _json("GET", f"{base}/{alias}")[alias]
    analysis = description["settings"]["index"].get("analysis", {})
    _json("PUT", f"{base}/{index}", {"mappings": description["mappings"], "settings": {"analysis": analysis}})
    lines = []
    for passage in manuals.passages_of(facts):
        lines.append('{"index":{}}')
        lines.append(json.dumps(document(passage)))
    started = time.perf_counter()
    _json("POST", f"{base}/{index}/_bulk?refresh=true", "\n".join(lines) + "\n")
    taken = time.perf_counter() - started
    _json("DELETE", f"{base}/{index}")
    return taken


def _json(method: str, url: str, body: object = None):  # type: ignore[no-untyped-def]
    data = body.encode() if isinstance(body, str) else json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(url, data=data, method=method, headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as answer:
        return json.loads(answer.read())
