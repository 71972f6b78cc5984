"""Files for tests, made here."""

from __future__ import annotations

import io
import subprocess
import zipfile
from functools import cache
from pathlib import Path

import imageio_ffmpeg
from PIL import Image, ImageDraw

from tests.pdf_factory import PdfWriter

PLACE = b"49.5,8.6"


def drawn(width: int = 320, height: int = 240, *, seed: int = 1, mode: str = "RGB") -> Image.Image:
    """A picture with contrast, another one for each seed."""
    picture = Image.new("RGB", (width, height), (30 * seed % 256, 120, 200))
    pen = ImageDraw.Draw(picture)
    for n in range(12):
        at = (n * 37 * seed) % max(1, width - 20), (n * 53 * seed) % max(1, height - 20)
        pen.rectangle((*at, at[0] + width // 6, at[1] + height // 6), fill=(n * 20, (seed * 40) % 256, 255 - n * 20))
    return picture.convert(mode)


def jpeg(*, gps: bool = False, orientation: int = 1, artist: str = "", **shape: int) -> bytes:
    """A JPEG, with EXIF when it says something."""
    exif = Image.Exif()
    if orientation != 1:
        exif[0x0112] = orientation
    if artist:
        exif[0x013B] = artist
    if gps:
        exif[0x010F], exif[0x0110] = "Fictional", "Fictional 1"
        exif.get_ifd(0x8825).update({1: "N", 2: (49.0, 30.0, 0.0), 3: "E", 4: (8.0, 36.0, 0.0)})
    buffer = io.BytesIO()
    drawn(**shape).save(buffer, "JPEG", quality=88, exif=exif)
    return buffer.getvalue()


def picture(form: str, *, mode: str = "RGB", **shape: int) -> bytes:
    """A picture in a format of Pillow's."""
    buffer = io.BytesIO()
    drawn(mode=mode, **shape).save(buffer, form)
    return buffer.getvalue()


def svg(inner: str = '<rect width="10" height="10" fill="red"/>', *, before: str = "") -> bytes:
    """A drawing."""
    return f'{before}<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20">{inner}</svg>'.encode()


def archive(entries: dict[str, bytes]) -> bytes:
    """A ZIP with these entries."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        for name, data in entries.items():
            packed.writestr(name, data)
    return buffer.getvalue()


def docx(*, macros: bool = False, document: bytes = b"<w/>") -> bytes:
    """The least that is a Word file."""
    part = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{part}"/></Types>'
    )
    entries = {"[Content_Types].xml": types.encode(), "word/document.xml": document}
    return archive({**entries, "word/vbaProject.bin": b"x"} if macros else entries)


def print_file(*, picture: bytes, more: bytes = b"") -> bytes:
    """A PDF of one page with this JPEG on it, and XMP that says where."""
    writer = PdfWriter()
    drawn = b"q 200 0 0 200 20 20 cm /P Do Q"
    xmp = (
        b'<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description exif:GPSLatitude="49,30.0N">'
        b"<exif:GPSLongitude>8,36.0E</exif:GPSLongitude><pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>"
        b"</rdf:Description></x:xmpmeta><?xpacket end='w'?>"
    )
    shown = writer.add(
        b"<</Type/XObject/Subtype/Image/Width 320/Height 240/ColorSpace/DeviceRGB/BitsPerComponent 8"
        b"/Filter/DCTDecode/Length %d>>stream\n%s\nendstream" % (len(picture), picture)
    )
    content, about = (
        writer.stream(drawn),
        writer.add(b"<</Type/Metadata/Subtype/XML/Length %d>>stream\n%s\nendstream" % (len(xmp), xmp)),
    )
    page = writer.add(
        b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 240 240]/Contents %d 0 R/Resources<</XObject<</P %d 0 R>>>>>>"
        % (content + 3, content, shown)
    )
    pages = writer.add(b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % page)
    root = writer.add(b"<</Type/Catalog/Pages %d 0 R/Metadata %d 0 R%s>>" % (pages, about, more))
    return writer.finish(root=root)


@cache
def film(*, seconds: int = 1, form: str = "mp4", place: str = "") -> bytes:
    """A small film with sound."""
    return _made(
        form,
        *("-f", "lavfi", "-i", f"testsrc=duration={seconds}:size=320x180:rate=10"),
        *("-f", "lavfi", "-i", f"sine=duration={seconds}"),
        *(("-metadata", f"location={place}") if place else ()),
        *(
            ("-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac")
            if form != "webm"
            else ("-c:v", "libvpx", "-c:a", "libopus")
        ),
    )


@cache
def sound(form: str = "mp3") -> bytes:
    """A second of a tone."""
    return _made(form, "-f", "lavfi", "-i", "sine=duration=1")


def _made(form: str, *arguments: str) -> bytes:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / f"made.{form}"
        program = imageio_ffmpeg.get_ffmpeg_exe()
        subprocess.run([program, "-v", "error", *arguments, str(target)], check=True, stdin=subprocess.DEVNULL)
        return target.read_bytes()
