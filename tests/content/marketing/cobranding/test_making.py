"""From a template to what a dealership prints: texts, limits, boxes, fonts, pictures, worker."""

from __future__ import annotations

from io import BytesIO
from types import SimpleNamespace

import pypdfium2 as pdfium
import pytest
import zxingcpp
from PIL import Image

from content.marketing.cobranding import making
from content.marketing.cobranding.contents import FillingRefused
from content.marketing.cobranding.covers import draw_covers
from content.marketing.cobranding.fillings import renew
from content.marketing.cobranding.models import DealerProfile, Print
from content.marketing.cobranding.publishing import publish_template
from content.marketing.cobranding.reading import open_filling
from content.marketing.cobranding.stored import stored_name
from content.marketing.cobranding.uploads import receive_upload
from portal.core import outbox, storage
from portal.core.models import Event
from portal.network.api import viewer_for
from tests.content.marketing.cobranding.builders import CSS, FIELDS, HTML, filling, picture, template, upload

MM = 72 / 25.4


def profile(house: SimpleNamespace, **said: object) -> DealerProfile:
    facts = {"name": "Riverside Motors", "name_zh": "北辰汽车", "web": "https://riverside.example", **said}
    number = DealerProfile.objects.filter(dealer=house.dealer).count() + 1
    return DealerProfile.objects.create(dealer=house.dealer, number=number, **facts)


def make(house: SimpleNamespace, made: object, kind: str = "screen", page: int = 1) -> Print:
    viewer = viewer_for(user=house.seller)
    opened = open_filling(viewer=viewer, filling_id=made.pk)  # type: ignore[attr-defined]
    return making.order_print(opened=opened, kind=kind, page=page, viewer=viewer, actor=house.seller)


def document(row: Print) -> pdfium.PdfDocument:
    return pdfium.PdfDocument(storage.read_bytes(name=row.stored_as))


def text_of(row: Print) -> str:
    pdf = document(row)
    said = "\n".join(page.get_textpage().get_text_range() for page in pdf)
    pdf.close()
    return said.replace("\r\n", "\n")


def test_the_profile_and_what_was_typed_are_printed(house: SimpleNamespace) -> None:
    profile(house)
    made = filling(template(), dealer=house.dealer, price="1299.5", offer="Brakes & tyres <b>\ncheap")
    row = make(house, made)
    said = text_of(row)
    assert "Riverside Motors" in said
    assert "Brakes & tyres <b>\ncheap" in said
    assert "€1,299.50" in said
    assert "Offer of participating dealers only." in said
    assert (row.state, row.kind, row.made_by) == ("ready", "screen", house.seller)
    assert Event.objects.get(verb="print.made").data == {
        "version": made.version_id,
        "dealer": house.dealer.pk,
        "kind": "screen",
    }


def test_chinese_in_a_chinese_template(house: SimpleNamespace) -> None:
    profile(house)
    made = filling(template(language="zh-hans"), dealer=house.dealer, price="12990", offer="免费检查制动系统")
    said = text_of(make(house, made))
    assert "北辰汽车" in said
    assert "免费检查制动系统" in said
    assert "€12,990.00" in said


def test_the_print_shop_gets_boxes_marks_and_embedded_fonts(house: SimpleNamespace) -> None:
    profile(house)
    row = make(house, filling(template(), dealer=house.dealer), "press")
    pdf = document(row)
    page = pdf[0]
    assert page.get_trimbox() == pytest.approx((0, 0, 210 * MM, 297 * MM), abs=0.01)
    assert page.get_bleedbox() == pytest.approx((-3 * MM, -3 * MM, 213 * MM, 300 * MM), abs=0.01)
    assert page.get_mediabox() == pytest.approx((-10 * MM, -10 * MM, 220 * MM, 307 * MM), abs=0.01)
    picture = page.render(scale=2).to_pil().convert("L")
    corner = picture.crop((0, 0, int(9 * MM * 2), int(9 * MM * 2)))
    assert corner.getextrema()[1] == 255
    column = [picture.getpixel((x, int(10 * MM * 2))) for x in range(4, int(5 * MM * 2))]
    assert min(column) < 140  # the mark at the upper edge
    pdf.close()
    data = storage.read_bytes(name=row.stored_as)
    assert fonts_of(data) == []


def fonts_of(data: bytes) -> list[str]:
    """The fonts of a PDF that are not embedded."""
    pdf = pdfium.PdfDocument(data)
    missing = []
    for page in pdf:
        for thing in page.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_TEXT]):
            font = pdfium.raw.FPDFTextObj_GetFont(thing.raw)
            if pdfium.raw.FPDFFont_GetIsEmbedded(font) != 1:
                missing.append(str(thing))
    pdf.close()
    return missing


def test_the_screen_gets_a_trimmed_page(house: SimpleNamespace) -> None:
    pdf = document(make(house, filling(template(), dealer=house.dealer)))
    assert pdf[0].get_mediabox() == pytest.approx((0, 0, 210 * MM, 297 * MM), abs=0.01)
    assert pdf.get_metadata_dict()["Title"] == "Summer flyer"
    pdf.close()


