"""From upload to findable, against the bare tools: pdftotext of the file and a raw bulk of the same documents."""

from __future__ import annotations

import json
import os
import subprocess
import time
import urllib.request

from bench import content, production
from bench.table import Row
from content.library.models import Edition
from search.documents import manuals
from search.engine import writable_engine

TARGET = 1.5
WORKER_LIMIT_MB = 400
RUNS = 3


def measure() -> tuple[list[Row], Edition]:
    """The rows of ingest, and the edition that was read."""
    engine = writable_engine()
    with production.workers(2) as pid:
        _until_idle(content.receive(content.new_manual(1), _small()))
        ours: list[float] = []
        for run in range(RUNS):
            manual = content.new_manual(2 + run)
            started = time.perf_counter()
            edition = content.receive(manual, content.BIG_MANUAL)
            _until_findable(engine, edition)
            ours.append(time.perf_counter() - started)
        memory = production.peak_megabytes(pid)
    edition.refresh_from_db()
    bare = [_pdftotext() + _raw_bulk(edition) for _ in range(RUNS)]
    ratio = min(ours) / min(bare)
    name = f"upload to all {edition.page_count} pages findable, 2 workers"
    return [
        Row(name, f"{min(ours):.2f} s", f"pdftotext + raw bulk {min(bare):.2f} s", f"{ratio:.2f}", f"<= {TARGET}", ratio <= TARGET),
        Row("peak memory of a worker meanwhile", f"{memory:.0f} MB", "", "", f"<= {WORKER_LIMIT_MB} MB", memory <= WORKER_LIMIT_MB),
    ], edition  # fmt: skip


def _small() -> content.Path:
    return content.DATA / "manuals" / "instrument" / "LibreVNA_specsheet.pdf"


def _until_idle(edition: Edition) -> None:
    """Workers and their sandboxes are warm once a small file went through."""
    _until_findable(writable_engine(), edition)


def _until_findable(engine, edition: Edition) -> None:  # type: ignore[no-untyped-def]
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline:
        edition.refresh_from_db(fields=["state", "page_count"])
        if edition.state == Edition.State.FAILED:
            raise RuntimeError(edition.failure_reason)
        if edition.state == Edition.State.READY:
            key = manuals.publication_key(edition.manual_id)
            if sum(1 for _ in engine.fingerprints(publication=key)) == edition.page_count:
                return
        time.sleep(0.03)
    raise TimeoutError("The manual did not become findable.")


def _pdftotext() -> float:
    started = time.perf_counter()
    subprocess.run(["pdftotext", str(content.BIG_MANUAL), os.devnull], check=True)
    return time.perf_counter() - started


def _raw_bulk(edition: Edition) -> float:
    """The same documents sent by plain HTTP, with nothing of ours in between, until they are findable."""
    base = os.environ["SEARCH_URL"].rstrip("/")
    (facts,) = [one for one in manuals.facts_of(manual_ids=[edition.manual_id]) if one.edition_id == edition.pk]
    index = f"{os.environ['SEARCH_INDEX_PREFIX']}-raw"
    alias = next(iter(_json("GET", f"{base}/_alias/{os.environ['SEARCH_INDEX_PREFIX']}*")))
    description = _json("GET", f"{base}/{alias}")[alias]
    analysis = description["settings"]["index"].get("analysis", {})
    _json("PUT", f"{base}/{index}", {"mappings": description["mappings"], "settings": {"analysis": analysis}})
    lines = []
    for passage in manuals.passages_of(facts):
        lines.append('{"index":{}}')
        lines.append(json.dumps({"body": passage.body, "title": passage.title, "heading": list(passage.heading)}))
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
