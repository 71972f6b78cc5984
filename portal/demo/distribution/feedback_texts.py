"""What the demo's readers report, and what the departments say. The facts are made up, like the vehicles."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemoReport:
    """A report on the first page of a publication on which `words` stand; `label` names an edition that is not the one
    in force. `reader` counts those who may read it. `state` is where it has come to."""

    document: str
    words: str
    kind: str
    text: str
    days_ago: int
    reader: int = 0
    label: str = ""
    state: str = "new"
    answer: str = ""


REPORTS = (
    DemoReport(
        "SB-26-014",
        "20 N",
        "wrong",
        "At 20 N·m the bolt works loose again: two vehicles came back. Is the value right?",
        days_ago=16,
        label="1",
        state="fixed",
        answer="Thank you. We measured again, and 25 N·m is right. Edition 2 has it.",
    ),
    DemoReport(
        "SB-26-014",
        "earth strap",
        "unclear",
        "Does this apply to vehicles that were repaired after the first bulletin?",
        days_ago=14,
        reader=3,
        label="1",
        state="fixed",
        answer="It does: the strap is to be tightened again. Edition 2 has the new value.",
    ),
    DemoReport(
        "TH-WM-1901-EN",
        "N·m",
        "wrong",
        "The bolt of the injection pump turned on at this value. Is the table that of the older engine?",
        days_ago=2,
    ),
    DemoReport(
        "TH-WM-1901-EN",
        "fan belt",
        "missing",
        "There is no picture of the tensioner. A new colleague did not find it.",
        days_ago=6,
        reader=2,
        state="in_work",
    ),
    DemoReport(
        "TH-WM-1901-EN",
        "hydraulic",
        "unclear",
        "In which order are the two couplings taken off?",
        days_ago=11,
        reader=4,
        state="answered",
        answer="The return line first, then the pressure line. We will say so in the next edition.",
    ),
    DemoReport(
        "TH-WM-1901-EN",
        "injection",
        "missing",
        "The special tool should be shown on the page on which it is needed.",
        days_ago=20,
        reader=1,
        state="no_change",
        answer="The tools stand in one list at the beginning, so that they can be ordered together. We leave it there.",
    ),
    DemoReport(
        "RC-26-03", "vehicle", "unclear", "Is the vehicle to be driven to us, or fetched?", days_ago=1, reader=1
    ),
    DemoReport(
        "TH-MS-2203-ZH",
        "保养",
        "wrong",
        "这里的保养间隔和车上的标签不一致,以哪个为准?",
        days_ago=3,
    ),
    DemoReport(
        "TH-MS-2203-ZH",
        "检查",
        "unclear",
        "请说明检查时发动机是热车还是冷车。",
        days_ago=9,
        reader=2,
        state="answered",
        answer="冷车检查。下一版会写明。",
    ),
    DemoReport(
        "RC-26-03-ZH",
        "高压",
        "missing",
        "缺少断开高压互锁之前的安全步骤。",
        days_ago=2,
        reader=1,
        state="in_work",
    ),
)
