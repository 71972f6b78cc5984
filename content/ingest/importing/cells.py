"""One line of the metadata: its cells as values, each judged against what the network and the library hold. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, tzinfo

from django.utils.translation import gettext_lazy as _

from content.ingest.importing.values import ApplicabilityRow, Known, Line
from portal.core.errors import Refused

LONGEST = {"title": 255, "document_number": 60, "edition": 60}
DIMENSIONS = ("brands", "regions", "tiers", "roles", "dealers")
LANGUAGES = {"zh": "zh-hans", "zh-cn": "zh-hans", "zh_cn": "zh-hans"}
FIRST_YEAR, LAST_YEAR = 1900, 2100


class LineRefused(Refused):
    """The line cannot be used; other lines can."""


@dataclass(frozen=True, slots=True)
class Details:
    """What a line says about its file. "" and None: it says nothing."""

    title: str = ""
    document_number: str = ""
    edition: str = ""
    effective_from: datetime | None = None
    change_note: str = ""
    department: str = ""
    category: str = ""
    language: str = ""
    applicability: tuple[ApplicabilityRow, ...] = ()
    audience: dict[str, tuple[str, ...]] = field(default_factory=dict)


def details_of(line: Line, *, known: Known, timezone: tzinfo) -> Details:
    """Raises LineRefused with the first thing that is wrong. Dates without a zone are of `timezone`."""
    cells = line.cells
    if "" in cells:
        raise LineRefused(str(_("The line has more cells than the header. Put cells with commas in quotation marks.")))
    for name, longest in LONGEST.items():
        if len(cells.get(name, "")) > longest:
            reason = _("“%(column)s” is longer than %(count)s characters.") % {"column": name, "count": longest}
            raise LineRefused(reason)
    language = cells.get("language", "").lower()
    return Details(
        title=cells.get("title", ""),
        document_number=cells.get("document_number", ""),
        edition=cells.get("edition", ""),
        effective_from=_instant(cells.get("effective_from", ""), timezone),
        change_note=cells.get("change_note", ""),
        department=_code("department", cells.get("department", ""), known.departments),
        category=_code("category", cells.get("category", "").lower(), known.categories),
        language=_code("language", LANGUAGES.get(language, language), known.languages),
        applicability=_applicability(line, known),
        audience={
            name: codes
            for name in DIMENSIONS
            if (codes := _codes(f"audience_{name}", cells.get(f"audience_{name}", ""), known.audience[name]))
        },
    )


def _instant(text: str, timezone: tzinfo) -> datetime | None:
    if not text:
        return None
    try:
        at = datetime.combine(date.fromisoformat(text), time()) if len(text) <= 10 else datetime.fromisoformat(text)
        at = at if at.tzinfo else at.replace(tzinfo=timezone)
        # The instant has to exist in every zone that a database may keep it in.
        at.timestamp()
    except (ValueError, OverflowError) as error:
        raise LineRefused(
            _("“%(text)s” is no date. Write it as 2026-03-01 or 2026-03-01T08:00.") % {"text": text[:40]}
        ) from error
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise LineRefused(_("The year of “%(text)s” is out of range.") % {"text": text[:40]})
    return at


def _code(column: str, value: str, held: Iterable[str]) -> str:
    """The code as it is held, upper and lower case apart."""
    if not value:
        return ""
    exact = {code.casefold(): code for code in held}
    if value.casefold() not in exact:
        raise LineRefused(_("%(column)s “%(value)s” is not known.") % {"column": column, "value": value[:60]})
    return exact[value.casefold()]


def _codes(column: str, cell: str, held: Iterable[str]) -> tuple[str, ...]:
    values = [value.strip() for value in cell.split("|")]
    return tuple(dict.fromkeys(_code(column, value, held) for value in values if value))


def _year(column: str, text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and FIRST_YEAR <= int(text[:5]) <= LAST_YEAR):
        raise LineRefused(_("%(column)s “%(value)s” is no model year.") % {"column": column, "value": text[:40]})
    return int(text)


def _applicability(line: Line, known: Known) -> tuple[ApplicabilityRow, ...]:
    """One row per model, and one for each brand of which no model is named."""
    cells = line.cells
    brands = _codes("brand", cells.get("brand", ""), known.brands)
    models = _codes("model", cells.get("model", ""), known.models)
    first, last = _year("year_from", cells.get("year_from", "")), _year("year_to", cells.get("year_to", ""))
    if first and last and last < first:
        raise LineRefused(str(_("The last model year is before the first.")))
    market = cells.get("market", "").upper()
    if market and not (len(market) == 2 and market.isascii() and market.isalpha()):
        raise LineRefused(_("market “%(value)s” is not a code of ISO 3166.") % {"value": market[:40]})
    if strangers := [code for code in models if brands and known.models[code] not in brands]:
        raise LineRefused(_("model “%(value)s” is of another brand.") % {"value": strangers[0]})
    of_models = {known.models[code] for code in models}
    rows = [(known.models[code], code) for code in models] + [(code, "") for code in brands if code not in of_models]
    if not rows and (first or last or market):
        raise LineRefused(str(_("Model years and markets need a brand.")))
    return tuple(ApplicabilityRow(brand, model, first, last, market) for brand, model in rows)
