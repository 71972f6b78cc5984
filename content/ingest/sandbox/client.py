"""The caller's side of the sandbox."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from content.ingest.extraction.api import (
    DEFAULT_LIMITS,
    RENDER_LIMITS,
    DocumentFacts,
    ExtractionFailed,
    Identifier,
    Limits,
    OutlineEntry,
    PageExtract,
    RenderedPage,
)
from content.ingest.sandbox import held
from content.ingest.sandbox.children import only, sound, start


class Sandbox:
    """Reads files in a process with limits. Every method raises ExtractionFailed and nothing else for what a file
    does; the caller lives on whatever the file is."""

    def inspect(self, *, path: Path, limits: Limits = DEFAULT_LIMITS) -> DocumentFacts:
        """The file as a whole."""
        header, _ = only(_frames("inspect", path, limits, {}))
        with sound():
            facts = header["facts"]
            return DocumentFacts(
                page_count=facts["page_count"],
                title=facts["title"],
                labels=tuple(facts["labels"]),
                outline=tuple(OutlineEntry(**entry) for entry in facts["outline"]),
                headings=tuple(map(tuple, facts["headings"])),
            )

    def extract(self, *, path: Path, first: int, last: int, limits: Limits = DEFAULT_LIMITS) -> list[PageExtract]:
        """Pages `first` to `last`, from 1. A failure names the page at which it happened."""
        return self._pages("extract", path, limits, {"first": first, "last": last}, range(first, last + 1))

    def recognise(self, *, path: Path, numbers: list[int], limits: Limits = DEFAULT_LIMITS) -> list[PageExtract]:
        """Scanned pages with recognised text."""
        return self._pages("recognise", path, limits, {"numbers": numbers}, numbers)

    def render(
        self, *, path: Path, number: int, width_px: int, format: str = "webp", limits: Limits = RENDER_LIMITS
    ) -> RenderedPage:
        """A picture of a page."""
        arguments = {"number": number, "width_px": width_px, "format": format}
        header, data = held.ask("render", path, limits, arguments)
        with sound():
            return RenderedPage(data=data, width=header["width"], height=header["height"])

    def _pages(
        self, job: str, path: Path, limits: Limits, arguments: dict[str, Any], numbers: range | list[int]
    ) -> list[PageExtract]:
        pages: list[PageExtract] = []
        try:
            for header, words in _frames(job, path, limits, arguments):
                with sound():
                    header["identifiers"] = tuple(Identifier(*one) for one in header["identifiers"])
                    pages.append(PageExtract(words=words, **header))
        except ExtractionFailed as failure:
            if failure.page is None and len(pages) < len(numbers):
                failure.page = numbers[len(pages)]
            raise
        return pages


def _frames(job: str, path: Path, limits: Limits, arguments: dict[str, Any]) -> Iterator[tuple[dict[str, Any], bytes]]:
    """The frames of a job. When the caller stops early, or it fails, its child is ended."""
    child = start({"job": job, "path": str(path), "limits": asdict(limits), "arguments": arguments})
    try:
        yield from child.answers(limits)
    except BaseException:
        child.end()
        raise
    child.leave()
