"""Print files without what cameras wrote into the pictures in them. Pure: no PDF is parsed.

What is left out is overwritten by as many blanks, so that every offset, picture and page stays where it is, and so does
what print shops ask for (PDF/X, fonts, profiles). Pictures lie in a PDF as the JPEG files that they were (ISO 32000-1,
7.4.8), and XMP lies open for programs that know no PDF (XMP part 3, 2.6); what is packed or encrypted is not found. A
PDF that is signed is left alone: any change would break what was signed.
"""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator
from pathlib import Path

_SIGNED = re.compile(rb"/ByteRange\s{0,10}\[")
_WRITTEN_BY_CAMERAS = re.compile(
    rb"\xff[\xe1\xed](..)(?:Exif\0\0|http://ns\.adobe\.com/x(?:ap/1\.0|mp/extension)/\0|Photoshop 3\.0\0)", re.DOTALL
)
"""A segment of a JPEG (APP1: EXIF and XMP, APP13: IPTC) with its length."""
_PLACE = re.compile(
    rb""":GPS\w{1,40}(?:\s{0,9}=\s{0,9}(?:"([^"<>]{1,200})"|'([^'<>]{1,200})')|(?:\s[^<>]{0,200})?>([^<>]{1,200})</)"""
)
"""A property of XMP, as an attribute or as an element."""
_END = b"endstream"


def says_more(path: Path) -> bool:
    """Whether there is anything that `blank` would leave out."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return any(True for _span in _spans(data))


def blank(path: Path) -> None:
    """Leave it out of the file itself."""
    with path.open("r+b") as file, mmap.mmap(file.fileno(), 0) as data:
        for start, end, filler in list(_spans(data)):
            data[start:end] = filler * (end - start)


def _spans(data: mmap.mmap) -> Iterator[tuple[int, int, bytes]]:
    if _SIGNED.search(data):
        return
    for found in _WRITTEN_BY_CAMERAS.finditer(data):
        start, end = found.end(1), min(found.start(1) + int.from_bytes(found[1], "big"), len(data))
        # A length that lies must not lead out of the picture.
        cut = data.find(_END, start, end)
        yield start, end if cut < 0 else cut, b"\0"
    for found in _PLACE.finditer(data):
        if found.lastindex and found[found.lastindex].strip():
            yield found.start(found.lastindex), found.end(found.lastindex), b" "
