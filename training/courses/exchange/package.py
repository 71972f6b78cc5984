"""The file that a course is carried in: a zip with a manifest. Reading and writing it; no database.

    manifest.json    {"format": "forecourt-course", "version": 1, "entries": {name: {"sha256", "size"}}}
    course.json      facts and body; files, assessments and manuals are named as below, not by the ids of a database
    assessments.json {key: rules, sections and slots}
    questions.json   {key: facts and versions}
    files/<sha256>   files of lessons
    media/<sha256>   pictures of questions

What is not in the manifest is not read, and what is in it has to be there as it says.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from portal.core.errors import Refused

FORMAT, VERSION = "forecourt-course", 1
DOCUMENTS = ("course.json", "assessments.json", "questions.json")
MOST_ENTRIES = 5000
LARGEST_DOCUMENT = 50 * 2**20
LARGEST_ENTRY = 2 * 2**30
LARGEST_SUM = 8 * 2**30
MOST_RATIO = 200
"""How much smaller than what it holds an entry may be: more is a zip bomb."""
_BLOCK = 2**20
_WHEN = (2000, 1, 1, 0, 0, 0)
"""The time of every entry, so that the same course makes the same bytes."""


class PackageRefused(Refused):
    """The file is no course, or not a whole one. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Package:
    """A checked package. `documents` are its JSON files, `sizes` the bytes of the others by name."""

    documents: Mapping[str, Any]
    sizes: Mapping[str, int]


def write_package(target: IO[bytes], documents: Mapping[str, Any], binaries: Iterable[tuple[str, Path]]) -> None:
    """Write the documents and, under their names, the files at these paths."""
    entries: dict[str, dict[str, Any]] = {}
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name in DOCUMENTS:
            data = json.dumps(documents[name], ensure_ascii=False, sort_keys=True, indent=1).encode()
            entries[name] = {"sha256": sha256(data).hexdigest(), "size": len(data)}
            archive.writestr(_info(name, ZIP_DEFLATED), data)
        for name, path in binaries:
            digest, size = sha256(), 0
            with path.open("rb") as source, archive.open(_info(name, ZIP_STORED), "w", force_zip64=True) as entry:
                while block := source.read(_BLOCK):
                    digest.update(block)
                    size += len(block)
                    entry.write(block)
            entries[name] = {"sha256": digest.hexdigest(), "size": size}
        manifest = {"format": FORMAT, "version": VERSION, "entries": entries}
        archive.writestr(_info("manifest.json", ZIP_DEFLATED), json.dumps(manifest, sort_keys=True, indent=1))


def _info(name: str, method: int) -> ZipInfo:
    made = ZipInfo(name, _WHEN)
    made.compress_type = method
    return made


def read_package(path: Path) -> Package:
    """Look at everything in the file: names, sizes, and every SHA-256. Raises PackageRefused."""
    try:
        with ZipFile(path) as archive:
            infos = _looked_at(archive)
            manifest = _manifest(archive, infos)
            entries = manifest["entries"]
            if set(entries) != set(infos) - {"manifest.json"} or not set(DOCUMENTS) <= set(entries):
                raise PackageRefused(_("The file does not hold what its list says. It may be damaged."))
            documents: dict[str, Any] = {}
            for name, said in entries.items():
                kept = BytesIO() if name in DOCUMENTS else None
                _check(archive, infos[name], said, kept)
                if kept is not None:
                    documents[name] = json.loads(kept.getvalue())
            return Package(documents, {name: said["size"] for name, said in entries.items() if name not in DOCUMENTS})
    except (BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise PackageRefused(_("This is no zip file that can be read.")) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise PackageRefused(_("The file is not a course of this portal, or it is damaged.")) from error


def extract(path: Path, name: str, target: IO[bytes]) -> None:
    """Copy a file of a package that was read into `target`."""
    with ZipFile(path) as archive, archive.open(name) as entry:
        while block := entry.read(_BLOCK):
            target.write(block)


def _looked_at(archive: ZipFile) -> dict[str, ZipInfo]:
    infos = archive.infolist()
    if len(infos) > MOST_ENTRIES:
        raise PackageRefused(_("The file holds too many entries."))
    found: dict[str, ZipInfo] = {}
    for info in infos:
        if not _known_name(info.filename) or info.filename in found or info.flag_bits & 1:
            raise PackageRefused(_("The file holds “%(name)s”, which no course has.") % {"name": info.filename[:80]})
        largest = LARGEST_ENTRY if "/" in info.filename else LARGEST_DOCUMENT
        if info.file_size > largest or info.file_size > MOST_RATIO * max(info.compress_size, 1024):
            raise PackageRefused(_("“%(name)s” in the file is too large.") % {"name": info.filename})
        found[info.filename] = info
    if sum(info.file_size for info in infos) > LARGEST_SUM:
        raise PackageRefused(_("What is in the file is too large together."))
    return found


def _known_name(name: str) -> bool:
    folder, slash, digest = name.partition("/")
    if not slash:
        return name in (*DOCUMENTS, "manifest.json")
    return folder in ("files", "media") and len(digest) == 64 and set(digest) <= set("0123456789abcdef")


def _manifest(archive: ZipFile, infos: Mapping[str, ZipInfo]) -> Mapping[str, Any]:
    if "manifest.json" not in infos:
        raise PackageRefused(_("The file is not a course of this portal, or it is damaged."))
    manifest: Mapping[str, Any] = json.loads(archive.read("manifest.json"))
    if manifest["format"] != FORMAT:
        raise PackageRefused(_("The file is not a course of this portal, or it is damaged."))
    if manifest["version"] != VERSION:
        raise PackageRefused(_("The file is of a newer portal, which this one cannot read."))
    return manifest


def _check(archive: ZipFile, info: ZipInfo, said: Mapping[str, Any], kept: IO[bytes] | None) -> None:
    digest, size = sha256(), 0
    with archive.open(info) as entry:
        while block := entry.read(_BLOCK):
            digest.update(block)
            size += len(block)
            if kept is not None:
                kept.write(block)
    _folder, slash, named = info.filename.partition("/")
    if said["sha256"] != digest.hexdigest() or said["size"] != size or (slash and named != digest.hexdigest()):
        raise PackageRefused(_("“%(name)s” in the file is not what its list says.") % {"name": info.filename})
