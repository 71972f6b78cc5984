"""What a picture says of itself: EXIF, IPTC and XMP as plain data. Runs in the child; no pixel is decoded."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile, ZipInfo

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from PIL import ExifTags, Image, IptcImagePlugin

LONGEST = 500
MOST_KEYWORDS = 40
LARGEST_XMP = 2 * 2**20
MOST_PACKED = 2000
"""Pictures of an archive that are looked at, by their first bytes: what cameras write stands there."""
HEAD = 256 * 2**10
_IPTC = {(2, 5): "title", (2, 120): "caption", (2, 80): "artist", (2, 110): "credit", (2, 116): "copyright"}
_IPTC_KEYWORDS = (2, 25)
_DC = "{http://purl.org/dc/elements/1.1/}"
_PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"


def said_by(picture: Image.Image) -> dict[str, Any]:
    """camera, taken_at (ISO), title, caption, artist, credit, copyright, keywords, gps [latitude, longitude],
    orientation: those that are there. Damaged metadata says nothing."""
    found: dict[str, Any] = {}
    for read in (_exif, _iptc, _xmp):
        try:
            for name, value in read(picture).items():
                if value:
                    found.setdefault(name, value)
        except Exception:  # noqa: BLE001, S112  (the picture is worth having without what was written beside it)
            continue
    return found


def placed(path: Path) -> int:
    """How many of the JPEG pictures in the archive say where they were taken."""
    with ZipFile(path) as archive:
        pictures = [one for one in archive.infolist() if one.filename.lower().endswith((".jpg", ".jpeg"))]
        return sum(_is_placed(archive, one) for one in pictures[:MOST_PACKED] if not one.flag_bits & 1)


def _is_placed(archive: ZipFile, entry: ZipInfo) -> bool:
    try:
        with archive.open(entry) as file:
            data = file.read(HEAD)
        with Image.open(BytesIO(data), formats=["JPEG"]) as picture:
            return b":GPSLatitude" in data or "gps" in said_by(picture)
    except Exception:  # noqa: BLE001  (a picture that cannot be read says nothing)
        return False


def _exif(picture: Image.Image) -> dict[str, Any]:
    exif = picture.getexif()
    if not exif:
        return {}
    inner, place = exif.get_ifd(ExifTags.IFD.Exif), exif.get_ifd(ExifTags.IFD.GPSInfo)
    make, model = _text(exif.get(ExifTags.Base.Make)), _text(exif.get(ExifTags.Base.Model))
    taken = inner.get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime)
    orientation = exif.get(ExifTags.Base.Orientation)
    return {
        "camera": model if model.startswith(make) else f"{make} {model}".strip(),
        "taken_at": _instant(_text(taken), _text(inner.get(ExifTags.Base.OffsetTimeOriginal))),
        "caption": _text(exif.get(ExifTags.Base.ImageDescription)),
        "artist": _text(exif.get(ExifTags.Base.Artist)),
        "copyright": _text(exif.get(ExifTags.Base.Copyright)),
        "orientation": orientation if orientation in range(2, 9) else None,
        "gps": _place(place),
    }


def _iptc(picture: Any) -> dict[str, Any]:
    rows = IptcImagePlugin.getiptcinfo(picture) or {}
    found: dict[str, Any] = {name: _text(_first(rows.get(key))) for key, name in _IPTC.items()}
    words = rows.get(_IPTC_KEYWORDS) or []
    found["keywords"] = _words(words if isinstance(words, list) else [words])
    return found


def _xmp(picture: Image.Image) -> dict[str, Any]:
    data = picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp")
    if not data or len(data) > LARGEST_XMP:
        return {}
    try:
        root = fromstring(data if isinstance(data, str) else data.rstrip(b"\0").decode("utf-8", "replace"))
    except (ParseError, DefusedXmlException, ValueError):
        return {}
    found: dict[str, Any] = {
        "title": _listed(root, f"{_DC}title")[:1],
        "caption": _listed(root, f"{_DC}description")[:1],
        "artist": _listed(root, f"{_DC}creator")[:1],
        "copyright": _listed(root, f"{_DC}rights")[:1],
        "keywords": _listed(root, f"{_DC}subject"),
    }
    credit = [node.text for node in root.iter(f"{_PHOTOSHOP}Credit")]
    credit += [node.get(f"{_PHOTOSHOP}Credit") for node in root.iter(f"{_RDF}Description")]
    texts = {name: (value[0] if value else "") for name, value in found.items() if name != "keywords"}
    return {**texts, "keywords": found["keywords"], "credit": _text(next((one for one in credit if one), ""))}


def _listed(root: Any, name: str) -> list[str]:
    return _words([item.text or "" for node in root.iter(name) for item in node.iter(f"{_RDF}li")])


def _words(values: list[Any]) -> list[str]:
    return [text for value in values[:MOST_KEYWORDS] if (text := _text(value))]


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else value


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        try:
            value = value.decode()
        except UnicodeDecodeError:
            value = value.decode("latin-1")
    if not isinstance(value, str):
        return ""
    shown = "".join(char if unicodedata.category(char)[0] != "C" else " " for char in value)
    return " ".join(unicodedata.normalize("NFC", shown).split())[:LONGEST]


def _instant(text: str, offset: str) -> str:
    """EXIF's "2026:03:01 10:20:30" as ISO; without an offset it is taken for UTC, which nobody relies on."""
    try:
        at = datetime.strptime(text[:19], "%Y:%m:%d %H:%M:%S").replace(tzinfo=UTC)
        return datetime.fromisoformat(f"{at:%Y-%m-%dT%H:%M:%S}{offset}").isoformat() if offset else at.isoformat()
    except ValueError:
        return ""


def _place(place: dict[int, Any]) -> list[float] | None:
    latitude = _degrees(place.get(ExifTags.GPS.GPSLatitude), place.get(ExifTags.GPS.GPSLatitudeRef), "S")
    longitude = _degrees(place.get(ExifTags.GPS.GPSLongitude), place.get(ExifTags.GPS.GPSLongitudeRef), "W")
    return [latitude, longitude] if latitude is not None and longitude is not None else None


def _degrees(parts: Any, reference: Any, negative: str) -> float | None:
    try:
        degrees, minutes, seconds = (float(part) for part in parts)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    value = round(degrees + minutes / 60 + seconds / 3600, 6)
    if not -180 <= value <= 180:
        return None
    return -value if reference == negative else value
