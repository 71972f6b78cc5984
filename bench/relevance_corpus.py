"""A judged corpus as search documents: each document is a publication of one page, so that nothing is grouped."""

from __future__ import annotations

from collections.abc import Iterator

from bench.relevance_sets import JudgedSet
from search.schema import Passage

EVERYONE = ("*",)


def passages(judged: JudgedSet) -> Iterator[Passage]:
    """The documents of `judged`, open to everyone; the title is the document's, the body its text."""
    for at, one in enumerate(judged.documents, start=1):
        yield Passage(
            id=one.id,
            kind="manual",
            publication=f"manual:{at}",
            publication_id=at,
            edition_id=at,
            title=one.title,
            document_number="",
            edition_label="",
            number=1,
            label="1",
            heading=(),
            body=one.text,
            identifiers=(),
            language="",
            brands=(),
            models=(),
            years=(),
            markets=(),
            audience_brands=EVERYONE,
            audience_regions=EVERYONE,
            audience_tiers=EVERYONE,
            audience_roles=EVERYONE,
            audience_dealers=EVERYONE,
            effective_from=0,
        )
