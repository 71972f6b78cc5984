"""A template as a ZIP package: index.html, style.css, fields.json, and the files beside them. No folders."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from content.marketing.cobranding.language.faults import Fault, Part, TemplateRefused, shown
from content.marketing.cobranding.language.files import LARGEST_FILE, LARGEST_TOTAL, MOST_FILES, PLAIN_NAME
from content.marketing.cobranding.language.markup import LARGEST_HTML

LARGEST_PACKAGE = 40 * 2**20
HTML, CSS, FIELDS = "index.html", "style.css", "fields.json"
_TEXTS = {HTML: LARGEST_HTML * 4, CSS: LARGEST_HTML * 4, FIELDS: 200_000}
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


@dataclass(frozen=True, slots=True)
class Package:
    """What a ZIP package held."""

    html: str
    css: str
    fields: tuple[Mapping[str, Any], ...]
    files: Mapping[str, bytes]


def read_package(data: bytes) -> Package:
    """Read a package. Sizes are counted while it is unpacked and not believed from its list. Raises TemplateRefused."""
    if len(data) > LARGEST_PACKAGE:
        raise _refused(_("The package is larger than 40 MB."))
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _judge(entries)
            left, contents = LARGEST_TOTAL, {}
            for entry in entries:
                contents[entry.filename] = _unpack(archive, entry, left)
                left -= len(contents[entry.filename])
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise _refused(_("This is no ZIP file, or it is damaged or protected.")) from error
    except zipfile.zlib.error as error:  # type: ignore[attr-defined]
        raise _refused(_("This is no ZIP file, or it is damaged or protected.")) from error
    return _package(contents)


def _judge(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_FILES + len(_TEXTS):
        raise _refused(_("The package holds more than %(most)s files.") % {"most": MOST_FILES})
    names = [entry.filename for entry in entries]
    for name in names:
        if name not in _TEXTS and not PLAIN_NAME.fullmatch(name):
            sentence = _("“%(name)s”: a package has no folders, and names of small letters, digits, . _ -.")
            raise _refused(sentence % {"name": shown(name)})
    if len(set(names)) < len(names):
        raise _refused(_("The package names a file twice."))
    if HTML not in names:
        raise _refused(_("The package has no index.html."))
    if any(entry.flag_bits & 1 or entry.compress_type not in _METHODS for entry in entries):
        raise _refused(_("This is no ZIP file, or it is damaged or protected."))


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes:
    most = min(left, _TEXTS.get(entry.filename, LARGEST_FILE))
    with archive.open(entry) as member:
        data = member.read(most + 1)
    if len(data) > most:
        raise _refused(_("“%(name)s” is too large.") % {"name": shown(entry.filename)})
    return data


def _package(contents: dict[str, bytes]) -> Package:
    texts = {}
    for name in (HTML, CSS, FIELDS):
        try:
            texts[name] = contents.pop(name, b"").decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise _refused(_("%(name)s is not UTF-8.") % {"name": name}) from error
    try:
        rows = json.loads(texts[FIELDS] or "[]")
    except (ValueError, RecursionError) as error:
        raise _refused(_("fields.json is no JSON.")) from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _refused(_("fields.json is a list of fields."))
    return Package(texts[HTML], texts[CSS], tuple(rows), contents)


def _refused(reason: str) -> TemplateRefused:
    return TemplateRefused([Fault(Part.FILES, reason)])
