"""Small PDFs for tests, written by hand: text in any script, outline, labels, rotation, scans, and hostile ones.

make_pdf(["First page", "第二页"], outline=[(1, "Chapter", 1)], labels="roman")
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence

from PIL import Image, ImageDraw

Outline = Sequence[tuple[int, str, int]]
"""(level from 1, title, page from 1)."""

FONTS = (
    b"<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
    b"/F2<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font"
    b"/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>"
    b"/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]"
    b"/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>/DW 1000>>]>>>>"
)


class PdfWriter:
    """Objects numbered from 1, written with a correct cross-reference table."""

    def __init__(self) -> None:
        self.objects: list[bytes] = []

    def add(self, body: bytes) -> int:
        self.objects.append(body)
        return len(self.objects)

    def stream(self, data: bytes, extra: bytes = b"") -> int:
        packed = zlib.compress(data)
        return self.add(b"<</Length %d/Filter/FlateDecode%s>>stream\n%s\nendstream" % (len(packed), extra, packed))

    def finish(self, *, root: int, trailer: bytes = b"") -> bytes:
        out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        offsets = []
        for number, body in enumerate(self.objects, start=1):
            offsets.append(len(out))
            out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        start = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1)
        out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
        out += b"trailer<</Size %d/Root %d 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (
            len(offsets) + 1, root, trailer, start,
        )  # fmt: skip
        return bytes(out)


def _string(text: str) -> bytes:
    return b"<" + (b"\xfe\xff" + text.encode("utf-16-be")).hex().encode() + b">"


def _text_operators(text: str) -> bytes:
    """One line of the page per line of the text, from the top, 14 points apart."""
    out = bytearray()
    for row, line in enumerate(text.split("\n")):
        font, shown = (
            (b"F1", line.encode("cp1252").hex()) if _is_latin(line) else (b"F2", line.encode("utf-16-be").hex())
        )
        out += b"BT /%s 12 Tf 1 0 0 1 72 %d Tm <%s> Tj ET\n" % (font, 770 - 14 * row, shown.encode())
    return bytes(out)


def _is_latin(line: str) -> bool:
    try:
        line.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def make_pdf(
    pages: Sequence[str],
    *,
    outline: Outline = (),
    labels: str = "",
    title: str = "",
    rotations: dict[int, int] | None = None,
    size: tuple[float, float] = (595, 842),
    trailer: bytes = b"",
) -> bytes:
    """A text PDF. `labels`: "roman" numbers all pages i, ii, iii; "chapters" calls page n "3-n"; "" has none.
    `rotations` maps a page (from 1) to degrees clockwise. `trailer` is added to the trailer as it is."""
    writer = PdfWriter()
    fonts = writer.add(FONTS)
    contents = [writer.stream(_text_operators(text)) for text in pages]
    return _assemble(writer, contents, b"/Font %d 0 R" % fonts, outline, labels, title, rotations or {}, size, trailer)


def make_scanned_pdf(pages: Sequence[str], *, dpi: int = 150, turned: dict[int, int] | None = None) -> bytes:
    """Pages that are one grey picture each, without a text layer. `turned` bakes a clockwise turn into the picture."""
    writer = PdfWriter()
    names, contents = [], []
    for number, text in enumerate(pages, start=1):
        picture = picture_of(text, dpi=dpi).rotate(-(turned or {}).get(number, 0), expand=True, fillcolor=255)
        buffer = io.BytesIO()
        picture.save(buffer, "JPEG", quality=85)
        header = (
            b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8" % picture.size
        )
        data = buffer.getvalue()
        image = writer.add(b"<</Length %d/Filter/DCTDecode%s>>stream\n%s\nendstream" % (len(data), header, data))
        names.append(b"/I%d %d 0 R" % (number, image))
        contents.append(writer.stream(b"q 595 0 0 842 0 0 cm /I%d Do Q" % number))
    resources = b"/XObject<<" + b"".join(names) + b">>"
    return _assemble(writer, contents, resources, (), "", "", {}, (595, 842), b"")


def picture_of(text: str, *, dpi: int) -> Image.Image:
    """Text as a scanner would see it on A4."""
    picture = Image.new("L", (round(8.27 * dpi), round(11.69 * dpi)), 250)
    draw = ImageDraw.Draw(picture)
    for row, line in enumerate(text.split("\n")):
        draw.text((dpi, dpi + row * dpi // 4), line, fill=20, font_size=dpi // 6)
    return picture


def _assemble(
    writer: PdfWriter,
    contents: list[int],
    resources: bytes,
    outline: Outline,
    labels: str,
    title: str,
    rotations: dict[int, int],
    size: tuple[float, float],
    trailer: bytes,
) -> bytes:
    first = len(writer.objects) + 1
    tree = first + len(contents)
    for number, content in enumerate(contents, start=1):
        writer.add(
            b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 %g %g]/Rotate %d/Resources<<%s>>/Contents %d 0 R>>"
            % (tree, *size, rotations.get(number, 0), resources, content)
        )
    kids = b" ".join(b"%d 0 R" % (first + index) for index in range(len(contents)))
    writer.add(b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(contents), kids))
    root = b"<</Type/Catalog/Pages %d 0 R" % tree
    if outline:
        root += b"/Outlines %d 0 R" % _outline(writer, outline, first)
    if labels == "roman":
        root += b"/PageLabels<</Nums[0<</S/r>>]>>"
    elif labels == "chapters":
        root += b"/PageLabels<</Nums[0<</S/D/P(3-)>>]>>"
    catalog = writer.add(root + b">>")
    if title:
        trailer += b"/Info %d 0 R" % writer.add(b"<</Title%s>>" % _string(title))
    return writer.finish(root=catalog, trailer=trailer)


def _outline(writer: PdfWriter, outline: Outline, first_page: int) -> int:
    """Entries as a tree of /First, /Next and /Last. Returns the root's number."""
    root = len(writer.objects) + 1
    numbers = [root + 1 + index for index in range(len(outline))]
    parents: list[int] = []
    children: dict[int, list[int]] = {}
    stack = [(0, root)]
    for number, (level, _, _) in zip(numbers, outline, strict=True):
        while stack[-1][0] >= level:
            stack.pop()
        parents.append(stack[-1][1])
        children.setdefault(stack[-1][1], []).append(number)
        stack.append((level, number))
    top = children[root]
    writer.add(b"<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>" % (top[0], top[-1], len(outline)))
    for number, parent, (_, title, page) in zip(numbers, parents, outline, strict=True):
        row = children[parent]
        after = row[row.index(number) + 1 :][:1]
        below = children.get(number, [])
        body = b"<</Title%s/Parent %d 0 R/Dest[%d 0 R/Fit]" % (_string(title), parent, first_page + page - 1)
        body += b"/Next %d 0 R" % after[0] if after else b""
        body += b"/First %d 0 R/Last %d 0 R/Count %d" % (below[0], below[-1], len(below)) if below else b""
        writer.add(body + b">>")
    return root


