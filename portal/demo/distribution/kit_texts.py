"""What the demo's sales kits say. The maker of the "Kestrel" and its vehicles are made up, as ours are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Raw = dict[str, Any]

PICTURES: dict[str, tuple[str, str, str]] = {
    "van-front": ("Lodan E, side view", "Lodan E 侧面", "exterior"),
    "van-white": ("Lodan E in white, evening", "白色 Lodan E，傍晚", "exterior"),
    "van-charging": ("Lodan E at the charging point", "Lodan E 充电中", "exterior"),
    "van-cargo": ("Load space with parcels", "货舱与包裹", "interior"),
    "van-cockpit": ("Driver's place with energy display", "驾驶位与能耗显示", "interior"),
    "tractor": ("TK 90 in the meadow", "TK 90 草地作业", "exterior"),
    "tractor-evening": ("TK 60 in the evening", "TK 60 傍晚", "exterior"),
    "field": ("Field after seeding", "播种后的田地", "detail"),
}
"""Scene -> title, title in Chinese, type of shot."""


@dataclass(frozen=True, slots=True)
class DemoKit:
    """A kit by the codes of what it names. `days` is when it came into force, counted from today."""

    number: str
    title: str
    summary: str
    language: str
    brand: str
    models: tuple[str, ...]
    regions: tuple[str, ...]
    cover: str
    days: int
    sections: list[Raw] = field(default_factory=list)


def _pictures(*names: str, heading: str = "") -> Raw:
    return {"type": "assets", "heading": heading, "scenes": names}


def _points(heading: str, *points: tuple[str, str]) -> Raw:
    return {"type": "points", "heading": heading, "points": points}


def _table(title: str, columns: tuple[tuple[str, bool], ...], note: str, *rows: tuple[Any, ...]) -> Raw:
    return {"type": "table", "title": title, "columns": columns, "note": note, "rows": rows}


def _section(heading: str, intro: str, *items: Raw, **more: Any) -> Raw:
    return {"heading": heading, "intro": intro, "items": items, **more}


_RIVALS = (("Lodan E", True), ("Kestrel e-Cargo", False), ("Lodan 2.0 diesel", True))
KITS = (
    DemoKit(
        number="VM-SK-2601-EN",
        title="Lodan E: the electric van for the last mile",
        summary="Why a delivery firm should drive electric now, what it costs, and what to answer when they hesitate.",
        language="en",
        brand="velmora",
        models=("VLE",),
        regions=("europe", "north-america"),
        cover="van-charging",
        days=-27,
        sections=[
            _section(
                "Show the van",
                "<p>Begin outside, at the charging flap: it is what people ask about first.</p>",
                _pictures("van-front", "van-charging", "van-white"),
                _pictures("van-cargo", "van-cockpit", heading="Inside"),
                {"type": "film"},
            ),
            _section(
                "Compare",
                "",
                _table(
                    "Lodan E beside what else they look at",
                    _RIVALS,
                    "Range after WLTP, laden to half. Energy prices of the day differ.",
                    ("Range", ("312 km", "268 km", "790 km"), 0, False, "Works test VM-T-114", "2026-08-14"),
                    ("10 to 80 % in", ("34 min", "41 min", "–"), 1, False, "Works test VM-T-114", "2026-08-14"),
                    ("Load space", ("11.0 m³", "10.2 m³", "11.4 m³"), 3, False, "Data sheets", "2026-06-01"),
                    ("Payload", ("1,020 kg", "890 kg", "1,180 kg"), 3, False, "Data sheets", "2026-06-01"),
                    ("Energy for 100 km", ("€ 6.20", "€ 7.40", "€ 13.90"), 1, False, "Our sum", "2026-09-01"),
                    ("Dealer margin", ("9.5 %", "7 %", "8 %"), 1, True, "", ""),
                ),
            ),
            _section(
                "What to say",
                "<p>Ask for the longest round of the week before you speak of range.</p>",
                _points(
                    "The first two minutes",
                    ("", "<p>It charges while it is loaded: 34 minutes from 10 to 80 percent.</p>"),
                    ("", "<p>The floor is as low as in the diesel. The battery lies between the axles.</p>"),
                ),
                _points(
                    "When they hesitate",
                    (
                        "The range is too short for us.",
                        "<p>Take last month's tours. Nine of ten delivery rounds are under 140 km; "
                        "the van has twice that in winter.</p>",
                    ),
                    (
                        "And when the battery is old?",
                        "<p>Eight years or 160,000 km on 70 percent of its capacity, in writing.</p>",
                    ),
                    ("The purchase price is higher.", "<p>Show the row “Energy for 100 km” and count the months.</p>"),
                ),
                dealers_only=True,
                roles=("sales-adviser", "dealer-manager"),
            ),
            _section(
                "Look it up",
                "",
                {"type": "publications", "heading": "", "numbers": ("VM-HV-2402-EN", "VM-OH-2201-EN")},
                {
                    "type": "links",
                    "heading": "",
                    "links": (("Find a charging point", "https://charging.example.com/", "Public map"),),
                },
            ),
        ],
    ),
    DemoKit(
        number="VM-SK-2601-ZH",
        title="Lodan E 电动厢式车：城市配送好帮手",
        summary="为什么现在就该换电动车，费用多少，客户犹豫时怎么回答。",
        language="zh-hans",
        brand="velmora",
        models=("VLE",),
        regions=("china",),
        cover="van-front",
        days=-24,
        sections=[
            _section(
                "展示车辆",
                "<p>先从车外的充电口讲起，这是客户最先问的。</p>",
                _pictures("van-front", "van-charging"),
                _pictures("van-cargo", "van-cockpit", heading="车内"),
            ),
            _section(
                "对比",
                "",
                _table(
                    "Lodan E 与同级车型",
                    (("Lodan E", True), ("Kestrel e-Cargo", False)),
                    "续航按 WLTP 半载测得。",
                    ("续航里程", ("312 公里", "268 公里"), 1, False, "厂方测试 VM-T-114", "2026-08-14"),
                    ("10% 至 80% 充电", ("34 分钟", "41 分钟"), 1, False, "厂方测试 VM-T-114", "2026-08-14"),
                    ("载货容积", ("11.0 立方米", "10.2 立方米"), 1, False, "技术资料", "2026-06-01"),
                    ("经销商毛利", ("9.5%", "7%"), 1, True, "", ""),
                ),
            ),
            _section(
                "话术",
                "",
                _points(
                    "客户犹豫时",
                    ("续航不够吧？", "<p>看上个月的路线：九成配送路线不到 140 公里，冬天也够跑两趟。</p>"),
                    ("电池老化怎么办？", "<p>八年或 16 万公里，容量保证 70%，写进合同。</p>"),
                ),
                dealers_only=True,
                roles=("sales-adviser", "dealer-manager"),
            ),
            _section("资料", "", {"type": "publications", "heading": "", "numbers": ("VM-HV-2402-ZH",)}),
        ],
    ),
    DemoKit(
        number="TH-SK-2604-EN",
        title="TK 60 and TK 90: ready for the season",
        summary="Two tractors, one cab: which one fits which farm, and the offer for the spring.",
        language="en",
        brand="tarnhof",
        models=("TK60", "TK90"),
        regions=(),
        cover="tractor",
        days=-11,
        sections=[
            _section("In the field", "", _pictures("tractor", "tractor-evening", "field")),
            _section(
                "TK 60: small yards",
                "<p>Turns where others shunt.</p>",
                _points("Say this", ("", "<p>3.6 m turning radius with the four-wheel drive engaged.</p>")),
                models=("TK60",),
            ),
            _section(
                "TK 90: front loader and road",
                "<p>The one for contractors.</p>",
                _points(
                    "Say this",
                    ("", "<p>40 km/h at 1,650 revolutions: quiet on the road, and it saves.</p>"),
                    ("We need more lift.", "<p>3.9 t at the ball ends; ask what the heaviest implement weighs.</p>"),
                ),
                models=("TK90",),
            ),
            _section(
                "Side by side",
                "",
                _table(
                    "TK 60 and TK 90",
                    (("TK 60", True), ("TK 90", True)),
                    "",
                    ("Power", ("44 kW", "66 kW"), 0, False, "", ""),
                    ("Lift at the ball ends", ("2.4 t", "3.9 t"), 0, False, "", ""),
                    ("Top speed", ("30 km/h", "40 km/h"), 0, False, "", ""),
                    ("Weight", ("2,650 kg", "3,480 kg"), 0, False, "", ""),
                    ("Dealer price, spring", ("ask the area manager", "ask the area manager"), 0, True, "", ""),
                ),
            ),
        ],
    ),
)


@dataclass(frozen=True, slots=True)
class DemoLink:
    """A link that somebody gave: `ago` days ago for `days`, with how often it was opened and taken from on which day
    after that."""

    sender: str
    kit: str
    recipient: str
    ago: int
    days: int
    use: tuple[tuple[int, int, int], ...]
    message: str = ""
    pin: str = ""
    revoked_after: int | None = None


LINKS = (
    DemoLink("sam", "VM-SK-2601-EN", "Quayside Couriers", 22, 14, ((0, 2, 1), (1, 1, 0), (4, 3, 2), (9, 1, 0))),
    DemoLink(
        "sam",
        "VM-SK-2601-EN",
        "Harbour Bakery",
        6,
        14,
        ((0, 1, 0), (2, 2, 1), (5, 1, 1)),
        message="As promised: the Lodan E, and how it compares. Call me when you have looked at it.",
    ),
    DemoLink("sam", "VM-SK-2601-EN", "Municipal fleet office", 13, 30, ((1, 4, 3), (6, 2, 0)), revoked_after=8),
    DemoLink("lena", "VM-SK-2601-EN", "Blumen Arndt", 17, 30, ((0, 1, 1), (8, 1, 0), (15, 2, 1)), pin="2604"),
    DemoLink("uwe", "TH-SK-2604-EN", "Hof Ammerland", 9, 14, ((0, 1, 0), (1, 2, 2), (7, 1, 0))),
    DemoLink(
        "huangjie",
        "VM-SK-2601-ZH",
        "东海快递",
        12,
        30,
        ((0, 3, 1), (3, 2, 2), (10, 1, 0)),
        message="您好，这是 Lodan E 的资料，有问题随时联系我。",
    ),
    DemoLink("wuxia", "VM-SK-2601-ZH", "江边生鲜", 4, 14, ((0, 1, 1), (1, 1, 0))),
)