@pytest.mark.parametrize("kind", ["png", "jpeg"])
def test_pictures_have_the_pixels_that_are_asked_for(house: SimpleNamespace, kind: str) -> None:
    made = filling(template(picture_px=640, width_mm=160, height_mm=160), dealer=house.dealer)
    row = make(house, made, kind)
    with Image.open(BytesIO(storage.read_bytes(name=row.stored_as))) as drawn:
        assert (drawn.format, drawn.size) == (kind.upper(), (640, 640))
    assert (row.width, row.height) == (640, 640)


def test_the_code_leads_to_the_address_of_the_dealership(house: SimpleNamespace) -> None:
    profile(house)
    row = make(house, filling(template(picture_px=1200), dealer=house.dealer), "png")
    with Image.open(BytesIO(storage.read_bytes(name=row.stored_as))) as drawn:
        assert [code.text for code in zxingcpp.read_barcodes(drawn)] == ["https://riverside.example"]


def test_the_contact_card_is_a_code(house: SimpleNamespace) -> None:
    profile(house, phone="+49 1", email="a@riverside.example", address="Harbour 1\nRiverside")
    fields = [{"kind": "code", "name": "card", "label": "Card", "code": "card"}]
    html, css = '<field name="card"></field>', "field { width: 60mm; height: 60mm }"
    made = filling(template(fields=fields, html=html, css=css), dealer=house.dealer)
    row = make(house, made, "png")
    with Image.open(BytesIO(storage.read_bytes(name=row.stored_as))) as drawn:
        (code,) = zxingcpp.read_barcodes(drawn)
    assert "FN:Riverside Motors" in code.text
    assert "EMAIL:a@riverside.example" in code.text


class TestWhatDoesNotFit:
    def test_a_text_is_made_smaller_first(self, house: SimpleNamespace) -> None:
        made = filling(template(), dealer=house.dealer, offer="\n".join(["Everything for the summer"] * 7))
        assert make(house, made).state == "ready"

    def test_beyond_that_it_is_refused_by_name(self, house: SimpleNamespace) -> None:
        made = filling(template(), dealer=house.dealer, offer="\n".join(["Everything for the summer"] * 12))
        with pytest.raises(FillingRefused) as refused:
            make(house, made)
        assert refused.value.errors.keys() == {"offer"}
        assert not Print.objects.exists()

    def test_a_line_stays_a_line(self, house: SimpleNamespace) -> None:
        css = CSS + "field[name=dealer] { width: 30mm }"
        made = filling(template(css=css), dealer=house.dealer)
        profile(house, name="Riverside Motors and Sons of the Harbour")
        with pytest.raises(FillingRefused) as refused:
            make(house, made)
        assert refused.value.errors.keys() == {"dealer"}

    def test_a_long_word_without_a_break(self, house: SimpleNamespace) -> None:
        made = filling(template(), dealer=house.dealer, offer="W" * 390)
        with pytest.raises(FillingRefused):
            make(house, made)

    def test_what_stands_around_the_field_has_its_size_too(self, house: SimpleNamespace) -> None:
        html = '<div class="box"><field name="offer"></field></div>'
        css = ".box { width: 60mm; height: 20mm } "
        made = filling(template(html=html, css=css, fields=FIELDS[1:2]), dealer=house.dealer, offer="a\n" * 9 + "b")
        with pytest.raises(FillingRefused) as refused:
            make(house, made)
        assert refused.value.errors.keys() == {"offer"}

    def test_a_page_too_many(self, house: SimpleNamespace) -> None:
        html = HTML + '<div style="height: 250mm">x</div>'
        with pytest.raises(FillingRefused) as refused:
            make(house, filling(template(html=html), dealer=house.dealer))
        assert refused.value.errors.keys() == {""}


@pytest.mark.parametrize("text", ["مرحبا بكم", "Ñandú ÀÉ", "ไทย", "x\u202ey", "é", "﷽"])
def test_any_script_is_printed_or_refused(house: SimpleNamespace, text: str) -> None:
    made = filling(template(), dealer=house.dealer, offer=text)
    assert make(house, made).state == "ready"


def test_what_has_no_glyph_is_named(house: SimpleNamespace) -> None:
    with pytest.raises(FillingRefused) as refused:
        make(house, filling(template(), dealer=house.dealer, offer="Summer 😀"))
    assert "😀" in refused.value.errors["offer"]


