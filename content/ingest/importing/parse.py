"""The metadata file: bytes of whatever a spreadsheet wrote -> lines. Its cells are judged by `cells`."""

from __future__ import annotations

import codecs
import csv
import io
import unicodedata

from django.utils.translation import gettext_lazy as _

from content.ingest.importing.values import Line
from portal.core.errors import Refused

COLUMNS = {
    "file": _("path of the PDF below the folder; the only column that must be there"),
    "title": _("title; otherwise that of the PDF, or the file's name"),
    "document_number": _("lines with the same number are editions of one manual; otherwise made of the path"),
    "edition": _("what the edition is called; otherwise the date or version in the file's name"),
    "effective_from": _("when it comes into force: 2026-03-01 or 2026-03-01T08:00+08:00"),
    "change_note": _("what changed"),
    "department": _("code of the owning department; otherwise --department"),
    "category": _("workshop, owner, diagnostic, wiring, parts, maintenance, body, safety, fitting, other"),
    "language": _("en, zh-hans, de; otherwise that of the first pages"),
    "brand": _("codes of the brands it applies to, separated by |"),
    "model": _("codes of the models, separated by |"),
    "year_from": _("first model year"),
    "year_to": _("last model year"),
    "market": _("ISO 3166 code of the market, for example CN"),
    "audience_brands": _("codes of the brands whose dealers may see it, separated by |; empty: all"),
    "audience_regions": _("codes of regions, likewise"),
    "audience_tiers": _("codes of dealer tiers, likewise"),
    "audience_roles": _("codes of job roles, likewise"),
    "audience_dealers": _("codes of dealers, likewise"),
}
LONGEST_CELL = 10_000
MOST_LINES = 100_000
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class MetadataRefused(Refused):
    """The metadata file as a whole cannot be used; nothing is imported."""


def lines_of(data: bytes) -> list[Line]:
    """The lines of a CSV in UTF-8, UTF-16 or GB18030, with commas, semicolons or tabs between the cells.

    Raises MetadataRefused, naming the line, when it is no such text or its columns are not those of COLUMNS.
    """
    text = decoded(data)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    lines: list[Line] = []
    try:
        header = _header(next(rows, []))
        for cells in rows:
            if not any(cell.strip() for cell in cells):
                continue
            if len(lines) == MOST_LINES:
                raise MetadataRefused(_("The metadata file has more than %(count)s lines.") % {"count": MOST_LINES})
            lines.append(_line(rows.line_num, header, cells))
    except csv.Error as error:
        raise MetadataRefused(
            _("Line %(line)s of the metadata file is not CSV: %(error)s.") % {"line": rows.line_num, "error": error}
        ) from error
    return lines


def decoded(data: bytes) -> str:
    """The text, by its byte order mark, or as UTF-8, UTF-16 (zeros in every other place) or GB18030."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _as(data, (encoding,))
    if b"\0" in data:
        return _as(data, ("utf-16-le" if data[1:2] == b"\0" else "utf-16-be",))
    return _as(data, ("utf-8", "gb18030"))


def _as(data: bytes, encodings: tuple[str, ...]) -> str:
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise MetadataRefused(str(_("The metadata file is text in no known encoding. Save it as UTF-8.")))


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _header(cells: list[str]) -> list[str]:
    names = [cleaned(cell).lower().replace(" ", "_") for cell in cells]
    if unknown := [name for name in names if name not in COLUMNS]:
        raise MetadataRefused(
            _("Line 1 of the metadata file: unknown column %(names)s. The columns are %(known)s.")
            % {"names": ", ".join(f"“{name[:40]}”" for name in unknown[:5]), "known": ", ".join(COLUMNS)}
        )
    if twice := {name for name in names if names.count(name) > 1}:
        raise MetadataRefused(
            _("Line 1 of the metadata file: the column %(names)s is there twice.") % {"names": ", ".join(sorted(twice))}
        )
    if "file" not in names:
        raise MetadataRefused(str(_("Line 1 of the metadata file: there is no column “file”.")))
    return names


def _line(number: int, header: list[str], cells: list[str]) -> Line:
    """Cells beyond the header are kept under "", so that the plan can refuse the line."""
    named = dict(zip(header, map(cleaned, cells), strict=False))
    if any(cell.strip() for cell in cells[len(header) :]):
        named[""] = cleaned(" ".join(cells[len(header) :]))
    return Line(number=number, cells={name: value for name, value in named.items() if value})


def cleaned(cell: str) -> str:
    """Composed form, control and direction characters out, no space around it. Markup stays: it is text."""
    text = "".join(
        " " if char in "\t\r\n" else char for char in cell if char in "\t\r\n" or unicodedata.category(char)[0] != "C"
    )
    return unicodedata.normalize("NFC", text).strip()[:LONGEST_CELL]
