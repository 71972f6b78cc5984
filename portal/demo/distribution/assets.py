"""The demo's images and media: a launch's pictures of both brands, two films with captions, a brochure for print, one
whose rights have ended, one whose rights end soon, and one that is there twice."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils import timezone

from content.marketing.assets.captioning import keep
from content.marketing.assets.intake import About, receive
from content.marketing.assets.models import Asset, Captions, Keyword, Licence
from portal.demo.distribution.scenes import Scene, drawn, film, photograph
from portal.network.models import Brand, Department, Region, User

OWNER = "aftersales-marketing"
_SPACE = uuid5(NAMESPACE_URL, "forecourt-demo-assets")
KEYWORDS = {
    "launch": ("Launch", "上市"),
    "exterior": ("Exterior", "外观"),
    "night": ("Night", "夜景"),
    "studio": ("Studio", "棚拍"),
    "field": ("In the field", "田间作业"),
    "city": ("City", "城市"),
    "brochure": ("Brochure", "宣传册"),
    "film": ("Film", "视频"),
}
LICENCES = {
    "own": ("Own work", "自有作品", False),
    "agency": ("Agency picture", "图片社授权", True),
}
LIGHTS = {"dawn": "清晨", "noon": "正午", "dusk": "黄昏", "night": "夜晚", "studio": "棚拍"}
_BLUE, _RED, _WHITE, _GREEN = (28, 92, 150), (176, 44, 40), (236, 238, 240), (52, 122, 62)


@dataclass(frozen=True, slots=True)
class Item:
    """An asset of the demo. `days` ago it was released."""

    name: str
    title: tuple[str, str]
    scene: Scene
    brand: int
    days: int
    keywords: tuple[str, ...] = ("launch", "exterior")
    collection: str = "Spring launch"


def _series() -> list[Item]:
    """Twenty-two pictures: a van in town and a tractor in the field, in every light."""
    found = []
    paints = {"blue": _BLUE, "white": _WHITE}
    for place, light in enumerate(LIGHTS):
        for colour, paint in paints.items():
            chinese = f"Velmora 厢式车，{LIGHTS[light]}，{'蓝色' if colour == 'blue' else '白色'}"
            words = ("launch", "studio" if light == "studio" else "night" if light == "night" else "city")
            title = (f"Velmora van at {light}, {colour}", chinese)
            found.append(
                Item(f"velmora-van-{light}-{colour}", title, Scene("van", paint, light, place), 0, 28 - place, words)
            )
    paints = {"green": _GREEN, "red": _RED}
    for place, light in enumerate(LIGHTS):
        for colour, paint in paints.items():
            chinese = f"Tarnhof 拖拉机，{LIGHTS[light]}，{'绿色' if colour == 'green' else '红色'}"
            words = ("launch", "studio" if light == "studio" else "field")
            title = (f"Tarnhof tractor at {light}, {colour}", chinese)
            found.append(
                Item(
                    f"tarnhof-tractor-{light}-{colour}",
                    title,
                    Scene("tractor", paint, light, place + 5),
                    1,
                    21 - place,
                    words,
                )
            )
    return found


def build() -> None:
    """Make what is missing. Files are read by the worker, which may be still to come."""
    department = Department.objects.get(code=OWNER)
    brands = list(Brand.objects.order_by("-code"))  # Velmora, Tarnhof
    keywords = {
        code: Keyword.objects.get_or_create(code=code, defaults={"name": name, "name_zh": chinese})[0]
        for code, (name, chinese) in KEYWORDS.items()
    }
    licences = {
        code: Licence.objects.get_or_create(
            code=code, defaults={"name": name, "name_zh": chinese, "needs_attribution": credit}
        )[0]
        for code, (name, chinese, credit) in LICENCES.items()
    }
    known = set(Asset.objects.values_list("key", flat=True))
    author = User.objects.filter(groups=department.authors_id).order_by("pk").first()
    makers = {**_pictures(), **_others()}
    for name, (item, make, facts) in makers.items():
        if _key(name) in known:
            continue
        released = timezone.now() - timedelta(days=item.days)
        about = About(
            collection=item.collection,
            keywords=[keywords[code] for code in item.keywords],
            brands=[brands[item.brand]],
            facts={
                "title_zh": item.title[1],
                "licence": licences["own"],
                "live": True,
                "released_at": released,
                "received_at": released - timedelta(hours=5),
                **_resolved(facts, licences),
            },
        )
        asset = _receive(name, make(), department, author, about, item.title[0])
        if item.name == "tarnhof-tractor-dusk-red":
            asset.territory = list(Region.objects.filter(code="europe"))
            asset.save()
        if asset.kind == Asset.Kind.FILM:
            _caption(asset, author)


def _resolved(facts: dict[str, Any], licences: dict[str, Licence]) -> dict[str, Any]:
    return {name: licences[value] if name == "licence" else value for name, value in facts.items()}


def _key(name: str) -> UUID:
    return uuid5(_SPACE, name)


def _receive(name: str, data: bytes, department: Department, author: User | None, about: About, title: str) -> Asset:
    with tempfile.NamedTemporaryFile(prefix="demo-asset-") as file:
        file.write(data)
        file.flush()
        asset, _new = receive(
            path=Path(file.name),
            original_name=name,
            department=department,
            actor=author,
            about=about,
            key=_key(name),
        )
    Asset.objects.filter(pk=asset.pk).update(title=title)
    asset.title = title
    return asset


def _pictures() -> dict[str, tuple[Item, Any, dict[str, Any]]]:
    now = timezone.now()
    found: dict[str, tuple[Item, Any, dict[str, Any]]] = {}
    for item in _series():
        found[f"{item.name}.jpg"] = (item, lambda scene=item.scene: photograph(scene), {})
    ended = Item(
        "velmora-fair",
        ("Velmora van at last year's fair", "去年展会上的 Velmora 厢式车"),
        Scene("van", _RED, "noon", 12),
        0,
        30,
        ("exterior",),
        "Fair",
    )
    soon = Item(
        "velmora-harbour",
        ("Velmora van by the harbour", "港口旁的 Velmora 厢式车"),
        Scene("van", _BLUE, "dusk", 14),
        0,
        12,
        ("city",),
        "Agency",
    )
    agency = {
        "licence": "agency",
        "credit": "Photo: Marit Solberg / Nordlys",
        "terms": ("Only in printed matter and on the web pages of dealers. The picture is not cut or coloured."),
        "terms_zh": "仅限用于经销商的印刷品和网页，不得裁剪或调色。",
    }
    found["fair.jpg"] = (ended, lambda: photograph(ended.scene), {**agency, "rights_until": now - timedelta(days=4)})
    found["harbour.jpg"] = (soon, lambda: photograph(soon.scene), {**agency, "rights_until": now + timedelta(days=16)})
    first = _series()[0]
    found["copy-of-launch.jpg"] = (
        Item(
            "copy",
            ("Velmora van at dawn (copy)", "Velmora 厢式车，清晨（副本）"),
            first.scene,
            0,
            3,
            ("exterior",),
            "Inbox",
        ),
        lambda: photograph(first.scene),
        {"live": False, "released_at": None},
    )
    return found


def _others() -> dict[str, tuple[Item, Any, dict[str, Any]]]:
    van = Item(
        "film-van",
        ("Velmora van: the drive", "Velmora 厢式车：上路"),
        Scene("van", _BLUE, "noon", 2),
        0,
        18,
        ("film", "launch"),
    )
    tractor = Item(
        "film-tractor",
        ("Tarnhof tractor: a day in the field", "Tarnhof 拖拉机：田间一日"),
        Scene("tractor", _GREEN, "dawn", 7),
        1,
        9,
        ("film", "field"),
    )
    brochure = Item(
        "brochure", ("Velmora van brochure, for print", "Velmora 厢式车宣传册（印刷）"), van.scene, 0, 15, ("brochure",)
    )
    return {
        "velmora-drive.mp4": (van, lambda: film(van.scene, seconds=8), {"language": "en", "allow_original": True}),
        "tarnhof-field.mp4": (tractor, lambda: film(tractor.scene, seconds=8), {"language": "en"}),
        "velmora-brochure.pdf": (brochure, _brochure, {"language": "en"}),
    }


def _brochure() -> bytes:
    pages = [drawn(Scene("van", _BLUE, light, place)) for place, light in enumerate(("noon", "studio"))]
    buffer = BytesIO()
    pages[0].save(buffer, "PDF", resolution=150, save_all=True, append_images=pages[1:], title="Velmora")
    return buffer.getvalue()


CAPTIONS = {
    "en": (
        "WEBVTT\n\n00:00.500 --> 00:03.500\nReady for the working day.\n\n00:04.000 --> 00:07.500\nAsk your dealer.\n"
    ),
    "zh-hans": (
        "WEBVTT\n\n00:00.500 --> 00:03.500\n整装待发，开启工作日。\n\n00:04.000 --> 00:07.500\n详情请咨询经销商。\n"
    ),
}


def _caption(asset: Asset, author: User | None) -> None:
    there = set(Captions.objects.filter(asset=asset).values_list("language", flat=True))
    for language in CAPTIONS.keys() - there:
        keep(asset=asset, language=language, data=CAPTIONS[language].encode(), actor=author)
