"""Questions made from the tables of the manuals: torques, nominal values, codes, causes, tools.

What is right comes from the knowledge; what is wrong comes from neighbouring rows, chosen by a seed, so that a question
is the same every time.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from portal.demo.manuals.knowledge import Both, Component, Fastener, Fault, System, Value, systems
from portal.demo.training.questions import CHASSIS, ELECTRICS, ENGINE, FUEL, HV, TRACTOR, DemoQuestion, both
from portal.demo.training.questions.written import share_out

CATEGORY_OF = {
    "engine": ENGINE, "exhaust": ENGINE, "fuel": FUEL, "cooling": FUEL, "clutch": CHASSIS, "gearbox": CHASSIS,
    "brakes": CHASSIS, "steering": CHASSIS, "suspension": CHASSIS, "electrics": ELECTRICS, "climate": ELECTRICS,
    "body": ELECTRICS, "tengine": TRACTOR, "transmission": TRACTOR, "hydraulics": TRACTOR, "cab": TRACTOR,
    "highvoltage": HV,
}  # fmt: skip
"""The category of a system's questions."""

LBF_FT = 1.3558179483
_PLAIN = re.compile(r"-?\d[\d.,]*(?: to \+?\d[\d.,]*)? [^\d%]+")
_NUMBER = re.compile(r"\d[\d.,]*")
_DISTRACTORS = 3
_TIMES = (0.5, 1.5, 2.0)
_TORQUES_OF_A_SYSTEM = 3


@cache
def from_tables() -> tuple[DemoQuestion, ...]:
    """Every question that the knowledge gives, in the order of its systems."""
    return tuple(question for key in CATEGORY_OF for question in _of_system(systems()[key]))


def _of_system(system: System) -> Iterator[DemoQuestion]:
    yield from _torques(system)
    yield from _angles(system)
    for number, fault in enumerate(system.faults):
        yield _meaning(system, fault) if number % 2 else _code(system, fault)
        if len(fault.causes) > 1:
            yield _causes(system, fault)
        nominal = next((test for test in fault.tests if _PLAIN.fullmatch(test.value[0])), None)
        if nominal is not None:
            yield _nominal(system, fault, nominal)
    if len(system.components) > 2:
        yield _tools(system)


def _torques(system: System) -> Iterator[DemoQuestion]:
    joints = [(one, bolt) for one in system.components for bolt in one.fasteners[:1]]
    plain = [(one, bolt) for one, bolt in joints if not _in_force(system, bolt).degrees]
    for component, bolt in plain[:_TORQUES_OF_A_SYSTEM]:
        torque = _in_force(system, bolt).newton_metres
        yield _question(
            system,
            f"torque-{_slug(component)}",
            kind="numeric",
            stem=(
                f"{_title(component.name[0])}: to which torque is “{bolt.name[0]}” ({bolt.thread}) tightened?",
                f"{component.name[1]}：“{bolt.name[1]}”（{bolt.thread}）的拧紧力矩是多少？",
            ),
            why=(
                f"{torque} N·m, {bolt.quantity} pcs. See the torque table of the chapter “{system.name[0]}”.",
                f"{torque} N·m，共 {bolt.quantity} 个。见“{system.name[1]}”一章力矩表。",
            ),
            difficulty=4 if bolt.first != bolt.revised else 3,
            objective="Tightens joints to the torque in force",
            tag="torque",
            keys=[{"value": torque, "tolerance": 0.7}],
            units=[{"symbol": "N·m", "factor": 1.0}, {"symbol": "lbf·ft", "factor": LBF_FT}],
        )


