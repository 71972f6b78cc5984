"""What the demo's trainers have planned: venues with rooms, and sessions from four months ago to two months ahead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from portal.demo.training.curricula import DIAGNOSIS, HIGH_VOLTAGE, HYDRAULICS, SELLING


@dataclass(frozen=True, slots=True)
class DemoVenue:
    """`rooms` are names with their seats."""

    name: str
    address: str
    region: str
    zone: str
    rooms: tuple[tuple[str, int], ...]


LINDENTAL = DemoVenue(
    "Training Centre Lindental",
    "Mühlweg 4\n99999 Lindental\nTram 3 to Mühlweg; parking behind the workshop.",
    "central-europe",
    "Europe/Berlin",
    (("Workshop bay 1", 8), ("Classroom", 16)),
)
EAST_CHINA = DemoVenue(
    "东海培训中心",
    "东海市临港路 88 号\n地铁 6 号线临港路站 2 号口",
    "east-china",
    "Asia/Shanghai",
    (("实训车间", 8), ("教室", 20)),
)
LAKESHORE = DemoVenue(
    "Lakeshore Training Hall",
    "12 Harbor Road\nLakeshore\nVisitors report at the gate.",
    "north-america",
    "America/Chicago",
    (("Bay A", 6),),
)
VENUES = (LINDENTAL, EAST_CHINA, LAKESHORE)


@dataclass(frozen=True, slots=True)
class Kind:
    """What is held again and again. `lesson`: it is the session lesson of its course. Without a venue it is online, in
    the time zone `zone`. The price is that of a seat; `expenses` are those of a session."""

    title: str
    course: str
    language: str
    trainer: str
    begins: str
    hours: int
    seats: int
    venue: DemoVenue | None = None
    zone: str = ""
    lesson: bool = False
    minimum: int = 0
    price: str = "0"
    expenses: str = "0"
    currency: str = "EUR"
    bring: str = ""
    approval: bool = False


_VAN = Kind(
    "High voltage: half a day at the vehicle", HIGH_VOLTAGE, "en", "ruth", "08:30", 4, 8, LINDENTAL, lesson=True,
    minimum=3, price="320", expenses="900", bring="Safety shoes; insulating gloves, tested within six months.",
)  # fmt: skip
_VAN_SMALL = Kind(
    "High voltage: half a day at the vehicle", HIGH_VOLTAGE, "en", "ruth", "13:00", 4, 4, LINDENTAL, lesson=True,
    minimum=3, price="320", expenses="900", bring="Safety shoes; insulating gloves, tested within six months.",
)  # fmt: skip
_VAN_AMERICA = Kind(
    "High voltage: half a day at the vehicle", HIGH_VOLTAGE, "en", "bruno", "09:00", 4, 6, LAKESHORE, lesson=True,
    price="350", expenses="1100", currency="USD", bring="Safety shoes; insulating gloves, tested within six months.",
)  # fmt: skip
_VAN_CHINA = Kind(
    "高压：车辆实操半天", HIGH_VOLTAGE, "zh-hans", "yan", "09:00", 4, 8, EAST_CHINA, lesson=True,
    minimum=2, price="1800", expenses="4000", currency="CNY", bring="安全鞋；半年内检验合格的绝缘手套。",
)  # fmt: skip
_CLINIC = Kind(
    "Diagnosis clinic: bring a fault", DIAGNOSIS, "en", "bruno", "09:00", 6, 10, LINDENTAL, price="180",
    expenses="450", bring="The printed memory of a vehicle that you did not solve.", approval=True,
)  # fmt: skip
_TALKS = Kind(
    "Sales talks, practised online", SELLING, "en", "ruth", "10:00", 2, 12, zone="Europe/Berlin",
    bring="A headset and a customer whom you remember.",
)  # fmt: skip
_TALKS_CHINA = Kind(
    "在线销售洽谈演练", SELLING, "zh-hans", "yan", "14:00", 2, 12, zone="Asia/Shanghai", bring="请准备耳机。",
)  # fmt: skip
_PRESSURE = Kind(
    "Hydraulics at the tractor", HYDRAULICS, "en", "bruno", "08:00", 5, 6, LINDENTAL, price="240", expenses="600",
    bring="Safety shoes; your own pressure gauge if you have one.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Planned:
    """A session so many days from today; those past have negative `days`. `cancelled` says why. `quotas` are regions
    with seats."""

    kind: Kind
    days: int
    cancelled: str = ""
    quotas: tuple[tuple[str, int], ...] = ()


PLAN = (
    Planned(_VAN, -110),
    Planned(_VAN_CHINA, -95),
    Planned(_VAN, -74),
    Planned(_VAN_AMERICA, -60),
    Planned(_TALKS, -50),
    Planned(_VAN, -40),
    Planned(_CLINIC, -33),
    Planned(_VAN_CHINA, -29),
    Planned(_TALKS_CHINA, -20),
    Planned(_VAN, -12),
    Planned(_TALKS, -5),
    Planned(_VAN_SMALL, 11),
    Planned(_TALKS_CHINA, 14),
    Planned(_CLINIC, 18),
    Planned(_VAN_CHINA, 21),
    Planned(_PRESSURE, 25, cancelled="The trainer is ill. A new date follows."),
    Planned(_TALKS, 32),
    Planned(_VAN, 39, quotas=(("northern-europe", 3),)),
    Planned(_VAN_AMERICA, 46),
    Planned(_VAN_CHINA, 53),
    Planned(_PRESSURE, 60),
)


def working_day(today: date, days: int) -> date:
    """So many days from today, moved to the Monday after a weekend."""
    day = today + timedelta(days=days)
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
