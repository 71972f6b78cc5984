"""A folder of files and a table of what they are, taken in one by one: an import that is interrupted loses the one in
hand at most, and runs again without doing anything twice."""

from __future__ import annotations

import csv
import io
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from datetime import time as day_time
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.ingest.importing.parse import MOST_LINES, cleaned, decoded
from content.library.models.publication import LANGUAGES
from content.marketing.assets.captioning import LARGEST, keep
from content.marketing.assets.folders import Vocabulary, collection_of, folders_of, is_of_the_system
from content.marketing.assets.intake import About, receive
from content.marketing.assets.models import Asset, Licence
from content.marketing.assets.reasons import sentence
from portal.core.errors import Refused
from portal.network.models import Brand, Department

COLUMNS = {
    "file": gettext_lazy("path of the file below the folder; the only column that must be there"),
    "title": gettext_lazy("title; otherwise the file's name"),
    "title_zh": gettext_lazy("title in Chinese"),
    "description": gettext_lazy("description"),
    "description_zh": gettext_lazy("description in Chinese"),
    "collection": gettext_lazy("collection; otherwise its folders"),
    "keywords": gettext_lazy("codes or names of keywords, separated by |"),
    "brands": gettext_lazy("codes of the brands shown, separated by |"),
    "language": gettext_lazy("en, zh-hans, de; empty: without words"),
    "shot": gettext_lazy("exterior, interior, detail, driving, people, workshop, graphic"),
    "credit": gettext_lazy("credit line"),
    "licence": gettext_lazy("code of the licence"),
    "rights_from": gettext_lazy("2026-03-01 or 2026-03-01T08:00+08:00"),
    "rights_until": gettext_lazy("likewise"),
    "effective_from": gettext_lazy("visible from, likewise"),
    "expires_at": gettext_lazy("visible until, likewise"),
}
_TEXTS = {"title": 255, "title_zh": 255, "description": 2000, "description_zh": 2000, "collection": 120, "credit": 255}
_DATES = ("rights_from", "rights_until", "effective_from", "expires_at")
_SPACE = UUID("6f0e1f3c-5f0c-4d8e-9a49-6f2b8d0a7c11")
"""Of the keys of imported files: the same path of the same department, with the same bytes, is the same asset."""
CAPTIONS = ".vtt"
POLL_SECONDS, SILENCE_SECONDS = 1.0, 60.0


class MetadataRefused(Refused):
    """The metadata file as a whole, or a line of it, cannot be used."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file. `code` is new, there or refused."""

    name: str
    code: str
    kind: str = ""
    state: str = ""
    reason: str = ""
    seconds: float | None = None
    asset_id: int | None = None
    failed: bool = False


def read_metadata(data: bytes) -> dict[str, dict[str, str]]:
    """The cells of each line by the path in its `file`. Raises MetadataRefused, naming the line."""
    text = decoded(data)
    first = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    try:
        names = [cleaned(cell).lower().replace(" ", "_") for cell in next(rows, [])]
        if "file" not in names or (unknown := [name for name in names if name not in COLUMNS]):
            said = ", ".join(unknown[:5]) if "file" in names else "file"
            raise MetadataRefused(
                _("Line 1 of the metadata file: check the column %(names)s. The columns are %(known)s.")
                % {"names": said[:200], "known": ", ".join(COLUMNS)}
            )
        found: dict[str, dict[str, str]] = {}
        for cells in rows:
            line = dict(zip(names, map(cleaned, cells), strict=False))
            if path := line.get("file", "").replace("\\", "/").lstrip("./"):
                found[path] = line
            if len(found) > MOST_LINES:
                raise MetadataRefused(_("The metadata file has more than %(count)s lines.") % {"count": MOST_LINES})
    except csv.Error as error:
        raise MetadataRefused(
            _("Line %(line)s of the metadata file is not CSV: %(error)s.") % {"line": rows.line_num, "error": error}
        ) from error
    return found