def make_truncated_pdf() -> bytes:
    """The first half of a file."""
    whole = make_pdf(["text"] * 5)
    return whole[: len(whole) // 3]


def make_encrypted_pdf() -> bytes:
    """A file that opens with a password only (its key matches no password that anybody knows)."""
    key = (b"ab" * 32).hex().encode()[:64]
    encryption = b"/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -44/O<%s>/U<%s>>>/ID[<00><00>]" % (key, key)
    return make_pdf(["secret"], trailer=encryption)


def make_pageless_pdf() -> bytes:
    """A well-formed file without a page."""
    writer = PdfWriter()
    writer.add(b"<</Type/Pages/Count 0/Kids[]>>")
    return writer.finish(root=writer.add(b"<</Type/Catalog/Pages 1 0 R>>"))


def make_looping_outline_pdf() -> bytes:
    """An outline whose only entry follows itself for ever."""
    writer = PdfWriter()
    writer.add(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>>>")
    writer.add(b"<</Type/Pages/Count 1/Kids[1 0 R]>>")
    writer.add(b"<</Type/Outlines/First 4 0 R/Last 4 0 R/Count 1>>")
    writer.add(b"<</Title(Again)/Parent 3 0 R/Next 4 0 R/First 4 0 R/Last 4 0 R/Dest[1 0 R/Fit]>>")
    return writer.finish(root=writer.add(b"<</Type/Catalog/Pages 2 0 R/Outlines 3 0 R>>"))


def make_bomb_pdf(*, depth: int = 9, width: int = 12) -> bytes:
    """A page that draws a form that draws a form...: `width` to the power of `depth` times a rectangle."""
    writer = PdfWriter()
    inner = writer.stream(b"0 0 m 10 10 l S\n" * 20, b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<<>>")
    for _ in range(depth):
        resources = b"/Resources<</XObject<</X %d 0 R>>>>" % inner
        inner = writer.stream(b"/X Do\n" * width, b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]" + resources)
    content = writer.stream(b"/X Do")
    return _assemble(writer, [content], b"/XObject<</X %d 0 R>>" % inner, (), "", "", {}, (595, 842), b"")
