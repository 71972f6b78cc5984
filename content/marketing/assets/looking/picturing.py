"""Pictures through libvips, in the child: what one is, small ones of it, and what a channel asks for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pillow_heif
import pyvips
from PIL import Image

from content.ingest.extraction.api import RENDER_LIMITS, Limits, opened, render_page
from content.marketing.assets.looking.drawing import cleaned_drawing
from content.marketing.assets.looking.metadata import said_by
from content.marketing.assets.reasons import Reason, Unusable

MOST_PIXELS = 250_000_000
"""Above the largest camera's. Judged by the header, before a pixel is decoded."""
MOST_WHOLE_PIXELS = 60_000_000
"""Of formats that have to be decoded whole: 4 bytes each, two copies, within the child's memory."""
PREVIEW, THUMBNAIL = 1280, 480
WEBP = {"Q": 80, "effort": 2, "keep": "none"}
_WHOLE = ("image/gif", "image/heic", "image/webp")
_FLAT = 8
"""Levels of grey between the darkest and the lightest of a picture of which nothing can be said to be like it."""
_PRINT_DOTS_PER_MM = 25.4


@dataclass(frozen=True, slots=True)
class Looked:
    """A picture that was looked at."""

    facts: dict[str, Any]
    preview: bytes
    thumbnail: bytes


def look(path: Path, *, content_type: str, limits: Limits) -> Looked:
    """Raises Unusable, ExtractionFailed (of a PDF)."""
    facts: dict[str, Any] = {}
    if content_type == "application/pdf":
        with opened(path, limits) as document:
            facts["pages"] = len(document)
            page = render_page(document=document, number=1, width_px=PREVIEW, limits=RENDER_LIMITS)
        source: Any = pyvips.Image.new_from_buffer(page.data, "")
        facts |= {"width": page.width, "height": page.height}
    else:
        facts |= header_of(path, content_type)
        source = None
    preview = _reduced(path, content_type, PREVIEW, PREVIEW) if source is None else source
    preview = preview.copy_memory()
    thumbnail = preview.thumbnail_image(THUMBNAIL, height=THUMBNAIL, size="down").copy_memory()
    facts |= {"colour": _colour(thumbnail), "likeness": _likeness(thumbnail)}
    return Looked(facts, preview.webpsave_buffer(**WEBP), thumbnail.webpsave_buffer(**WEBP))


def header_of(path: Path, content_type: str) -> dict[str, Any]:
    """Upright width and height, and what the picture says of itself. Raises Unusable before anything is decoded."""
    if content_type == "image/svg+xml":
        drawn = _reduced(path, content_type, PREVIEW, PREVIEW)
        return {"width": drawn.width, "height": drawn.height}
    try:
        with Image.open(path) as picture:
            width, height = picture.size
            _allow(width, height, content_type)
            facts = said_by(picture)
            facts["profile"] = "icc_profile" in picture.info
            facts["mode"] = picture.mode
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise Unusable(Reason.DAMAGED, str(error)) from error
    if facts.get("orientation", 1) >= 5 and content_type != "image/heic":
        width, height = height, width
    return {"width": width, "height": height, **facts}


def _allow(width: int, height: int, content_type: str) -> None:
    most = MOST_WHOLE_PIXELS if content_type in _WHOLE else MOST_PIXELS
    if width * height > most or max(width, height) > 60_000:
        raise Unusable(Reason.PIXELS, f"{width}x{height}")
    if not width or not height:
        raise Unusable(Reason.DAMAGED, "no area")


def _reduced(path: Path, content_type: str, width: int, height: int, **options: Any) -> Any:
    """Upright, in sRGB unless asked otherwise, within width and height; never larger than it is."""
    try:
        match content_type:
            case "image/svg+xml":
                data = cleaned_drawing(path.read_bytes())
                return pyvips.Image.thumbnail_buffer(data, width, height=height, **options)
            case "image/heic":
                picture = pillow_heif.open_heif(path).to_pillow().convert("RGB")
                whole = pyvips.Image.new_from_array(np.asarray(picture), interpretation="srgb")
                return whole.thumbnail_image(width, height=height, **{"size": "down", **options})
            case _:
                settings = {"size": "down", "export_profile": "srgb", "fail_on": "truncated", **options}
                return pyvips.Image.thumbnail(str(path), width, height=height, **settings)
    except pyvips.Error as error:
        raise Unusable(Reason.DAMAGED, str(error)[:200]) from error
    except (OSError, ValueError, SyntaxError) as error:
        raise Unusable(Reason.DAMAGED, str(error)[:200]) from error


def _flat(picture: Any) -> Any:
    return picture.flatten(background=255) if picture.hasalpha() else picture