def _angles(system: System) -> Iterator[DemoQuestion]:
    for component in system.components:
        for bolt in component.fasteners:
            torque = _in_force(system, bolt)
            if not torque.degrees:
                continue
            yield _question(
                system,
                f"angle-{_slug(component)}-{bolt.thread.replace(' ', '').replace('.', '-')}",
                kind="gap_fill",
                stem=(
                    f"{_title(component.name[0])}: tighten “{bolt.name[0]}” ({bolt.quantity} x {bolt.thread}) to "
                    "[[t]] N·m, then turn it by [[a]] degrees.",
                    f"{component.name[1]}：将“{bolt.name[1]}”（{bolt.quantity} × {bolt.thread}）拧紧至 [[t]] N·m，"
                    "再转 [[a]] 度。",
                ),
                why=(
                    f"{torque.newton_metres} N·m + {torque.degrees}°. Bolts tightened by angle are used once.",
                    f"{torque.newton_metres} N·m + {torque.degrees}°。按转角拧紧的螺栓只能使用一次。",
                ),
                difficulty=4,
                objective="Tightens joints by torque and angle",
                tag="torque",
                gaps=[
                    {"kind": "gap_number", "id": "t", "keys": [{"value": torque.newton_metres, "tolerance": 0.5}]},
                    {"kind": "gap_number", "id": "a", "keys": [{"value": torque.degrees, "tolerance": 0}]},
                ],
            )


def _meaning(system: System, fault: Fault) -> DemoQuestion:
    others = _others(system, lambda one: one.code != fault.code, f"meaning:{fault.code}")[:_DISTRACTORS]
    return _question(
        system,
        f"meaning-{_code_slug(fault)}",
        kind="choice",
        stem=(f"What does the code {fault.code} report?", f"故障码 {fault.code} 表示什么？"),
        why=(f"{fault.code}: {fault.meaning[0]}.", f"{fault.code}：{fault.meaning[1]}。"),
        difficulty=2,
        objective="Knows what a code reports",
        tag="codes",
        options=[_option(0, fault.meaning, right=True)]
        + [
            _option(number, one.meaning, feedback=(f"That is {one.code}.", f"那是 {one.code}。"))
            for number, one in enumerate(others, start=1)
        ],
    )


def _code(system: System, fault: Fault) -> DemoQuestion:
    compact = fault.code.replace(" ", "").replace("FMI", " FMI ")
    return _question(
        system,
        f"code-{_code_slug(fault)}",
        kind="short_text",
        stem=(
            f"Which code is stored for “{fault.meaning[0]}”? What you notice: {_lower(fault.signs[0][0])}",
            f"“{fault.meaning[1]}”对应哪个故障码？现象：{fault.signs[0][1]}",
        ),
        why=(f"{fault.code}, connector {fault.connector}.", f"{fault.code}，插头 {fault.connector}。"),
        difficulty=3,
        objective="Finds the code to a symptom",
        tag="codes",
        keys=[{"pattern": text} for text in dict.fromkeys((fault.code, compact, fault.code.replace("-", "")))],
    )


def _causes(system: System, fault: Fault) -> DemoQuestion:
    causes = {cause[0] for cause in fault.causes}
    others = _others(system, lambda one: one.code != fault.code, f"causes:{fault.code}", near=False)
    wrong = [one.causes[0] for one in others if one.causes and one.causes[0][0] not in causes][:2]
    options = [_option(number, cause, right=True) for number, cause in enumerate(fault.causes)]
    options += [_option(number, cause) for number, cause in enumerate(wrong, start=len(options))]
    share_out(options)
    return _question(
        system,
        f"causes-{_code_slug(fault)}",
        kind="multiple",
        stem=(
            f"{fault.code} ({fault.meaning[0]}): which causes does the manual name?",
            f"{fault.code}（{fault.meaning[1]}）：手册列出了哪些可能原因？",
        ),
        why=(
            "The manual names: " + "; ".join(_lower(cause[0]) for cause in fault.causes) + ".",
            "手册列出：" + "；".join(cause[1] for cause in fault.causes) + "。",
        ),
        difficulty=3,
        objective="Names the causes of a fault",
        tag="causes",
        options=options,
    )


def _nominal(system: System, fault: Fault, test: Value) -> DemoQuestion:
    wrong = list(dict.fromkeys(_scaled(test.value, times) for times in _TIMES))
    wrong = [one for one in wrong if one[0] != test.value[0]][:_DISTRACTORS]
    options = [_option(0, test.value, right=True)]
    options += [_option(number, value) for number, value in enumerate(wrong, start=1)]
    return _question(
        system,
        f"nominal-{_code_slug(fault)}",
        kind="choice",
        stem=(
            f"{fault.code}. {test.name[0]}: what do you measure when all is in order?",
            f"{fault.code}：{test.name[1]}。正常值是多少？",
        ),
        why=(f"In order: {test.value[0]}.", f"正常值：{test.value[1]}。"),
        difficulty=4,
        objective="Judges a measured value",
        tag="values",
        options=options,
    )


