"""The folder of an import: its PDFs by content, and a first look into one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from content.ingest.extraction.api import ExtractionFailed, Limits, language_of
from content.ingest.importing.values import FoundFile, Impression
from content.ingest.intake import check_pdf, sha256_of
from content.ingest.sandbox import Sandbox
from content.library.models import Manual
from portal.core.errors import Refused

FIRST_PAGES = 5
_LOOK = Limits(cpu_seconds=10, wall_seconds=15.0)
"""A first look only suggests a title: a file that takes longer is read later, with all the time that it may take."""


def paths_in(folder: Path) -> list[Path]:
    """Every file called .pdf in the folder and below it, in order. Links to folders are not followed."""
    found: list[Path] = []
    for parent, _folders, names in os.walk(folder):
        found += [Path(parent) / name for name in names if name.casefold().endswith(".pdf")]
    return sorted(path for path in found if path.is_file())


def found_files(folder: Path, paths: list[Path]) -> Iterator[FoundFile]:
    """Each of `paths` with its SHA-256, or with the reason why it cannot be taken in."""
    for path in paths:
        name = os.fsencode(path.relative_to(folder).as_posix()).decode("utf-8", "replace")
        try:
            check_pdf(path)
            yield FoundFile(path=path, name=name, sha256=sha256_of(path))
        except Refused as refusal:
            yield FoundFile(path=path, name=name, refusal=refusal.reason)
        except OSError as error:
            yield FoundFile(path=path, name=name, refusal=error.strerror or type(error).__name__)


def look(file: FoundFile) -> Impression:
    """What the file says of itself. A file that cannot be read says nothing: reading it will tell why."""
    sandbox = Sandbox()
    try:
        facts = sandbox.inspect(path=file.path, limits=_LOOK)
        last = min(facts.page_count, FIRST_PAGES)
        pages = sandbox.extract(path=file.path, first=1, last=last, limits=_LOOK)
    except ExtractionFailed:
        return Impression()
    languages = {code for code, _name in Manual._meta.get_field("language").choices or ()}
    language = language_of("\n".join(page.text for page in pages))
    return Impression(title=facts.title, language=language if language in languages else "")
