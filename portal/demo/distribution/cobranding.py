"""Print templates of the demo, and what two dealerships made of them. The templates lie beside this module, as their
authors would upload them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from json import loads
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageDraw

from content.marketing.cobranding.covers import draw_covers
from content.marketing.cobranding.language.api import FileFacts, read_file
from content.marketing.cobranding.making import order_print
from content.marketing.cobranding.models import (
    DealerProfile,
    DealerUpload,
    Filling,
    Print,
    PrintTemplate,
    TemplateVersion,
)
from content.marketing.cobranding.publishing import publish_template
from content.marketing.cobranding.reading import open_filling
from content.marketing.cobranding.stored import stored_name
from content.marketing.cobranding.uploads import receive_upload
from portal.core import storage
from portal.network.api import Viewer, viewer_for
from portal.network.models import Brand, Dealer, Department, Membership, Region, User

FOLDER = Path(__file__).parent / "prints"


@dataclass(frozen=True, slots=True)
class DemoTemplate:
    """A folder of `prints`, and what its author says of it."""

    folder: str
    titles: tuple[str, str]
    summaries: tuple[str, str]
    width: float
    height: float
    pages: int
    language: str = "en"
    days_ago: int = 28
    region: str = ""
    bleed: float = 3


TEMPLATES = (
    DemoTemplate(
        "flyer",
        ("Summer check flyer", "夏季检查宣传单（英文）"),
        ("A4, two pages, to lay out and to post.", "A4 双面，用于展示和邮寄。"),
        210,
        297,
        2,
    ),
    DemoTemplate(
        "postcard",
        ("Summer postcard (Chinese)", "夏季检查明信片"),
        ("A6 postcard in Chinese, two sides.", "A6 双面中文明信片。"),
        148,
        105,
        2,
        language="zh-hans",
        days_ago=24,
        region="china",
    ),
    DemoTemplate(
        "social",
        ("Service plan, square picture", "服务套餐方形图片"),
        ("For web pages and social media, 1,080 pixels.", "用于网页和社交媒体，1080 像素。"),
        140,
        140,
        1,
        days_ago=15,
        bleed=0,
    ),
    DemoTemplate(
        "leaflet",
        ("Service plan leaflet", "服务套餐折页"),
        ("A5, four pages: what a plan holds and costs.", "A5 四页：套餐内容与价格。"),
        148,
        210,
        4,
        days_ago=9,
    ),
)
PROFILES: dict[str, dict[str, Any]] = {
    "CE-101": {
        "name": "Autohaus Lindental",
        "address": "Lindenallee 12\n00999 Lindental",
        "phone": "+49 000 555 0101",
        "email": "service@lindental.example",
        "web": "https://lindental.example",
        "hours": "Monday to Friday 7:30 to 18:00\nSaturday 9:00 to 13:00",
    },
    "EC-301": {
        "name": "Donghai Motors",
        "name_zh": "东海汽车销售服务",
        "address": "88 Binjiang Road, Donghai",
        "address_zh": "东海市滨江大道88号\n邮编 000000",
        "phone": "000-5550 0301",
        "email": "service@donghai.example",
        "web": "https://donghai.example",
        "hours": "Daily 8:30 to 18:00",
        "hours_zh": "每日 8:30 至 18:00",
    },
}
FILLINGS = (
    ("CE-101", "flyer", 20, {"price": "49.90", "offer": "We collect your van and bring it back the same day."}),
    ("CE-101", "social", 12, {"price": "35"}),
    ("CE-101", "leaflet", 6, {"term": "48 months", "basic": "27.50"}),
    ("EC-301", "postcard", 18, {"offer": "预约进店免费检查四大项目，工时费八折，赠送玻璃水一瓶。"}),
)
"""Dealer, template, how many days ago, what stands in its fields."""


def build() -> None:
    """Needs the network and its people."""
    department = Department.objects.get(code="aftersales-marketing")
    made = {one.folder: make_template(one, department) for one in TEMPLATES}
    for code, said in PROFILES.items():
        _profile(Dealer.objects.get(code=code), said)
    for code, folder, days_ago, values in FILLINGS:
        _filling(made[folder], Dealer.objects.get(code=code), days_ago, dict(values))


def make_template(one: DemoTemplate, department: Department) -> PrintTemplate:
    """The published template, its pages drawn; made if it is not there."""
    found: PrintTemplate | None = PrintTemplate.objects.filter(department=department, title=one.titles[0]).first()
    if found is not None:
        return found
    place = FOLDER / one.folder
    template = PrintTemplate(
        department=department,
        title=one.titles[0],
        title_zh=one.titles[1],
        summary=one.summaries[0],
        summary_zh=one.summaries[1],
        language=one.language,
        width_mm=one.width,
        height_mm=one.height,
        bleed_mm=one.bleed,
        pages=one.pages,
        html=(place / "index.html").read_text(encoding="utf-8"),
        css=(place / "style.css").read_text(encoding="utf-8"),
        files={"van.svg": _file("van.svg", (FOLDER / "van.svg").read_bytes())},
        effective_from=timezone.now() - timedelta(days=one.days_ago),
        expires_at=timezone.now() + timedelta(days=200),
    )
    rows = loads((place / "fields.json").read_text(encoding="utf-8"))
    template.declared = PrintTemplate.declared.field.stream_block.to_python(
        [{"type": row.pop("kind"), "value": _block(row)} for row in rows]
    )
    template.audience_brands = list(Brand.objects.order_by("pk")[:1])
    if one.region:
        template.audience_regions = list(Region.objects.filter(code=one.region))
    template.save()
    version = publish_template(template=template, actor=None)
    TemplateVersion.objects.filter(pk=version.pk).update(published_at=template.effective_from)
    draw_covers(version)
    return template


def _block(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "options": "\n".join(row["options"])} if "options" in row else row


def _file(name: str, data: bytes) -> dict[str, Any]:
    facts = read_file(name, data)
    assert isinstance(facts, FileFacts)  # noqa: S101  (a file of our own)
    storage.save_bytes(name=stored_name(facts.sha256), data=data, content_type=facts.content_type)
    return facts.as_json()


def _manager(dealer: Dealer) -> User:
    return Membership.objects.filter(dealer=dealer, is_manager=True).select_related("user").order_by("pk")[0].user


def _profile(dealer: Dealer, said: dict[str, Any]) -> None:
    if DealerProfile.objects.filter(dealer=dealer).exists():
        return
    manager = _manager(dealer)
    logo = receive_upload(
        viewer=viewer_for(user=manager),
        dealer_id=dealer.pk,
        kind=DealerUpload.Kind.LOGO,
        upload=SimpleUploadedFile("logo.png", _logo(str(said["name"]))),
        actor=manager,
    )
    at = timezone.now() - timedelta(days=26)
    DealerProfile.objects.create(dealer=dealer, number=1, logo=logo, made_by=manager, made_at=at, **said)


def _logo(name: str) -> bytes:
    """A sign with the first letters of the name's words as strokes: no font is needed."""
    picture = Image.new("RGBA", (900, 450), (255, 255, 255, 0))
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((10, 10, 890, 440), radius=70, fill=(12, 42, 51, 255))
    for place, letter in enumerate(name[:4].upper()):
        left = 90 + place * 190
        height = 90 + (ord(letter) * 37) % 180
        pen.polygon([(left, 370), (left + 70, 370 - height), (left + 140, 370)], fill=(255, 184, 28, 255))
    buffer = BytesIO()
    picture.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _filling(template: PrintTemplate, dealer: Dealer, days_ago: int, values: dict[str, Any]) -> None:
    if Filling.objects.filter(dealer=dealer, version__template=template).exists():
        return
    manager, at = _manager(dealer), timezone.now() - timedelta(days=days_ago)
    made = Filling.objects.create(
        dealer=dealer,
        version=template.current,
        title=template.title_zh if template.language.startswith("zh") else template.title,
        values=values,
        created_by=manager,
        changed_by=manager,
        created_at=at,
        changed_at=at,
    )
    viewer: Viewer = viewer_for(user=manager)
    opened = open_filling(viewer=viewer, filling_id=made.pk)
    for kind in (Print.Kind.PRESS, Print.Kind.PNG) if template.pages < 4 else (Print.Kind.SCREEN,):
        row = order_print(opened=opened, kind=kind, page=1, viewer=viewer, actor=manager)
        Print.objects.filter(pk=row.pk).update(made_at=at + timedelta(minutes=12))