def take_in(root: Path, *, department: Department, said: dict[str, dict[str, str]], release: bool) -> Iterator[Outcome]:
    """Each file of the folder and below it, in order. Links are not followed. Raises StorageUnavailable."""
    vocabulary = Vocabulary()
    taken: dict[str, int] = {}
    # Captions after the films that they belong to.
    paths = sorted(paths_in(root), key=lambda path: path.suffix.lower() == CAPTIONS)
    for path in paths:
        name = _name(root, path)
        began = time.perf_counter()
        try:
            if path.suffix.lower() == CAPTIONS:
                outcome = _captioned(path, name, taken)
            else:
                about = _about(name, said.get(name, {}), vocabulary, release=release)
                outcome = _received(path, name, department, about)
                taken[name.rpartition(".")[0]] = outcome.asset_id or 0
        except Refused as refusal:
            outcome = Outcome(name, "refused", state=_("Refused"), reason=refusal.reason)
        except OSError as error:
            outcome = Outcome(name, "refused", state=_("Refused"), reason=error.strerror or type(error).__name__)
        yield replace(outcome, seconds=time.perf_counter() - began)
    for name in sorted(said.keys() - {_name(root, path) for path in paths}):
        yield Outcome(name, "refused", state=_("Refused"), reason=_("The metadata names a file that is not there."))


def paths_in(root: Path) -> list[Path]:
    """The files of the folder and below it, in order, without what systems leave there."""
    found: list[Path] = []
    for parent, _folders, names in os.walk(root):
        found += [Path(parent) / name for name in names if not is_of_the_system(name)]
    return sorted(path for path in found if path.is_file() and not path.is_symlink())


def _name(root: Path, path: Path) -> str:
    return os.fsencode(path.relative_to(root).as_posix()).decode("utf-8", "replace")


def _received(path: Path, name: str, department: Department, about: About) -> Outcome:
    facts = path.stat()
    key = uuid5(_SPACE, f"{department.code}\0{name}\0{facts.st_size}\0{facts.st_mtime_ns}")
    asset, new = receive(path=path, original_name=name, department=department, actor=None, about=about, key=key)
    return Outcome(name, "new" if new else "there", kind=str(asset.get_kind_display()), asset_id=asset.pk)


def _captioned(path: Path, name: str, taken: dict[str, int]) -> Outcome:
    """`drive.zh.vtt` beside `drive.mp4` is its captions in Chinese. Raises Refused."""
    stem, _dot, code = name.removesuffix(path.suffix).rpartition(".")
    language = {"zh": "zh-hans", "zh-cn": "zh-hans"}.get(code.lower(), code.lower())
    asset = Asset.objects.filter(pk=taken.get(stem, 0)).first()
    if asset is None or language not in dict(LANGUAGES):
        raise MetadataRefused(_("Captions are called like their film, with the language: film.en.vtt beside film.mp4."))
    with path.open("rb") as file:
        data = file.read(LARGEST + 1)
    there = asset.captions.filter(language=language).exists()
    keep(asset=asset, language=language, data=data, actor=None)
    return Outcome(name, "there" if there else "new", kind=_("Captions"), state=str(Asset.State.READY.label))


