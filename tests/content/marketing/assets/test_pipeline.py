"""From a file to an asset that is ready: what each kind becomes, and what is refused with its reason."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from content.ingest.api import office_is_installed
from content.ingest.extraction.api import ExtractionFailed, FailureReason
from content.ingest.office import program
from content.marketing.assets import pipeline, renditions
from content.marketing.assets.intake import AssetRefused
from content.marketing.assets.looking import office
from content.marketing.assets.models import Asset, Likeness, Work
from portal.core import storage
from tests.content.marketing.assets import files
from tests.content.marketing.assets.conftest import TakeIn
from tests.office_factory import make_docx, make_odt
from tests.pdf_factory import make_pdf

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("form", "content_type", "mode"),
    [
        ("JPEG", "image/jpeg", "RGB"),
        ("JPEG", "image/jpeg", "CMYK"),
        ("PNG", "image/png", "RGBA"),
        ("WEBP", "image/webp", "RGB"),
        ("GIF", "image/gif", "P"),
        ("TIFF", "image/tiff", "RGB"),
    ],
)
def test_pictures_become_ready(take_in: TakeIn, form: str, content_type: str, mode: str) -> None:
    # The name says another thing each time: it does not count.
    asset = take_in(files.picture(form, mode=mode), "misnamed.jpg")
    assert (asset.state, asset.kind, asset.content_type) == ("ready", "picture", content_type)
    assert (asset.width, asset.height) == (320, 240)
    thumbnail = Image.open(io.BytesIO(storage.read_bytes(name=asset.derived("thumbnail"))))
    assert thumbnail.format == "WEBP"
    assert asset.colour.startswith("#")
    assert asset.likeness is not None


def test_a_phone_s_picture_is_turned_upright_and_read(take_in: TakeIn) -> None:
    asset = take_in(files.jpeg(gps=True, orientation=6, artist="Ann Author"))
    assert (asset.width, asset.height) == (240, 320)
    preview = Image.open(io.BytesIO(storage.read_bytes(name=asset.derived("preview"))))
    assert preview.size == (240, 320)
    assert asset.facts["gps"] == [49.5, 8.6]
    assert asset.facts["camera"] == "Fictional 1"
    assert asset.credit == "Ann Author"


def test_heic_is_read(take_in: TakeIn) -> None:
    import pillow_heif

    buffer = io.BytesIO()
    pillow_heif.from_pillow(files.drawn()).save(buffer)
    asset = take_in(buffer.getvalue(), "photo.heic")
    assert (asset.state, asset.content_type, asset.width) == ("ready", "image/heic", 320)


def test_a_drawing_is_shown_as_a_picture(take_in: TakeIn) -> None:
    asset = take_in(files.svg(), "logo.svg")
    assert (asset.state, asset.content_type) == ("ready", "image/svg+xml")
    assert storage.read_bytes(name=asset.derived("preview"))[8:12] == b"WEBP"


def test_a_print_file_has_its_first_page(take_in: TakeIn) -> None:
    asset = take_in(make_pdf(["one", "two"]), "brochure.pdf")
    assert (asset.state, asset.kind, asset.pages, asset.has_preview) == ("ready", "print", 2, True)


def test_a_film_gets_poster_and_web_film(take_in: TakeIn) -> None:
    asset = take_in(files.film(), "drive.mp4")
    assert (asset.state, asset.kind, asset.width, asset.height) == ("ready", "film", 320, 180)
    assert 0.9 < asset.seconds < 1.3
    made = storage.read_bytes(name=asset.derived("film"))
    assert made[4:8] == b"ftyp"
    assert made.index(b"moov") < made.index(b"mdat"), "it has to begin before it has arrived"
    assert asset.film_size == len(made)


@pytest.mark.parametrize(("form", "content_type"), [("mp3", "audio/mpeg"), ("wav", "audio/wav"), ("m4a", "audio/mp4")])
def test_sounds_have_their_length(take_in: TakeIn, form: str, content_type: str) -> None:
    asset = take_in(files.sound(form), f"jingle.{form}")
    assert (asset.state, asset.kind, asset.content_type) == ("ready", "audio", content_type)
    assert 0.9 < asset.seconds < 1.3


def test_documents_and_packages_are_kept_as_they_are(take_in: TakeIn) -> None:
    assert take_in(files.docx(), "prices.docx").kind == "document"
    package = take_in(files.archive({"links/picture.tif": b"x"}), "print.zip")
    assert (package.kind, package.state, package.has_preview) == ("other", "ready", False)


def test_places_in_what_is_given_out_as_it_is_are_told(take_in: TakeIn, tmp_path: Path) -> None:
    pictures = {"a.jpg": files.jpeg(gps=True), "b/C.JPEG": files.jpeg(gps=True, seed=2), "d.jpg": files.jpeg(seed=3)}
    package = take_in(files.archive({**pictures, "e.jpg": b"\xff\xd8\xff", "f.txt": b"x"}), "print.zip")
    assert (package.state, package.facts) == ("ready", {"places": 2})
    word = take_in(make_docx(tmp_path / "w", more={"word/media/image1.jpeg": pictures["a.jpg"]}).read_bytes(), "w.docx")
    assert word.facts == {"places": 1}
    assert take_in(files.archive({"d.jpg": pictures["d.jpg"]}), "plain.zip").facts == {}


@pytest.mark.skipif(not office_is_installed(), reason="LibreOffice is not installed")
@pytest.mark.parametrize("make", [make_docx, make_odt])
def test_an_office_file_has_its_first_page(take_in: TakeIn, tmp_path: Path, make: Callable[[Path], Path]) -> None:
    asset = take_in(make(tmp_path / "o").read_bytes(), "prices.docx", work=False)
    pipeline.work(work_id=asset.work.get().pk)
    asset.refresh_from_db()
    # It can be taken before its page is there.
    assert (asset.state, asset.has_preview) == ("ready", False)
    pipeline.work_off()
    asset.refresh_from_db()
    assert (asset.state, asset.has_preview, asset.colour) == ("ready", True, "#ffffff")
    thumbnail = Image.open(io.BytesIO(storage.read_bytes(name=asset.derived("thumbnail"))))
    assert thumbnail.format == "WEBP"
    assert thumbnail.height > thumbnail.width
    assert {row.state for row in asset.work.all()} == {"done"}


def test_without_libreoffice_an_office_file_is_ready_and_says_so(
    take_in: TakeIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program, "PROGRAM", "no-such-program")
    asset = take_in(files.docx(), "prices.docx")
    assert (asset.state, asset.has_preview) == ("ready", False)
    step = asset.work.get(step="print")
    assert (step.state, step.reason) == ("failed", "no_office")
    pipeline.resume()
    assert asset.work.get(step="print").state == "failed"
    # Once it is installed, the sweep finds what is owed.
    monkeypatch.setattr(pipeline, "office_is_installed", lambda: True)
    pipeline.resume()
    assert asset.work.get(step="print").state == "waiting"


def test_an_office_file_that_cannot_be_printed_stays_ready(take_in: TakeIn, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(**_named: object) -> Path:
        raise ExtractionFailed(FailureReason.NOT_CONVERTED)

    monkeypatch.setattr(office, "print_office", fails)
    asset = take_in(files.docx(), "prices.docx")
    assert (asset.state, asset.reason, asset.has_preview) == ("ready", "", False)
    assert asset.work.get(step="print").reason == "not_printed"
    pipeline.retry(asset=asset)
    assert asset.work.get(step="print").state == "waiting"
    assert Asset.objects.get().state == "ready"


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"", "a.jpg", "empty"),
        (b"MZ\x90\0" + b"\0" * 90, "a.jpg", "program"),
        (b"<html><script>1</script></html>", "a.pdf", "program"),
        (b"#!/bin/sh\n", "a.png", "program"),
        (b"just words", "a.jpg", "mislabelled"),
        (b"just words", "a.xyz", "unknown"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.doc", "old_office"),
        (files.docx(macros=True), "a.docx", "macros"),
        (files.docx(document=b'<!DOCTYPE x [<!ENTITY a "b">]><w/>'), "a.docx", "unsafe_document"),
        (files.archive({"../../etc/passwd": b"x"}), "a.zip", "unsafe_paths"),
        (files.archive({"C:\\x.txt": b"x"}), "a.zip", "unsafe_paths"),
        (files.archive({"[Content_Types].xml": b"<Types/>", "visio/document.xml": b"<v/>"}), "a.vsdx", "unknown"),
        (b"PK\x03\x04" + b"\0" * 40, "a.zip", "damaged"),
        (files.svg("<g/>", before='<!DOCTYPE svg [<!ENTITY a "b">]>'), "a.svg", "unsafe_drawing"),
    ],
)
def test_what_is_not_taken_says_why_and_leaves_nothing(take_in: TakeIn, data: bytes, name: str, reason: str) -> None:
    with pytest.raises(AssetRefused) as refusal:
        take_in(data, name)
    assert refusal.value.code == reason
    assert refusal.value.reason
    assert not Asset.objects.exists()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (files.jpeg()[:-3000], "damaged"),
        (b"\xff\xd8\xff" + b"\0" * 100, "damaged"),
        (b"%PDF-1.7 nothing", "damaged"),
        (files.film()[:9000], "no_stream"),
    ],
)
def test_what_cannot_be_read_fails_with_a_reason(take_in: TakeIn, data: bytes, reason: str) -> None:
    asset = take_in(data, "broken")
    assert (asset.state, asset.reason) == ("failed", reason)
    assert asset.work.get().state == Work.State.FAILED


def test_a_bomb_is_refused_before_a_pixel_is_decoded(take_in: TakeIn) -> None:
    buffer = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(buffer, "PNG")
    asset = take_in(buffer.getvalue(), "bomb.png")
    assert (asset.state, asset.reason) == ("failed", "pixels")


def test_the_same_upload_is_one_asset_and_work_is_done_once(take_in: TakeIn) -> None:
    asset = take_in(files.jpeg())
    row = asset.work.get()
    pipeline.work(work_id=row.pk)
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("done", 1)


def test_a_store_that_is_away_delays_and_fails_nothing(take_in: TakeIn, monkeypatch: pytest.MonkeyPatch) -> None:
    asset = take_in(files.jpeg(), work=False)

    def away(**_facts: object) -> None:
        raise storage.StorageUnavailable

    with monkeypatch.context() as patch:
        patch.setattr(storage, "save_bytes", away)
        pipeline.work_off(asset_ids=[asset.pk])
    row = asset.work.get()
    assert (row.state, row.attempts, row.leased_until) == ("waiting", 0, None)
    pipeline.work_off(asset_ids=[asset.pk])
    asset.refresh_from_db()
    assert asset.state == "ready"


def test_duplicates_are_pointed_out_and_kept(take_in: TakeIn) -> None:
    data = files.jpeg(width=640, height=480, seed=3)
    first, again = take_in(data), take_in(data, "copy.jpg")
    buffer = io.BytesIO()
    Image.open(io.BytesIO(data)).resize((320, 240)).save(buffer, "PNG")
    smaller = take_in(buffer.getvalue(), "small.png")
    other = take_in(files.jpeg(seed=7), "other.jpg")
    assert first.sha256 == again.sha256
    pairs = {(row.asset_id, row.other_id) for row in Likeness.objects.all()}
    assert (smaller.pk, first.pk) in pairs
    assert not any(other.pk in pair for pair in pairs)


class TestCleaned:
    """The originals as they are given out."""

    def cleaned(self, asset: Asset) -> bytes:
        row = renditions.ask(asset, None)
        pipeline.make_rendition(rendition_id=row.pk)
        row.refresh_from_db()
        assert row.state == "done", row.reason
        return storage.read_bytes(name=row.stored_as)

    def test_a_film_loses_its_place_and_no_picture(self, take_in: TakeIn) -> None:
        asset = take_in(files.film(place="+49.5+008.6/"), "drive.mp4", work=False)
        assert b"loci" in storage.read_bytes(name=asset.stored_as)
        data = self.cleaned(asset)
        assert b"loci" not in data
        assert data[4:8] == b"ftyp"

    def test_a_tiff_keeps_its_pages_and_pixels(self, take_in: TakeIn) -> None:
        exif = Image.Exif()
        exif[0x010F], exif[0x013B] = "SecretMake", "SecretArtist"
        buffer = io.BytesIO()
        pages = [files.drawn(seed=seed) for seed in (1, 2)]
        pages[0].save(buffer, "TIFF", save_all=True, append_images=pages[1:], exif=exif)
        asset = take_in(buffer.getvalue(), "scan.tif")
        data = self.cleaned(asset)
        assert b"Secret" not in data
        with Image.open(io.BytesIO(data)) as made:
            for number, page in enumerate(pages):
                made.seek(number)
                assert ImageChops.difference(made.convert("RGB"), page).getbbox() is None

    def test_a_heic_is_given_out_as_jpeg(self, take_in: TakeIn) -> None:
        import pillow_heif

        buffer = io.BytesIO()
        pillow_heif.from_pillow(files.drawn()).save(buffer)
        with Image.open(io.BytesIO(self.cleaned(take_in(buffer.getvalue(), "photo.heic")))) as made:
            assert (made.format, made.size) == ("JPEG", (320, 240))