def _tools(system: System) -> DemoQuestion:
    chosen = system.components[:4]
    vehicle = "TK 90" if CATEGORY_OF[system.key] == TRACTOR else "Lodan"
    return _question(
        system,
        "tools",
        kind="matching",
        stem=(
            f"{vehicle}, {_lower(system.name[0])}: match each part with its special tool.",
            f"{vehicle} {system.name[1]}：将零部件与专用工具配对。",
        ),
        why=("See the list of special tools of the chapter.", "见本章专用工具清单。"),
        difficulty=3,
        objective="Chooses the special tool",
        tag="tools",
        pairs=[
            {"id": f"p{number}", "prompt": both(_title(one.name[0]), one.name[1]), "choice": f"c{number}"}
            for number, one in enumerate(chosen)
        ],
        choices=[{"id": f"c{number}", "text": both(one.tool, one.tool)} for number, one in enumerate(chosen)],
    )


def _question(
    system: System,
    name: str,
    *,
    kind: str,
    stem: Both,
    why: Both,
    difficulty: int,
    objective: str,
    tag: str,
    **parts: Any,
) -> DemoQuestion:
    english, chinese = stem
    body = {
        "kind": kind,
        "stem": both(f"<p>{english}</p>", f"<p>{chinese}</p>"),
        "explanation": both(*why),
        **parts,
    }
    plain = english.replace("[[t]]", "…").replace("[[a]]", "…")
    return DemoQuestion(
        identifier=f"{system.key}-{name}",
        name=plain[:120],
        category=CATEGORY_OF[system.key],
        difficulty=difficulty,
        objective=objective,
        tags=(tag, "from the manual"),
        body=body,
    )


def _in_force(system: System, bolt: Fastener) -> Any:
    """The torque of the edition in force: the revised high-voltage manual takes effect later."""
    return bolt.torque(revised=system.key != "highvoltage")


def _others(system: System, fits: Callable[[Fault], bool], seed: str, *, near: bool = True) -> list[Fault]:
    """Faults of the same vehicle in an order of the seed; with `near` those of the same system first."""
    vehicle = _vehicle(system.key)
    same = [fault for fault in system.faults if fits(fault)]
    far = [
        fault for key in CATEGORY_OF if key != system.key and vehicle & _vehicle(key) for fault in systems()[key].faults
    ]
    chance = random.Random(seed)
    chance.shuffle(same)
    chance.shuffle(far)
    return same + far if near else far


def _vehicle(key: str) -> frozenset[str]:
    """Which vehicles have the system: nobody looks for an injector in the electric van."""
    if CATEGORY_OF[key] == TRACTOR:
        return frozenset({"tractor"})
    if CATEGORY_OF[key] == HV:
        return frozenset({"electric"})
    return frozenset({"electric", "diesel"} if CATEGORY_OF[key] in (CHASSIS, ELECTRICS) else {"diesel"})


def _option(number: int, text: Both, *, right: bool = False, feedback: Both | None = None) -> dict[str, Any]:
    return {
        "id": f"o{number}",
        "text": both(_title(text[0]), text[1]),
        "fraction": 1.0 if right else 0.0,
        "feedback": both(*feedback) if feedback else {},
    }


def _scaled(value: Both, times: float) -> Both:
    """The value with its numbers multiplied, with as many decimals as they need."""
    return _NUMBER.sub(lambda match: _times(match[0], times), value[0]), _NUMBER.sub(
        lambda match: _times(match[0], times), value[1]
    )


def _times(number: str, times: float) -> str:
    return f"{float(number.replace(',', '')) * times:.4g}"


def _title(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _slug(component: Component) -> str:
    return component.name[0].replace(" ", "-").lower()


def _code_slug(fault: Fault) -> str:
    return fault.code.replace(" ", "-").lower()
