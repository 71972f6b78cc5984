"""What a file is, decided by its bytes and never by its name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from content.marketing.assets.looking.archives import check_package
from content.marketing.assets.looking.drawing import LARGEST_DRAWING, cleaned_drawing
from content.marketing.assets.looking.office import office_facts
from content.marketing.assets.models import Asset
from content.marketing.assets.reasons import Reason, Unusable

HEAD = 4096
_PROGRAMS = (b"mz", b"\x7felf", b"#!", b"<html", b"<!doctype html", b"<?php", b"<script", b"\xca\xfe\xba\xbe")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEIC = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
_ATOMS = (b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
_ENDINGS = (
    "jpg jpeg png webp gif tif tiff heic heif svg mp4 m4v mov webm mp3 wav m4a pdf docx xlsx pptx odt ods odp zip"
)
ENDINGS = frozenset(_ENDINGS.split())


@dataclass(frozen=True, slots=True)
class Sniffed:
    """What a file is. `extension` is what such a file is called, without the dot."""

    kind: str
    content_type: str
    extension: str


_PICTURE, _FILM, _AUDIO = Asset.Kind.PICTURE, Asset.Kind.FILM, Asset.Kind.AUDIO


def sniff(path: Path, *, name: str) -> Sniffed:
    """Raises Unusable for what is not taken. `name` only chooses the sentence for that."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        raise Unusable(Reason.EMPTY)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text[:64].lower().startswith(_PROGRAMS):
        raise Unusable(Reason.PROGRAM)
    if head.startswith(_OLE):
        raise Unusable(Reason.OLD_OFFICE)
    found = _picture(head) or _moving(head) or _text(path, head, text)
    if found is None and head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        found = _archive(path)
    if found is None:
        known = PurePosixPath(name).suffix.lower().lstrip(".") in ENDINGS
        raise Unusable(Reason.MISLABELLED if known else Reason.UNKNOWN)
    return found


def _archive(path: Path) -> Sniffed:
    if office := office_facts(path):
        return Sniffed(Asset.Kind.DOCUMENT, *office)
    check_package(path)
    return Sniffed(Asset.Kind.OTHER, "application/zip", "zip")


def _picture(head: bytes) -> Sniffed | None:
    if head.startswith(b"\xff\xd8\xff"):
        return Sniffed(_PICTURE, "image/jpeg", "jpg")
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Sniffed(_PICTURE, "image/png", "png")
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Sniffed(_PICTURE, "image/webp", "webp")
    if head.startswith((b"GIF87a", b"GIF89a")):
        return Sniffed(_PICTURE, "image/gif", "gif")
    if head.startswith((b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")):
        return Sniffed(_PICTURE, "image/tiff", "tif")
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC:
        return Sniffed(_PICTURE, "image/heic", "heic")
    return None


def _moving(head: bytes) -> Sniffed | None:
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        if brand in (b"M4A ", b"M4B "):
            return Sniffed(_AUDIO, "audio/mp4", "m4a")
        if brand in (b"avif", b"avis", b"crx "):
            return None
        return Sniffed(_FILM, "video/quicktime", "mov") if brand == b"qt  " else Sniffed(_FILM, "video/mp4", "mp4")
    if head[4:8] in _ATOMS:
        return Sniffed(_FILM, "video/quicktime", "mov")
    if head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head[:64]:
        return Sniffed(_FILM, "video/webm", "webm")
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return Sniffed(_AUDIO, "audio/wav", "wav")
    if head.startswith(b"ID3") or (head[0] == 0xFF and len(head) > 2 and head[1] & 0xE6 == 0xE2):
        return Sniffed(_AUDIO, "audio/mpeg", "mp3")
    return None


def _text(path: Path, head: bytes, text: bytes) -> Sniffed | None:
    if b"%PDF-" in head[:1024] and not text.startswith(b"<"):
        return Sniffed(Asset.Kind.PRINT, "application/pdf", "pdf")
    if text.startswith((b"<?xml", b"<svg", b"<!--", b"<!DOCTYPE")) or head.startswith((b"\xff\xfe<", b"\xfe\xff\0<")):
        if path.stat().st_size > LARGEST_DRAWING:
            raise Unusable(Reason.UNSAFE_DRAWING, "size")
        cleaned_drawing(path.read_bytes())
        return Sniffed(_PICTURE, "image/svg+xml", "svg")
    return None
