"""The bulletins of the demo: what the fictional maker tells its dealers between two editions of a manual."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class DemoIssue:
    """A text and since when it is in force, in days from the day on which the demo is loaded."""

    effective_days: int
    body: tuple[Block, ...]
    change_note: str = ""


@dataclass(frozen=True, slots=True)
class DemoBulletin:
    """A bulletin by the codes of its brand, department, models, roles and regions, with its issues from the oldest."""

    document_number: str
    title: str
    category: str
    brand: str
    department: str
    models: tuple[str, ...]
    years: tuple[int | None, int | None]
    issues: tuple[DemoIssue, ...]
    language: str = "en"
    description: str = ""
    roles: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()


def told(kind: str, *paragraphs: str) -> Block:
    """Symptom, cause or remedy."""
    return {"type": kind, "value": _paragraphs(paragraphs)}


def text(heading: str, *paragraphs: str) -> Block:
    return {"type": "text", "value": {"heading": heading, "text": _paragraphs(paragraphs)}}


def alert(level: str, words: str) -> Block:
    return {"type": "alert", "value": {"level": level, "text": f"<p>{words}</p>"}}


def steps(heading: str, *items: str) -> Block:
    return {"type": "steps", "value": {"heading": heading, "steps": [{"text": f"<p>{item}</p>"} for item in items]}}


def picture(name: str, alt: str, caption: str) -> Block:
    """A drawing of `portal.demo.training.pictures` by its name."""
    return {"type": "picture", "value": {"file": name, "alt": alt, "caption": caption}}


def parts(*rows: tuple[str, str, str, str], heading: str = "") -> Block:
    """Number, description, quantity, what it replaces."""
    names = ("number", "description", "quantity", "replaces")
    return {
        "type": "parts",
        "value": {"heading": heading, "rows": [dict(zip(names, row, strict=True)) for row in rows]},
    }


def labour(*rows: tuple[str, str, str]) -> Block:
    """Operation, code, hours."""
    names = ("operation", "code", "hours")
    return {"type": "labour", "value": {"heading": "", "rows": [dict(zip(names, row, strict=True)) for row in rows]}}


def _paragraphs(texts: tuple[str, ...]) -> str:
    return "".join(f"<p>{one}</p>" for one in texts)


def _bus_fault(torque: str) -> tuple[Block, ...]:
    return (
        told(
            "symptom",
            "After the 12 V battery was disconnected, the warning lamps for brakes and power steering stay on. "
            "Fault code <b>U0073</b> is stored in the gateway; <b>U0100</b> and <b>U0121</b> may be stored beside it.",
        ),
        told("cause", "The earth strap of the gateway on the left sill is loose or painted over."),
        alert("caution", "Disconnect the 12 V battery before you touch the strap. A tool that slips can weld to it."),
        steps(
            "Procedure",
            "Read out the fault memory and print the record.",
            "Remove the left sill trim (workshop manual, body).",
            "Clean the contact face to bare metal. Use tool T-4402.",
            f"Fit a new bolt 7703-00812 and tighten it to <b>{torque} N·m</b>.",
            "Connect the battery, delete the fault codes and drive for 5 km.",
        ),
        picture("socket", "The face of a diagnostic socket with two rows of eight pins.", "Pins 6 and 14: the bus."),
        parts(("7703-00812", "Earth bolt M8, coated", "1", "7703-00745"), ("7703-00813", "Contact washer", "2", "")),
        labour(("Clean and fit the earth strap", "E 4402 01", "0.6"), ("Read out and clear", "E 0100 00", "0.2")),
    )


_INTERLOCK_EN = (
    told("symptom", "The vehicle stops and shows “Electric drive off”. Fault code <b>P0A0D</b> is stored."),
    told("cause", "The interlock connector of the inverter was not locked at the factory and can come loose."),
    alert("danger", "400 V. For high-voltage technicians alone. Disconnect, lock, and measure that it is dead."),
    picture("high_voltage", "The electric van from above: battery in the middle.", "Inverter at the left."),
    steps(
        "Procedure",
        "Make the high-voltage system dead and put up the sign.",
        "Check the lock of the interlock connector at the inverter. It must click.",
        "Replace the lock, part 8820-41107, if it does not click.",
        "Tighten the cover of the inverter to <b>9 N·m</b> and take the system into operation.",
        "Stick the recall label beside the vehicle plate.",
    ),
    parts(("8820-41107", "Lock of the interlock connector", "1", "8820-41093"), ("9000-26003", "Label", "1", "")),
    labour(("Check the lock", "R 2603 01", "0.4"), ("Replace the lock", "R 2603 02", "0.9")),
    alert("notice", "No vehicle of the range may be handed over before it was checked."),
)
_INTERLOCK_ZH = (
    told("symptom", "车辆停驶并显示“电驱动关闭”。存储故障码 <b>P0A0D</b>。"),
    told("cause", "逆变器的互锁插头出厂时未锁到位，可能松脱。"),
    alert("danger", "400 V 高压。仅限高压技师操作。断电、上锁并验明无电。"),
    picture("high_voltage", "电动厢式车俯视图：中间为动力电池，橙色高压电缆。", "左侧为逆变器。"),
    steps(
        "操作步骤",
        "使高压系统断电并挂警示牌。",
        "检查逆变器互锁插头的锁扣，必须听到咔嗒声。",
        "没有咔嗒声时更换锁扣，零件号 8820-41107。",
        "以 <b>9 N·m</b> 拧紧逆变器盖板，恢复系统运行。",
        "在车辆铭牌旁粘贴召回标签。",
    ),
    parts(("8820-41107", "互锁插头锁扣", "1", "8820-41093"), ("9000-26003", "召回标签", "1", "")),
    labour(("检查锁扣", "R 2603 01", "0.4"), ("更换锁扣", "R 2603 02", "0.9")),
    alert("notice", "未经检查，不得交付范围内的车辆。"),
)

BULLETINS = (
    DemoBulletin(
        "RC-26-03",
        "Lodan E: lock of the high-voltage interlock",
        "recall",
        "velmora",
        "service-engineering",
        ("VLE",),
        (2024, 2025),
        (DemoIssue(-4, _INTERLOCK_EN),),
        description="Check every vehicle before it is handed over or returned to its driver.",
        regions=("europe", "north-america"),
    ),
    DemoBulletin(
        "RC-26-03-ZH",
        "Lodan E：高压互锁插头锁扣",
        "recall",
        "velmora",
        "service-engineering",
        ("VLE",),
        (2024, 2025),
        (DemoIssue(-4, _INTERLOCK_ZH),),
        language="zh-hans",
        description="交车或归还客户之前检查每一辆车。",
        regions=("china",),
    ),
    DemoBulletin(
        "SB-26-014",
        "U0073 after the battery was disconnected",
        "service_bulletin",
        "velmora",
        "service-engineering",
        ("VLD", "VLX"),
        (2021, 2026),
        (
            DemoIssue(-60, _bus_fault("20")),
            DemoIssue(-9, _bus_fault("25"), change_note="The bolt is tightened to 25 N·m, no longer to 20 N·m."),
        ),
    ),
    DemoBulletin(
        "ST-26-007",
        "TK 60: oil at the rear quick couplers",
        "service_bulletin",
        "tarnhof",
        "service-engineering",
        ("TK60",),
        (2019, 2023),
        (
            DemoIssue(
                -21,
                (
                    told("symptom", "Oil drips from the rear quick couplers after an implement was taken off."),
                    told("cause", "The seal of the coupler hardens below −15 °C."),
                    alert("warning", "Oil under pressure goes through the skin. Relieve it before you begin."),
                    picture("hydraulic", "Diagram of a hydraulic circuit.", "The couplers are at the right."),
                    steps(
                        "Procedure",
                        "Lower the linkage, stop the engine and move the levers to relieve the pressure.",
                        "Unscrew the coupler with tool T-7120 and replace the seal 4410-22018.",
                        "Tighten the coupler to <b>80 N·m</b> and check for leaks at 190 bar.",
                    ),
                    parts(("4410-22018", "Seal, cold resistant", "4", "4410-22004")),
                    labour(("Replace the seals of four couplers", "T 7120 04", "1.2")),
                ),
            ),
        ),
    ),
    DemoBulletin(
        "PU-26-011-ZH",
        "TK 90：变速箱软件 2.4",
        "product_update",
        "tarnhof",
        "technical-publications",
        ("TK90",),
        (2022, 2026),
        (
            DemoIssue(
                -13,
                (
                    text("更新内容", "自 2.4 版起，换挡平顺性提高，并消除故障码 <b>P0733</b> 的误报。"),
                    steps("安装", "连接诊断仪并选择“变速箱”。", "保持电源电压高于 12.5 V。", "安装后进行换挡学习。"),
                    labour(("安装软件并学习", "T 3300 24", "0.8")),
                ),
            ),
        ),
        language="zh-hans",
        regions=("china",),
    ),
    DemoBulletin(
        "PU-26-010",
        "Lodan XL: model year 2026 at a glance",
        "product_update",
        "velmora",
        "technical-publications",
        ("VLX",),
        (2026, None),
        (
            DemoIssue(
                -30,
                (
                    text("What is new", "A wider load floor, a second sliding door and a heat pump as standard."),
                    text("What changes in the workshop", "The cabin filter is reached from outside: 0.2 h, not 0.5 h."),
                    parts(("6600-10926", "Cabin filter, model year 2026", "1", "6600-10811")),
                ),
            ),
        ),
    ),
    DemoBulletin(
        "PN-26-04",
        "Prices of wear parts from 1 January",
        "price_notice",
        "velmora",
        "parts",
        (),
        (None, None),
        (
            DemoIssue(
                -2,
                (
                    text("In short", "Brake pads and filters cost 3.5 % more from 1 January. Orders of this year keep "
                         "their prices if they are delivered by 31 January."),
                    parts(
                        ("5520-30011", "Brake pads, front: 68.40 EUR", "1", ""),
                        ("6600-10926", "Cabin filter: 21.90 EUR", "1", ""),
                        heading="Examples",
                    ),
                ),
            ),
        ),
        roles=("dealer-manager", "sales-adviser"),
    ),
    DemoBulletin(
        "SD-26-02",
        "Demonstration vehicles: registration and resale",
        "sales_directive",
        "velmora",
        "aftersales-marketing",
        ("VLE",),
        (2026, None),
        (
            DemoIssue(
                -17,
                (
                    text("Rule", "Each dealer registers one Lodan E as a demonstration vehicle by 31 March."),
                    text("Resale", "It may be sold after six months or 8,000 km, whichever comes first."),
                ),
            ),
        ),
        roles=("dealer-manager", "sales-adviser"),
    ),
)  # fmt: skip