class TestPictures:
    fields = [
        {"kind": "logo", "name": "logo", "label": "Logo", "width_mm": 40, "height_mm": 20},
        {
            "kind": "picture",
            "name": "car",
            "label": "Car",
            "width_mm": 25.4,
            "height_mm": 12.7,
            "required": True,
            "assets": False,
        },
    ]
    html = '<field name="logo"></field><field name="car"></field>'
    css = "field { width: 40mm; height: 20mm } body { background: #fff }"

    def made(self, house: SimpleNamespace, **values: object) -> object:
        found = template(fields=self.fields, html=self.html, css=self.css, width_mm=100, height_mm=100)
        return filling(found, dealer=house.dealer, **values)

    def keep(self, house: SimpleNamespace, data: bytes, kind: str = "picture", name: str = "p.png") -> object:
        viewer = viewer_for(user=house.seller)
        return receive_upload(
            viewer=viewer, dealer_id=house.dealer.pk, kind=kind, upload=upload(data, name), actor=house.seller
        )

    def test_a_picture_is_needed_and_large_enough(self, house: SimpleNamespace) -> None:
        with pytest.raises(FillingRefused, match="Choose a picture"):
            make(house, self.made(house))
        small = self.keep(house, picture(299, 150))
        with pytest.raises(FillingRefused, match="300 × 150"):
            make(house, self.made(house, car={"upload": small.pk}))  # type: ignore[attr-defined]
        enough = self.keep(house, picture(300, 150, color="red"))
        assert make(house, self.made(house, car={"upload": enough.pk})).state == "ready"  # type: ignore[attr-defined]

    def test_a_logo_keeps_its_proportions(self, house: SimpleNamespace) -> None:
        drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><script>alert(1)</script>'
        drawing += b'<rect width="100" height="100" fill="#f00"/></svg>'
        logo = self.keep(house, drawing, "logo", "logo.svg")
        assert (logo.content_type, logo.width, logo.height) == ("image/png", 2400, 2400)  # type: ignore[attr-defined]
        profile(house, logo=logo)
        car = self.keep(house, picture(600, 300, color="blue"))
        row = make(house, self.made(house, car={"upload": car.pk}), "png")  # type: ignore[attr-defined]
        with Image.open(BytesIO(storage.read_bytes(name=row.stored_as))) as drawn:
            wide = [x for x in range(drawn.width) if drawn.getpixel((x, drawn.height // 10)) == (255, 0, 0)]
            high = [y for y in range(drawn.height) if drawn.getpixel((drawn.width // 5, y)) == (255, 0, 0)]
        assert len(wide) == pytest.approx(len(high), abs=3)
        assert len(high) == pytest.approx(drawn.height / 5, abs=3)

    def test_the_picture_of_another_dealership_is_none(self, house: SimpleNamespace) -> None:
        viewer = viewer_for(user=house.outsider)
        theirs = receive_upload(
            viewer=viewer,
            dealer_id=house.elsewhere.pk,
            kind="picture",
            upload=upload(picture(600, 300)),
            actor=house.outsider,
        )
        with pytest.raises(FillingRefused, match="gone"):
            make(house, self.made(house, car={"upload": theirs.pk}))


def test_a_long_print_is_made_by_a_worker(house: SimpleNamespace) -> None:
    html = "".join(f'<section class="p">Page {number}</section>' for number in range(1, 7))
    css = ".p { break-after: page } .p:last-child { break-after: auto }"
    made = filling(template(html=html, css=css, fields=[], pages=6), dealer=house.dealer)
    row = make(house, made)
    assert row.state == Print.State.WAITING
    assert outbox.work_off(seconds=20) >= 1
    row.refresh_from_db()
    assert row.state == Print.State.READY
    assert "Page 6" in text_of(row)
    size = row.size
    making.deliver(str(row.pk), {})
    row.refresh_from_db()
    assert row.size == size


def test_what_a_worker_cannot_make_says_why(house: SimpleNamespace) -> None:
    made = filling(template(html="<p>x</p>", css="", fields=[], pages=6), dealer=house.dealer)
    row = make(house, made)
    outbox.work_off(seconds=20)
    row.refresh_from_db()
    assert row.state == Print.State.FAILED
    assert row.reason


def test_a_version_stays_what_it_was(house: SimpleNamespace) -> None:
    found = template()
    old = filling(found, dealer=house.dealer, offer="Old offer", price="5")
    found.html = HTML.replace("Summer check", "Winter check").replace('<field name="price"></field>', "")
    found.declared = [one for one in found.declared.raw_data if one["value"]["name"] != "price"]
    found.save()
    second = publish_template(template=found, actor=None)
    assert (second.number, publish_template(template=found, actor=None).pk) == (2, second.pk)
    assert "Summer check" in text_of(make(house, old))
    opened = open_filling(viewer=viewer_for(user=house.seller), filling_id=old.pk)
    assert opened.is_outdated
    again = renew(opened=opened, actor=house.seller)
    assert again.values == {"offer": "Old offer"}
    said = text_of(make(house, again))
    assert "Winter check" in said
    assert "Old offer" in said
    with pytest.raises(TypeError):
        second.save()


def test_covers_are_drawn_once(house: SimpleNamespace) -> None:
    found = template(pages=2, html=HTML + '<section style="break-before: page">2</section>')
    outbox.work_off(seconds=20)
    found.current.refresh_from_db()
    assert len(found.current.covers) == 2
    with Image.open(BytesIO(storage.read_bytes(name=stored_name(found.current.covers[0])))) as drawn:
        assert drawn.width == 640
    assert draw_covers(found.current) == found.current.covers
