"""What a file's path says when no metadata does: which manual, which edition, since when. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from hashlib import sha256
from pathlib import PurePosixPath

LONGEST_NUMBER = 60
_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")
_REVISION = re.compile(r"(?:^|[-_ .])(?=[0-9a-f]*\d)[0-9a-f]{7,40}$")
_VERSION = re.compile(r"[-_ ](v\d+(?:\.\d+)*[a-z]?)$", re.IGNORECASE)
_SEPARATORS = re.compile(r"[\s_]+")
_USELESS_TITLE = re.compile(
    r"^(untitled|microsoft word|slide 1|print|document\d*)\b|\.(docx?|pdf|tex|dvi|indd|odt)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class NameFacts:
    """`title` is the file's name made readable; `edition` is "" and `effective_from` None where the name has none."""

    document_number: str
    title: str
    edition: str
    effective_from: datetime | None


def facts_of_name(name: str, *, timezone: tzinfo) -> NameFacts:
    """Read a path such as "revisions/Guide/2016-05-19_13cbb657.pdf": the edition of that day of "revisions/Guide".

    A date or a version (v2.1) in the file's own name is the edition; what is left is the manual, or the folder where
    nothing is left.
    """
    path = PurePosixPath(name)
    stem, at = path.stem, None
    edition = ""
    if (found := _DATE.search(stem)) and (day := _day(found)):
        at = datetime(day.year, day.month, day.day, tzinfo=timezone)
        edition = day.isoformat()
        stem = _REVISION.sub("", stem[: found.start()] + stem[found.end() :]).strip("-_. ")
    elif found := _VERSION.search(stem):
        edition = found[1]
        stem = stem[: found.start()]
    whole = path.parent / stem if stem else path.parent
    if not whole.name:
        whole = PurePosixPath(path.stem)
    return NameFacts(
        document_number=shortened(str(whole)), title=readable(whole.name), edition=edition, effective_from=at
    )


def _day(found: re.Match[str]) -> date | None:
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def shortened(number: str) -> str:
    """The number, or its end with a mark of the whole where it is too long to be kept."""
    if len(number) <= LONGEST_NUMBER:
        return number
    mark = sha256(number.encode("utf-8", "replace")).hexdigest()[:8]
    return f"{mark}…{number[-(LONGEST_NUMBER - 9) :]}"


def readable(title: str) -> str:
    """A name as a title: spaces for the low lines that stand for them."""
    return (title if " " in title else _SEPARATORS.sub(" ", title)).strip() or title


def is_title(text: str) -> bool:
    """Whether a PDF's own title is one, and not what a word processor left there."""
    return len(text) >= 4 and not _USELESS_TITLE.search(text) and any(char.isalpha() for char in text)