def _colour(thumbnail: Any) -> str:
    """The colour that most of it has, of eight."""
    pixels = _flat(thumbnail).colourspace("srgb").numpy()
    small = Image.fromarray(np.ascontiguousarray(pixels[..., :3])).resize((32, 32))
    reduced = small.quantize(8)
    found: Any = max(reduced.getcolors() or [(0, 0)])
    red, green, blue = (reduced.getpalette() or [0, 0, 0])[3 * found[1] : 3 * found[1] + 3]
    return f"#{red:02x}{green:02x}{blue:02x}"


def _likeness(thumbnail: Any) -> int | None:
    """The difference hash: 64 comparisons of neighbours in the picture drawn 9 wide and 8 high in grey (dHash, N.
    Krawetz 2013), as a signed number. None of a picture without contrast: all those are alike."""
    grey = _flat(thumbnail).colourspace("b-w").thumbnail_image(9, height=8, size="force").numpy().reshape(8, 9)
    levels = grey.astype(np.int16)
    if int(levels.max()) - int(levels.min()) < _FLAT:
        return None
    bits = (levels[:, 1:] > levels[:, :-1]).flatten()
    value = int.from_bytes(np.packbits(bits).tobytes(), "big")
    return value - 2**64 if value >= 2**63 else value


def rendered(
    path: Path, *, content_type: str, recipe: dict[str, Any], focal: tuple[float, float]
) -> tuple[bytes, int, int]:
    """What a channel asks for, and its measures. Raises Unusable."""
    width, height = recipe["width"] or 12_000, recipe["height"] or 12_000
    cropped = recipe["fit"] == "crop"
    header_of(path, content_type)
    options: dict[str, Any] = {"export_profile": "cmyk"} if recipe["cmyk"] and content_type != "image/svg+xml" else {}
    if cropped:
        picture = _around(path, content_type, width, height, focal)
        picture = picture.icc_transform("cmyk", input_profile="srgb") if recipe["cmyk"] else picture
    else:
        picture = _reduced(path, content_type, width, height, **options)
    if recipe["format"] in ("jpeg",) or recipe["cmyk"]:
        picture = _flat(picture)
    picture = picture.copy_memory()
    if recipe["dpi"]:
        per_mm = recipe["dpi"] / _PRINT_DOTS_PER_MM
        picture = picture.copy(xres=per_mm, yres=per_mm)
    return _written(picture, recipe), picture.width, picture.height


def _around(path: Path, content_type: str, width: int, height: int, focal: tuple[float, float]) -> Any:
    """Scaled so that width and height are filled, and cut with the focal point as near to the middle as it can be."""
    facts = header_of(path, content_type)
    scale = max(width / facts["width"], height / facts["height"])
    if scale > 1:  # smaller than asked for: the same shape, as large as it is
        width, height, scale = max(1, round(width / scale)), max(1, round(height / scale)), 1
    whole = _reduced(
        path, content_type, max(width, round(facts["width"] * scale)), max(height, round(facts["height"] * scale))
    ).copy_memory()
    width, height = min(width, whole.width), min(height, whole.height)
    left = min(max(round(focal[0] * whole.width - width / 2), 0), whole.width - width)
    top = min(max(round(focal[1] * whole.height - height / 2), 0), whole.height - height)
    return whole.crop(left, top, width, height)


def _written(picture: Any, recipe: dict[str, Any]) -> bytes:
    match recipe["format"]:
        case "jpeg":
            data = picture.jpegsave_buffer(Q=recipe["quality"], optimize_coding=True, interlace=True, keep="icc")
        case "png":
            data = picture.pngsave_buffer(keep="icc")
        case "webp":
            data = picture.webpsave_buffer(Q=recipe["quality"], keep="icc")
        case _:
            data = picture.tiffsave_buffer(compression="lzw", keep="icc", resunit="inch")
    written: bytes = data
    return written


def cleaned(path: Path, *, content_type: str) -> tuple[bytes, int, int]:
    """A copy without metadata of what cannot be rewritten in place: TIFF without loss, HEIC as JPEG. Raises
    Unusable."""
    facts = header_of(path, content_type)
    try:
        if content_type == "image/tiff":
            pages = pyvips.Image.tiffload(str(path), n=-1, access="sequential")
            height = pages.get_page_height()
            picture = pages if height != pages.height else pages.autorot()
            paged = {"page_height": height} if height != pages.height else {}
            data = picture.tiffsave_buffer(compression="lzw", predictor="horizontal", keep="icc", **paged)
            return data, picture.width, height if paged else picture.height
    except pyvips.Error as error:
        raise Unusable(Reason.DAMAGED, str(error)[:200]) from error
    picture = _reduced(path, content_type, facts["width"], facts["height"])
    return picture.jpegsave_buffer(Q=92, keep="icc"), *_size(picture)


def _size(picture: Any) -> tuple[int, int]:
    return picture.width, picture.height
