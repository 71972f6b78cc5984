"""`make relevance`: how well the right document is found, one table of nDCG@10, MRR@10 and Recall@10.

Both engines of the portal beside a bare `match` query and Wagtail's own search on the same server (`SEARCH_URL`).
The sets are read from `FORECOURT_DATA`; nothing of them is kept.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from dataclasses import replace

from rich.console import Console
from rich.table import Table

from bench.relevance_corpus import passages
from bench.relevance_peers import Ranked, match_queries, wagtail_searches
from bench.relevance_sets import DEPTH, JudgedSet, Measures, data_folder, judged_sets, measure
from search.engines.base import SearchEngine
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.embedded import EmbeddedEngine
from search.parser import parse

OURS = ("elasticsearch", "embedded")
PEERS = ("match standard", "match en+cjk", "wagtail es", "wagtail es all", "wagtail db")
TOLERANCE = 0.0005
EMBEDDED_WITHIN = 0.03


def main() -> int:
    """Print the table. Returns 1 when one of ours is behind a peer on a set, or embedded too far behind."""
    arguments = _arguments()
    url = os.environ.get("SEARCH_URL", "")
    if not url.startswith("http"):
        sys.exit("SEARCH_URL names no Elasticsearch: run `make relevance`")
    if not (data_folder() / "queries").is_dir():
        sys.exit("No judged sets: FORECOURT_DATA names no folder with queries/")
    rows: dict[str, dict[str, Measures]] = {}
    for judged in judged_sets(only=arguments.only, most_queries=arguments.queries or None):
        name = f"{judged.name} ({len(judged.queries)})"
        rows[name] = row = _measured(judged, url)
        sys.stderr.write(f"{name}: {', '.join(f'{engine} {one.ndcg:.3f}' for engine, one in row.items())}\n")
    missed = [line for name, row in rows.items() for line in _missed(name, row)]
    _print(rows, missed)
    return 1 if missed else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("only", nargs="*", help="parts of names of sets; all sets without")
    parser.add_argument("--queries", type=int, default=400, help="at most so many of each set; 0 for all")
    return parser.parse_args()


def _measured(judged: JudgedSet, url: str) -> dict[str, Measures]:
    ranked: dict[str, Ranked] = {}
    reference = ElasticsearchEngine(url=url, prefix="relevance", timeout=60)
    try:
        ranked["elasticsearch"] = _ours(reference, judged)
    finally:
        reference.destroy()
    with tempfile.TemporaryDirectory() as folder:
        ranked["embedded"] = _ours(EmbeddedEngine(folder=folder, prefix="relevance"), judged)
    ranked |= match_queries(url, judged) | wagtail_searches(url, judged)
    return {name: measure(found, judged.judged) for name, found in ranked.items()}


def _ours(engine: SearchEngine, judged: JudgedSet) -> Ranked:
    engine.promote(generation=engine.create_generation())
    engine.index(passages=passages(judged))
    engine.refresh()
    ranked: Ranked = {}
    for query, text in judged.queries.items():
        request = replace(parse(text, page_size=DEPTH), passages_per_hit=1)
        ranked[query] = [hit.passages[0].id for hit in engine.search(request=request).hits]
    return ranked


def _missed(name: str, row: dict[str, Measures]) -> list[str]:
    best = max(row[peer].ndcg for peer in PEERS)
    behind = [f"{name}: {ours} {row[ours].ndcg:.3f} < {best:.3f}" for ours in OURS if row[ours].ndcg < best - TOLERANCE]
    if row["embedded"].ndcg < row["elasticsearch"].ndcg * (1 - EMBEDDED_WITHIN):
        behind.append(f"{name}: embedded is more than {EMBEDDED_WITHIN:.0%} behind elasticsearch")
    return behind


def _print(rows: dict[str, dict[str, Measures]], missed: list[str]) -> None:
    table = Table(title=f"nDCG@{DEPTH} / MRR@{DEPTH} / Recall@{DEPTH}")
    table.add_column("set (queries)", no_wrap=True)
    for name in (*OURS, *PEERS):
        table.add_column(name, justify="right", no_wrap=True)
    for name, row in rows.items():
        table.add_row(name, *(_cell(row[engine]) for engine in (*OURS, *PEERS)))
    console = Console(width=210)
    console.print(table)
    console.print("\n".join(missed) or "Ours is at least the best peer on every set, on both engines.")


def _cell(one: Measures) -> str:
    return f"{one.ndcg:.3f} {one.mrr:.3f} {one.recall:.3f}"


if __name__ == "__main__":
    sys.exit(main())
