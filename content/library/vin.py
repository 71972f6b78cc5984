"""What a vehicle identification number says by itself, without any table. Pure.

Shape: ISO 3779 and ISO 3780. Seventeen digits and Latin letters without I, O and Q: 1-3 world manufacturer identifier
(WMI), 4-8 description, 9 check digit where the market has one, 10 model year where the maker keeps to the code, 11
plant, 12-17 serial number. With a 9 in the third place the maker is small, and 12-14 belong to its identifier.

Check digit: 49 CFR 565.15(c) for North America. GB 16735 (China) demands it in the same place with the same values and
weights. Elsewhere the ninth place is free, so that a digit there proves nothing.

Model year: 49 CFR 565.15(d), table VII: the code repeats after thirty years. In cars and light vehicles for North
America a letter in the seventh place says that the year is 2010 or later (565.15(b)); in nothing else does it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

LENGTH = 17
STEM = 11
"""What stands before the serial number."""
LONGEST_TYPED = 80
YEAR_CODES = "ABCDEFGHJKLMNPRSTVWXY123456789"
FIRST_YEAR, CYCLE = 1980, 30
LOOKALIKES = {"I": "1", "O": "0", "Q": "0"}

_SHAPE = re.compile(r"[A-HJ-NPR-Z0-9]{17}")
_SEPARATORS = re.compile(r"[\s\u200b\ufeff\u2010-\u2015\u2212-]+")
_VALUES = {**{str(digit): digit for digit in range(10)}, **dict(zip("ABCDEFGH", range(1, 9), strict=True))}
_VALUES |= {
    **dict(zip("JKLMN", range(1, 6), strict=True)),
    "P": 7,
    "R": 9,
    **dict(zip("STUVWXYZ", range(2, 10), strict=True)),
}
_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


class Flaw(StrEnum):
    """Why a text is no VIN."""

    EMPTY = "empty"
    LENGTH = "length"
    LOOKALIKE = "lookalike"
    CHARACTER = "character"


class Area(StrEnum):
    """Whose rules the first two characters say that the maker follows (ISO 3780)."""

    NORTH_AMERICA = "north-america"
    CHINA = "china"
    ELSEWHERE = "elsewhere"


class CheckDigit(StrEnum):
    """What the ninth place says. AGREES: the right digit stands there although nothing demands it."""

    RIGHT = "right"
    WRONG = "wrong"
    AGREES = "agrees"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class Typed:
    """A text read as a VIN. Either `vin`, or a `flaw` with the `characters` at fault. `suggestion` is a VIN with a
    right check digit that differs in look-alikes alone, or ""."""

    vin: Vin | None = None
    flaw: Flaw | None = None
    characters: str = ""
    length: int = 0
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class Vin:
    """A number of the right shape; whether such a vehicle exists, nobody said."""

    text: str

    def __post_init__(self) -> None:
        if not _SHAPE.fullmatch(self.text):
            raise ValueError(self.text)

    @property
    def maker(self) -> str:
        """The identifier of the maker: three characters, or six for a small maker."""
        return self.text[:3] + self.text[11:14] if self.is_of_small_maker else self.text[:3]

    @property
    def is_of_small_maker(self) -> bool:
        return self.text[2] == "9"

    @property
    def description(self) -> str:
        """Places 4-8, whose meaning is the maker's own."""
        return self.text[3:8]

    @property
    def stem(self) -> str:
        return self.text[:STEM]

    @property
    def serial(self) -> str:
        """Places 12-17."""
        return self.text[STEM:]

    @property
    def area(self) -> Area:
        first, second = self.text[0], self.text[1]
        if first in "12345" or (first == "7" and second not in "ABCDE"):
            return Area.NORTH_AMERICA
        return Area.CHINA if first in "LH" else Area.ELSEWHERE

    def check(self, *, demanded: bool | None = None) -> CheckDigit:
        """The check digit under the rules of the area, or as `demanded` says that this maker does."""
        right = self.text[8] == check_digit(self.text)
        if demanded is None:
            demanded = self.area is not Area.ELSEWHERE
        if demanded:
            return CheckDigit.RIGHT if right else CheckDigit.WRONG
        return CheckDigit.AGREES if right else CheckDigit.FREE

    def years(self, *, latest: int, is_light: bool = False) -> frozenset[int]:
        """The model years that the tenth place can mean, none later than `latest`; none at all if it is no code.

        `is_light`: it is known to be a car or another light vehicle, for which North America has the rule of the
        seventh place.
        """
        at = YEAR_CODES.find(self.text[9])
        if at < 0:
            return frozenset()
        years = range(FIRST_YEAR + at, latest + 1, CYCLE)
        if is_light and self.area is Area.NORTH_AMERICA:
            of_letters = self.text[6].isalpha()
            return frozenset(year for year in years if (year >= FIRST_YEAR + CYCLE) == of_letters)
        return frozenset(years)

    @property
    def tells_year(self) -> bool:
        """Whether the area obliges its makers to put the model year there."""
        return self.area is not Area.ELSEWHERE


def check_digit(text: str) -> str:
    """The digit (or X for ten) that belongs in the ninth place; what stands there does not count."""
    remainder = sum(_VALUES[char] * weight for char, weight in zip(text, _WEIGHTS, strict=True)) % 11
    return "X" if remainder == 10 else str(remainder)


def with_check_digit(text: str) -> str:
    """The seventeen characters with the right one in the ninth place."""
    return text[:8] + check_digit(text) + text[9:]


def normal_form(text: str) -> str:
    """Upper case, full-width characters made plain, without blanks and dashes. It need not be a VIN."""
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", text[:LONGEST_TYPED])).upper()


def looks_like_vin(text: str) -> bool:
    """Whether the text as a whole has the shape of a VIN, with letters and digits both: a word is none."""
    normal = normal_form(text)
    return bool(_SHAPE.fullmatch(normal)) and any(map(str.isalpha, normal)) and any(map(str.isdigit, normal))


def read(text: str) -> Typed:
    """The VIN that was typed, or what is wrong with it."""
    normal = normal_form(text)
    if not normal:
        return Typed(flaw=Flaw.EMPTY)
    if _SHAPE.fullmatch(normal):
        return Typed(vin=Vin(normal), length=LENGTH)
    strange = "".join(dict.fromkeys(char for char in normal if char not in _VALUES and char not in LOOKALIKES))
    if strange:
        return Typed(flaw=Flaw.CHARACTER, characters=strange, length=len(normal))
    if len(normal) != LENGTH:
        return Typed(flaw=Flaw.LENGTH, length=len(normal))
    alike = "".join(dict.fromkeys(char for char in normal if char in LOOKALIKES))
    meant = "".join(LOOKALIKES.get(char, char) for char in normal)
    suggestion = meant if Vin(meant).check() in (CheckDigit.RIGHT, CheckDigit.AGREES) else ""
    return Typed(flaw=Flaw.LOOKALIKE, characters=alike, length=LENGTH, suggestion=suggestion)


def is_mask(text: str, *, length: int) -> bool:
    """Whether `text` has so many places, each a character of VINs or "?" for any."""
    return len(text) == length and all(char == "?" or char in _VALUES for char in text)


def fits(mask: str, text: str) -> bool:
    """Whether `text` is as `mask` says, place by place; both have the same length."""
    return all(wanted in ("?", char) for wanted, char in zip(mask, text, strict=True))
