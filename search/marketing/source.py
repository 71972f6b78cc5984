"""What search has to know of one room of marketing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from portal.network.api import Viewer, Visibility
from portal.network.audience import DIMENSIONS
from search.documents import training
from search.documents.cues import clock
from search.documents.training import identifiers_of, sealed
from search.schema import Passage

CUE = "c"
AUDIENCE = tuple(f"audience_{name}" for name in DIMENSIONS)
"""What is read beforehand of a thing whose visibility is asked."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a card says of a thing. `picture` is an address, "" for none; `facts` are short, in the language of who
    reads."""

    kind: str
    title: str
    number: str
    url: str
    picture: str = ""
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """One room. `name` begins the keys of its things ("asset:12"). `ids` are all that may belong in the index;
    `passages` takes ids, in a fixed number of statements; `shown` says what of these ids the database lets the viewer
    see, one statement."""

    name: str
    ids: Callable[[], list[int]]
    passages: Callable[[Collection[int]], Iterator[Passage]]
    shown: Callable[[Viewer, Collection[int]], Mapping[int, Found]]

    def key(self, pk: int) -> str:
        """The grouping key of a thing in the index."""
        return f"{self.name}:{pk}"


@dataclass(frozen=True, slots=True)
class Written:
    """A thing as it is found: its words, and who may find it when."""

    kind: str
    pk: int
    title: str
    number: str
    language: str
    body: str
    visibility: Visibility
    brands: tuple[str, ...] = ()
    """Codes of the brands that it is about; without them that of its audience."""
    models: tuple[str, ...] = ()
    cues: tuple[tuple[int, str], ...] = ()
    """(second, what is said) of a film."""


def passages_of(written: Iterable[Written], *, name: str, brand_codes: dict[int, str]) -> Iterator[Passage]:
    """A passage for each thing, and one for each piece of what is said in it."""
    for one in written:
        if not one.visibility.live:
            continue
        common = _common(one, name, brand_codes)
        yield sealed(
            Passage(
                id=common["publication"],
                number=0,
                label="",
                heading=(),
                body=one.body,
                identifiers=identifiers_of(one.title, one.number, one.body),
                **common,
            )
        )
        for seconds, said in one.cues:
            yield sealed(
                Passage(
                    id=f"{common['publication']}:{CUE}:{seconds}",
                    number=1,
                    label=clock(seconds),
                    heading=(),
                    body=said,
                    identifiers=identifiers_of(said),
                    **common,
                )
            )


def _common(one: Written, name: str, brand_codes: dict[int, str]) -> dict[str, Any]:
    ends = [one.visibility.expires_at]
    facts = {**training.no_edition(), **training.audience(one.visibility, brand_codes=brand_codes, ends=ends)}
    return {
        **facts,
        "brands": one.brands or facts["brands"],
        "models": one.models,
        "kind": one.kind,
        "publication": f"{name}:{one.pk}",
        "publication_id": one.pk,
        "title": one.title,
        "document_number": one.number,
        "language": one.language,
    }


def seconds_of(passage_id: str) -> int | None:
    """Where in a film a passage begins; None for one that is the thing itself."""
    parts = passage_id.split(":")
    return int(parts[3]) if len(parts) == 4 and parts[2] == CUE else None
