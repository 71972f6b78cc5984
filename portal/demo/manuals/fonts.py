"""The two font files of the manuals: Noto Sans SC, cut down once to the characters that this package prints.

Noto Sans SC comes from npm at set-up (`package.json`). A whole file has 30,000 glyphs and each PDF would be cut from
it again; the copy made here has some 1,500, so that cutting a PDF's own subset takes a tenth of a second.
"""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

_FILES = {"": "400Regular/NotoSansSC_400Regular.ttf", "B": "700Bold/NotoSansSC_700Bold.ttf"}
_ROOT = Path(__file__).resolve().parents[3]
_PACKAGE = "node_modules/@expo-google-fonts/noto-sans-sc"
_SIGNS = "·×±"
_MARGIN = 70
"""Room at both sides of a narrowed sign, in thousandths of the size."""
_UNWANTED = ("GSUB", "GPOS", "GDEF", "BASE", "STAT", "vhea", "vmtx", "gasp", "prep")


class MissingFontError(Exception):
    """Noto Sans SC is not in `node_modules/`: `npm ci` has not run."""


class Typeface:
    """One style: the path of its file, and the widths of its characters in thousandths of the size."""

    def __init__(self, style: str, path: Path) -> None:
        self.style = style
        self.path = path
        font = TTFont(path, lazy=True)
        scale = 1000 / font["head"].unitsPerEm
        metrics = font["hmtx"]
        self._widths = {chr(code): metrics[name][0] * scale for code, name in font.getBestCmap().items()}

    def width(self, text: str, size: float) -> float:
        """The width of `text` in points at `size` points. Raises KeyError for a character that the font lacks."""
        return sum(self._widths[character] for character in text) * size / 1000

    def lacks(self, text: str) -> set[str]:
        """The characters of `text` that would print as boxes."""
        return set(text) - self._widths.keys()


@cache
def typeface(style: str) -> Typeface:
    """The regular ("") or bold ("B") style.

    Raises:
        MissingFontError: the font's package is not installed.
    """
    source = _ROOT / _PACKAGE / _FILES[style]
    if not source.is_file():
        raise MissingFontError(f"{_PACKAGE} is not installed. `make setup` installs it.")
    path = Path(_folder().name) / source.name
    font = TTFont(source, lazy=True, recalcTimestamp=False)
    for table in _UNWANTED:
        if table in font:
            del font[table]
    options = subset.Options(hinting=False, glyph_names=False, notdef_outline=True, recalc_timestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(text=printed_characters())
    cutter.subset(font)
    _narrow(font)
    font.save(path)
    font.close()
    return Typeface(style, path)


def _narrow(font: TTFont) -> None:
    """Set signs that the font draws as wide as a Chinese character to the width of Latin ones ("N·m", "10 × 2")."""
    names = font.getBestCmap()
    for sign in _SIGNS:
        name = names[ord(sign)]
        glyph = font["glyf"][name]
        glyph.coordinates.translate((_MARGIN - glyph.xMin, 0))
        width = glyph.xMax - glyph.xMin + 2 * _MARGIN
        glyph.recalcBounds(font["glyf"])
        font["hmtx"][name] = (width, _MARGIN)


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    """Where the cut files live until the process ends."""
    return tempfile.TemporaryDirectory(prefix="forecourt-fonts-")


@cache
def printed_characters() -> str:
    """Every character that the manuals' own files contain, and those of the courses' cards: nothing else is printed."""
    found = {chr(code) for code in range(0x20, 0x7F)}
    manuals = Path(__file__).parent
    for file in sorted([*manuals.rglob("*"), *(manuals.parent / "training" / "course_texts").iterdir()]):
        if file.suffix in (".py", ".txt"):
            found |= set(file.read_text(encoding="utf-8"))
    return "".join(sorted(character for character in found if character.isprintable()))
