"""The judged query sets: BEIR layout (`corpus.jsonl`, `queries.jsonl`, `qrels.tsv`), and the measures."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

DEPTH = 10


@dataclass(frozen=True)
class Document:
    """One document of a corpus."""

    id: str
    title: str
    text: str


@dataclass(frozen=True)
class JudgedSet:
    """`judged` maps the id of a query to the grades of the documents that answer it."""

    name: str
    documents: tuple[Document, ...]
    queries: dict[str, str]
    judged: dict[str, dict[str, int]]


@dataclass(frozen=True)
class Measures:
    """Means over the queries of a set, each at DEPTH."""

    ndcg: float
    mrr: float
    recall: float


def data_folder() -> Path:
    """`FORECOURT_DATA`, or the folder beside the checkout."""
    return Path(os.environ.get("FORECOURT_DATA", "../shared/data"))


def judged_sets(*, only: Sequence[str] = (), most_queries: int | None = None) -> Iterator[JudgedSet]:
    """Every set, or those whose name contains one of `only`; of each at most so many queries, evenly spread."""
    for folder in sorted((data_folder() / "queries").iterdir()):
        if (folder / "qrels.tsv").exists() and (not only or any(part in folder.name for part in only)):
            yield _read(folder, most_queries)


def measure(ranked: dict[str, list[str]], judged: dict[str, dict[str, int]]) -> Measures:
    """nDCG, reciprocal rank of the first answer, and recall, each at DEPTH, over the queries of `ranked`."""
    rows = [_measure_one(ids[:DEPTH], judged[query]) for query, ids in ranked.items()]
    count = len(rows) or 1
    return Measures(*(sum(column) / count for column in zip(*rows, strict=True)))


def _measure_one(ids: list[str], grades: dict[str, int]) -> tuple[float, float, float]:
    gains = [(2 ** grades.get(one, 0) - 1) / math.log2(place + 2) for place, one in enumerate(ids)]
    best = sorted(grades.values(), reverse=True)[:DEPTH]
    ideal = sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(best))
    first = next((1 / (place + 1) for place, one in enumerate(ids) if grades.get(one, 0) > 0), 0.0)
    answers = [one for one, grade in grades.items() if grade > 0]
    return sum(gains) / ideal, first, len(set(ids) & set(answers)) / len(answers)


def _read(folder: Path, most_queries: int | None) -> JudgedSet:
    judged: dict[str, dict[str, int]] = {}
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        query, document, grade = line.split("\t")
        if int(grade) > 0:
            judged.setdefault(query, {})[document] = int(grade)
    texts = {row["_id"]: row["text"] for row in _rows(folder / "queries.jsonl") if row["_id"] in judged}
    if most_queries is not None and len(texts) > most_queries:
        step = len(texts) / most_queries
        kept = [list(texts)[int(at * step)] for at in range(most_queries)]
        texts = {one: texts[one] for one in kept}
    documents = tuple(Document(row["_id"], row.get("title", ""), row["text"]) for row in _rows(folder / "corpus.jsonl"))
    return JudgedSet(folder.name, documents, texts, judged)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        yield from (json.loads(line) for line in file)