def _about(name: str, cells: dict[str, str], vocabulary: Vocabulary, *, release: bool) -> About:
    """Raises MetadataRefused with the first cell that is wrong."""
    folders = folders_of(name)
    words = _listed(cells, "keywords")
    if unknown := vocabulary.unknown(words):
        raise MetadataRefused(_("%(column)s “%(value)s” is not known.") % {"column": "keywords", "value": unknown[0]})
    facts: dict[str, Any] = {}
    for column, longest in _TEXTS.items():
        if len(cells.get(column, "")) > longest:
            raise MetadataRefused(
                _("“%(column)s” is longer than %(count)s characters.") % {"column": column, "count": longest}
            )
        if cells.get(column) and column != "collection":
            facts[column] = cells[column]
    facts |= {column: _instant(cells[column]) for column in _DATES if cells.get(column)}
    for column, known in (("language", dict(LANGUAGES)), ("shot", dict(Asset.Shot.choices))):
        if value := cells.get(column, "").lower():
            if value not in known:
                raise MetadataRefused(_("%(column)s “%(value)s” is not known.") % {"column": column, "value": value})
            facts[column] = value
    if code := cells.get("licence"):
        facts["licence"] = _one(Licence, "licence", code)
    brands = [_one(Brand, "brands", code) for code in _listed(cells, "brands")]
    if release:
        facts |= {"live": True, "released_at": timezone.now()}
    _ordered(facts)
    return About(
        collection=cells.get("collection") or collection_of(folders),
        keywords=list(dict.fromkeys([*vocabulary.named(words), *vocabulary.named(folders)])),
        brands=brands,
        facts=facts,
    )


def _ordered(facts: dict[str, Any]) -> None:
    for first, last in (("rights_from", "rights_until"), ("effective_from", "expires_at")):
        if facts.get(first) and facts.get(last) and facts[last] <= facts[first]:
            raise MetadataRefused(_("It would end before it begins."))
    licence = facts.get("licence")
    if licence is not None and licence.needs_attribution and not facts.get("credit"):
        raise MetadataRefused(_("This licence asks for a credit line."))


def _listed(cells: dict[str, str], column: str) -> list[str]:
    return [value for part in cells.get(column, "").split("|") if (value := part.strip())]


def _one(model: Any, column: str, code: str) -> Any:
    found = model._default_manager.filter(code__iexact=code[:60]).first()
    if found is None:
        raise MetadataRefused(_("%(column)s “%(value)s” is not known.") % {"column": column, "value": code[:60]})
    return found


def _instant(text: str) -> datetime:
    try:
        at = datetime.combine(date.fromisoformat(text), day_time()) if len(text) <= 10 else datetime.fromisoformat(text)
        at = at if at.tzinfo else at.replace(tzinfo=timezone.get_current_timezone())
        at.timestamp()
    except (ValueError, OverflowError) as error:
        raise MetadataRefused(
            _("“%(text)s” is no date. Write it as 2026-03-01 or 2026-03-01T08:00.") % {"text": text[:40]}
        ) from error
    return at


def timed(outcome: Outcome, read: Callable[[int], object]) -> Outcome:
    """The outcome, with the time that reading its file took as well."""
    began = time.perf_counter()
    if outcome.asset_id is not None:
        read(outcome.asset_id)
    return replace(outcome, seconds=(outcome.seconds or 0) + time.perf_counter() - began)


def wait(asset_ids: list[int], *, sleep: Callable[[float], None] = time.sleep) -> bool:
    """Until every asset was read or failed. Returns False when nothing moves for a minute."""
    silent, before = 0.0, -1
    while now := Asset.objects.filter(pk__in=asset_ids, state=Asset.State.RECEIVED).count():
        silent, before = (0.0 if now != before else silent + POLL_SECONDS), now
        if silent > SILENCE_SECONDS:
            return False
        sleep(POLL_SECONDS)
    return True


def states_of(outcomes: list[Outcome]) -> list[Outcome]:
    """The outcomes with where each asset stands now. One statement."""
    ids = [one.asset_id for one in outcomes if one.asset_id is not None]
    found = Asset.objects.only("state", "reason").in_bulk(ids)
    shown = []
    for one in outcomes:
        asset = found.get(one.asset_id) if one.asset_id is not None else None
        if asset is not None:
            reason = sentence(asset.reason) if asset.reason else ""
            failed = asset.state == Asset.State.FAILED
            one = replace(one, state=str(asset.get_state_display()), reason=reason, failed=failed)
        shown.append(one)
    return shown
