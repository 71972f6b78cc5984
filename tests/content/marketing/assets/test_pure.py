"""What is decided over bytes alone: pictures without traces, drawings without scripts, captions, folders, likeness."""

from __future__ import annotations

import io
from contextlib import suppress
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from content.marketing.assets.alike import MOST_BITS, bands_of, distance
from content.marketing.assets.captioning import CaptionsRefused, Cue, cues_of, written
from content.marketing.assets.folders import collection_of, folders_of, is_of_the_system
from content.marketing.assets.looking import print_files
from content.marketing.assets.looking.drawing import cleaned_drawing
from content.marketing.assets.looking.stripping import Said, stripped
from content.marketing.assets.reasons import Unusable
from tests.content.marketing.assets import files


def written_with_traces(form: str) -> bytes:
    """A picture that says a lot of itself, in every way that Pillow writes."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x013B] = "SecretMake", "SecretModel", "SecretArtist"
    exif.get_ifd(0x8825).update({1: "N", 2: (49.0, 30.0, 0.0)})
    picture = files.drawn()
    options: dict[str, object] = {"exif": exif}
    if form == "JPEG":
        options |= {
            "comment": b"SecretComment",
            "xmp": b"<x:xmpmeta>SecretXmp</x:xmpmeta>",
            "icc_profile": b"PROFILE" * 9,
        }
    if form == "WEBP":
        options |= {"xmp": b"SecretXmp", "lossless": True}
    if form == "GIF":
        options = {"comment": b"SecretComment"}
    buffer = io.BytesIO()
    picture.save(buffer, form, **options)
    return buffer.getvalue() + b"SecretTrailer"


@pytest.mark.parametrize(
    ("form", "content_type"),
    [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp"), ("GIF", "image/gif")],
)
def test_traces_go_and_every_pixel_stays(form: str, content_type: str) -> None:
    data = written_with_traces(form)
    assert b"Secret" in data
    clean = stripped(data, content_type=content_type, said=Said(orientation=6, copyright="Maker"))
    assert b"Secret" not in clean
    before, after = (Image.open(io.BytesIO(one)).convert("RGB") for one in (data, clean))
    assert ImageChops.difference(before, after).getbbox() is None
    if form == "JPEG":
        exif = Image.open(io.BytesIO(clean)).getexif()
        assert (exif[0x0112], exif[0x8298]) == (6, "Maker")
        assert exif.get_ifd(0x8825) == {}
        assert b"PROFILE" in clean


@given(data=st.data(), form=st.sampled_from(["image/jpeg", "image/png", "image/webp", "image/gif"]))
def test_damaged_pictures_are_refused_or_read_and_nothing_else(data: st.DataObject, form: str) -> None:
    whole = bytearray(written_with_traces(form.removeprefix("image/").upper()))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(whole)))
    with suppress(Unusable):  # nothing else may be raised
        assert len(stripped(bytes(whole[:cut]), content_type=form, said=Said())) <= cut + 2


@pytest.mark.parametrize(
    "inner",
    [
        "<script>alert(1)</script>",
        '<rect onload="alert(1)" width="1" height="1"/>',
        '<a href="javascript:alert(1)"><rect/></a>',
        '<use href="http://example.com/x.svg#a"/>',
        '<image href="http://example.com/x.png"/>',
        '<image href="data:image/svg+xml;base64,PHN2Zy8+"/>',
        '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>',
        '<style>@import "http://example.com/x.css";</style>',
        '<rect style="fill:url(http://example.com/x)"/>',
        "<rect fill=\"url('//example.com/x')\"/>",
        '<animate attributeName="href" to="javascript:alert(1)"/>',
        '<set attributeName="onmouseover" to="alert(1)"/>',
    ],
)
def test_drawings_lose_what_runs_or_loads(inner: str) -> None:
    clean = cleaned_drawing(files.svg(f'{inner}<path d="M0 0h5"/>')).decode()
    for word in ("script", "alert", "example.com", "javascript", "svg+xml", "onload", "import", "foreignObject"):
        assert word not in clean, clean
    assert 'd="M0 0h5"' in clean


def test_drawings_keep_what_draws() -> None:
    inner = '<defs><linearGradient id="g"><stop offset="0" stop-color="red"/></linearGradient></defs>'
    inner += (
        '<rect id="r" fill="url(#g)" style="stroke:#fff" width="5" height="5"/><use href="#r" x="6"/><text>雪</text>'
    )
    clean = cleaned_drawing(files.svg(inner)).decode()
    for kept in ('fill="url(#g)"', 'style="stroke:#fff"', 'href="#r"', "雪", 'stop-color="red"'):
        assert kept in clean
    assert cleaned_drawing(clean.encode()).decode() == clean


def multiplying() -> bytes:
    """Uses of uses: ten million paths in a page of text."""
    groups = ['<g id="a0"><path d="M0 0"/></g>']
    groups += [f'<g id="a{number}">' + f'<use href="#a{number - 1}"/>' * 10 + "</g>" for number in range(1, 8)]
    return files.svg("".join(groups))


@pytest.mark.parametrize(
    "drawing",
    [
        b"<svg",
        b"<html/>",
        files.svg("<g>" * 300 + "</g>" * 300),
        files.svg('<g id="a"><use href="#a"/></g>'),
        multiplying(),
        files.svg(before='<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    ],
)
def test_drawings_that_would_never_end_are_refused(drawing: bytes) -> None:
    with pytest.raises(Unusable):
        cleaned_drawing(drawing)


@given(
    cues=st.lists(
        st.builds(
            Cue,
            start=st.integers(0, 40_000).map(lambda n: n / 10),
            end=st.integers(40_001, 90_000).map(lambda n: n / 10),
            text=st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=30),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_captions_are_written_as_they_are_read(cues: list[Cue]) -> None:
    ordered = sorted(cues, key=lambda cue: (cue.start, cue.end))
    assert cues_of(written(ordered).encode()) == [Cue(one.start, one.end, one.text) for one in ordered]


@pytest.mark.parametrize(
    "data",
    [b"", b"WEBVTT", b"SRT\n\n1", b"WEBVTT\n\nno times", b"WEBVTT\n\n00:02.000 --> 00:01.000\nx", b"\xff\xfeW\0"],
)
def test_what_are_no_captions_is_refused(data: bytes) -> None:
    with pytest.raises(CaptionsRefused):
        cues_of(data)


@given(one=st.integers(-(2**63), 2**63 - 1), flips=st.sets(st.integers(0, 63), max_size=MOST_BITS))
def test_near_hashes_share_a_part(one: int, flips: set[int]) -> None:
    other = one
    for bit in flips:
        other ^= 1 << bit
    other = (other + 2**63) % 2**64 - 2**63
    assert distance(one, other) == len(flips)
    assert set(bands_of(one)) & set(bands_of(other))


@pytest.mark.parametrize(
    ("path", "folders"),
    [
        ("Launch/Exterior/a.jpg", ("Launch", "Exterior")),
        ("a.jpg", ()),
        ("..\\..\\secret\\a.jpg", ("secret",)),
        ("/etc/./x/a.jpg", ("etc", "x")),
        ("新车/\u202e外观/a.jpg", ("新车", "外观")),
    ],
)
def test_folders_are_names_and_never_ways(path: str, folders: tuple[str, ...]) -> None:
    assert folders_of(path) == folders
    assert len(collection_of(["x" * 100, "y" * 100])) == 120


@pytest.mark.parametrize("name", ["a/.DS_Store", "Thumbs.db", "._a.jpg", "~$prices.docx"])
def test_what_systems_leave_is_left_out(name: str) -> None:
    assert is_of_the_system(name)
    assert not is_of_the_system("a/picture.jpg")


CAMERA = (b"Exif\0\0", b"Fictional", b"49,30.0N", b"8,36.0E")


def drawn(pdf: bytes) -> bytes:
    """The pixels of its first page."""
    with pdfium.PdfDocument(pdf) as document:
        return document[0].render(scale=1).to_numpy().tobytes()


def test_a_print_file_loses_what_cameras_wrote_and_nothing_else(tmp_path: Path) -> None:
    whole = files.print_file(picture=files.jpeg(gps=True))
    for trace in CAMERA:
        assert trace in whole
    path = tmp_path / "print.pdf"
    path.write_bytes(whole)
    assert print_files.says_more(path)
    print_files.blank(path)
    clean = path.read_bytes()
    for trace in CAMERA:
        assert trace not in clean
    assert b"GTS_PDFXVersion>PDF/X-4<" in clean
    assert b'exif:GPSLatitude="' in clean
    assert len(clean) == len(whole)
    assert drawn(clean) == drawn(whole)
    assert not print_files.says_more(path)


def test_signed_files_and_lengths_that_lie_are_left_whole(tmp_path: Path) -> None:
    path = tmp_path / "print.pdf"
    path.write_bytes(files.print_file(picture=files.jpeg(gps=True), more=b"/Perms<</ByteRange [0 1 2 3]>>"))
    assert not print_files.says_more(path)
    picture = files.jpeg(gps=True)
    at = picture.index(b"\xff\xe1")
    lying = picture[: at + 2] + b"\xff\xff" + picture[at + 4 :]
    path.write_bytes(files.print_file(picture=lying))
    print_files.blank(path)
    clean = path.read_bytes()
    assert b"Fictional" not in clean
    for kept in (b"endstream", b"/Type/Catalog", b"startxref"):
        assert kept in clean


@given(st.binary(max_size=400))
def test_any_bytes_are_looked_through(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "print.pdf"
    path.write_bytes(b"%PDF-" + data + b"\xff\xe1\x00\x01Exif\0\0" + data)
    before = path.stat().st_size
    print_files.says_more(path)
    print_files.blank(path)
    assert path.stat().st_size == before
