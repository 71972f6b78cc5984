"""What the demo's campaigns say, in English and Chinese. Days are counted from the demo's first start."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Raw = dict[str, Any]

POSTERS = {
    "winter": ("Poster: vans in the snow", "海报：雪中的货车"),
    "evening": ("Poster: evening in the showroom", "海报：展厅之夜"),
    "harvest": ("Poster: after the harvest", "海报：秋收之后"),
}
"""By the name of the drawing: title in English and Chinese."""


@dataclass(frozen=True, slots=True)
class DemoCampaign:
    """`first` and `last`: its first day, and the day at whose morning it is over."""

    number: str
    title: str
    language: str
    summary: str
    brand: str
    regions: tuple[str, ...]
    first: int
    last: int
    hero: str
    embargo: bool
    story: tuple[Raw, ...]
    phases: tuple[Raw, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """A task that a dealer handed in on a day; `verdict` is "", "accepted" or "sent_back"."""

    campaign: str
    task: str
    dealer: str
    days: int
    comment: str = ""
    verdict: str = ""
    reason: str = ""


_POSTER, _WINDOW, _INVITE = "Hang up the teaser poster", "Decorate the window", "Invite your fleet customers"
_WINTER = DemoCampaign(
    number="CMP-WINTER-VANS",
    title="Ready for winter: vans that start every morning",
    language="en",
    summary="Free winter checks, a showroom that shows what cold does to a van, and winter packages with fitting.",
    brand="velmora",
    regions=(),
    first=-12,
    last=18,
    hero="winter",
    embargo=True,
    story=(
        {
            "type": "text",
            "heading": "Why now",
            "text": "<p>Every third breakdown of a van between November and February is a battery. Customers come "
            "when it is too late. <b>This campaign brings them in before.</b></p>"
            "<ul><li>A free check in twelve points</li><li>Winter packages at a fixed price, fitted</li>"
            "<li>A voucher for whoever brings a colleague</li></ul>",
        },
        {
            "type": "picture",
            "asset": "winter",
            "alt": "A van on a snowed-in road before mountains",
            "caption": "The key visual, for the window and for social media.",
        },
        {
            "type": "quote",
            "text": "Last winter the check brought us forty fleet customers whom we had not seen for years.",
            "who": "Harbour Vans",
        },
        {
            "type": "dates",
            "heading": "Days to remember",
            "dates": ((-5, "The showroom weeks begin"), (3, "Your window is judged"), (18, "Last day of the vouchers")),
        },
    ),
    phases=(
        {
            "name": "Teaser",
            "first": -12,
            "last": -5,
            "text": "Only the poster. Say nothing of prices yet.",
            "items": ({"poster": "evening", "note": "For the window, until the showroom weeks begin."},),
            "tasks": (
                {
                    "title": _POSTER,
                    "instructions": "At eye level, to be seen from the street. Take one photo from outside.",
                    "due": -6,
                    "photos": 1,
                    "roles": ("sales-adviser", "service-adviser"),
                },
            ),
        },
        {
            "name": "Showroom weeks",
            "first": -5,
            "last": 10,
            "text": "The free check is on offer, and the winter packages are in the window.",
            "items": (
                {"poster": "winter", "note": "Window, counter and social media."},
                {"page": {"language": "en"}, "note": "What to say at the counter."},
                {
                    "title": "Order winter packages",
                    "url": "https://parts.example.com/winter",
                    "note": "Order by noon, delivered the next day.",
                },
            ),
            "tasks": (
                {
                    "title": _WINDOW,
                    "instructions": "One vehicle, the poster, and something that is cold. Two photos: from outside "
                    "by day, and in the evening with the lights on.",
                    "due": 3,
                    "photos": 2,
                    "roles": ("sales-adviser",),
                },
                {
                    "title": _INVITE,
                    "instructions": "At least ten, by telephone. Say in the comment how many come.",
                    "due": -1,
                    "photos": 0,
                    "roles": ("sales-adviser",),
                },
            ),
        },
        {
            "name": "Last call",
            "first": 10,
            "last": 18,
            "text": "Vouchers end on the last day.",
            "items": (),
            "tasks": (),
        },
    ),
)
_SECRET = DemoCampaign(
    number="CMP-LODAN-NIGHT",
    title="The night of the new Lodan",
    language="en",
    summary="One evening, every showroom at the same hour. Under embargo until the doors open.",
    brand="velmora",
    regions=(),
    first=9,
    last=30,
    hero="evening",
    embargo=True,
    story=({"type": "text", "heading": "", "text": "<p>The doors open everywhere at eight.</p>"},),
    phases=(
        {
            "name": "The night",
            "first": 9,
            "last": 10,
            "text": "",
            "hidden": True,
            "items": (),
            "tasks": (
                {
                    "title": "Show the new Lodan",
                    "instructions": "A photo with your guests.",
                    "due": 10,
                    "photos": 1,
                    "roles": ("sales-adviser",),
                },
            ),
        },
    ),
)
_SPRING = DemoCampaign(
    number="CMP-CN-SPRING",
    title="新春展厅周",
    language="zh-hans",
    summary="春节前两周，展厅开放至晚九点。海报与礼品随活动开始提供。",
    brand="velmora",
    regions=("china",),
    first=14,
    last=40,
    hero="evening",
    embargo=False,
    story=({"type": "text", "heading": "安排", "text": "<p>每天一位顾问值晚班，到店客户均可抽奖。</p>"},),
    phases=(),
)
_HARVEST_TASK = "秋收回访"
_HARVEST = DemoCampaign(
    number="CMP-CN-HARVEST",
    title="秋收服务月",
    language="zh-hans",
    summary="秋收之后的免费检查，以及冬季保养套餐。",
    brand="tarnhof",
    regions=("china",),
    first=-34,
    last=-3,
    hero="harvest",
    embargo=True,
    story=({"type": "text", "heading": "为什么", "text": "<p>秋收之后，正是检查液压和滤芯的时候。</p>"},),
    phases=(
        {
            "name": "免费检查",
            "first": -34,
            "last": -3,
            "text": "",
            "items": ({"poster": "harvest", "note": "张贴在服务接待处。"},),
            "tasks": (
                {
                    "title": _HARVEST_TASK,
                    "instructions": "回访所有今年购机的客户，并拍一张服务车的照片。",
                    "due": -8,
                    "photos": 1,
                    "roles": ("sales-adviser", "service-adviser"),
                },
            ),
        },
    ),
)
CAMPAIGNS = (_WINTER, _SECRET, _SPRING, _HARVEST)
HISTORY = (
    Done(_WINTER.number, _POSTER, "CE-101", -11, "It hangs.", "accepted"),
    Done(_WINTER.number, _POSTER, "NE-201", -9, "", "accepted"),
    Done(_WINTER.number, _POSTER, "NE-202", -8, "By the door.", "accepted"),
    Done(_WINTER.number, _POSTER, "EC-301", -8, "已张贴。", "accepted"),
    Done(_WINTER.number, _POSTER, "EC-302", -6, "", "sent_back", "海报被车挡住了，请换一个位置重拍。"),
    Done(_WINTER.number, _WINDOW, "CE-101", -3, "With real ice.", "accepted"),
    Done(_WINTER.number, _WINDOW, "NE-202", -2, "", "sent_back", "The evening photo is missing: both are by day."),
    Done(_WINTER.number, _WINDOW, "EC-301", -1, "灯光效果很好。"),
    Done(_WINTER.number, _WINDOW, "NE-201", 0, "Two vans, one sledge."),
    Done(_WINTER.number, _INVITE, "CE-101", -4, "14 come.", "accepted"),
    Done(_WINTER.number, _INVITE, "EC-301", -2, "邀请了 18 位，11 位会来。", "accepted"),
    Done(_WINTER.number, _INVITE, "NE-202", -2, "Twelve invited, nine come."),
    Done(_HARVEST.number, _HARVEST_TASK, "EC-301", -20, "", "accepted"),
    Done(_HARVEST.number, _HARVEST_TASK, "SC-303", -12, "已回访 26 位客户。", "accepted"),
)
"""Two dealers are late with the poster, all others with what is not here."""
