"""What the manuals are written from: complete in both languages, and printable."""

from __future__ import annotations

import re

import pytest

from portal.demo.manuals.fonts import typeface
from portal.demo.manuals.knowledge import Torque, systems
from portal.demo.manuals.paper import break_lines
from portal.demo.manuals.terms import Terms, UnknownTermError
from portal.demo.manuals.torques import newton_metres, part_number, pound_feet

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_each_component_can_be_written_about() -> None:
    for system in systems().values():
        assert CHINESE.search(system.name[1])
        assert system.about
        assert system.cautions
        for component in system.components:
            assert component.fasteners, component.name
            assert component.items, component.name
            assert component.steps, component.name
            assert len(component.checks) == len({check.name for check in component.checks}) >= 2, component.name
            assert CHINESE.search(component.name[1])


def test_each_fault_can_be_traced() -> None:
    codes = [fault.code for system in systems().values() for fault in system.faults]
    assert len(codes) == len(set(codes)) >= 30
    for system in systems().values():
        for fault in system.faults:
            assert fault.signs, fault.code
            assert fault.causes, fault.code
            assert fault.tests, fault.code
            assert fault.remedies, fault.code


def test_part_numbers_belong_to_one_component() -> None:
    parts = [component.part for system in systems().values() for component in system.components]
    assert len(parts) == len(set(parts))
    assert all(re.fullmatch(r"\d{5}-[A-Z]\d{4}", part) for part in parts)
    component = systems()["engine"].components[0]
    numbers = [part_number(component, index) for index in range(1, 9)]
    assert numbers[0] == component.part
    assert len(set(numbers)) == 8
    assert all(re.fullmatch(r"\d{5}-[A-Z]\d{4}", number) for number in numbers)


def test_a_bolt_of_one_name_has_one_torque() -> None:
    found: dict[str, set[Torque]] = {}
    for system in systems().values():
        for component in system.components:
            for bolt in component.fasteners:
                found.setdefault(f"{component.part[0]}{bolt.name[0]}", set()).add(bolt.revised)
    assert {name: torques for name, torques in found.items() if len(torques) > 1} == {}


def test_torques_in_both_units() -> None:
    assert newton_metres(Torque(60, 90)) == "60 + 90°"
    assert newton_metres(Torque(60, 90), unit=True) == "60 N·m + 90°"
    assert pound_feet(Torque(100)) == "74"
    assert pound_feet(Torque(9)) == "6.6"


def test_chinese_breaks_anywhere_but_not_before_its_punctuation_and_numbers_never() -> None:
    text = "用专用工具 T10-950 拆下减振器，并检查球节间隙。更换零件 28100-V1101 后重新测量。"
    lines = break_lines(text, "", 10, 90)
    assert len(lines) > 3
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert not any(line[0] in "，。" for line in lines)
    assert any("T10-950" in line for line in lines)
    assert any("28100-V1101" in line for line in lines)
    face = typeface("")
    assert all(face.width(line, 10) <= 90 + 10 for line in lines)


def test_the_font_has_every_character_of_the_knowledge() -> None:
    text = "".join(
        one
        for system in systems().values()
        for component in system.components
        for pair in (component.name, *component.items, *component.steps)
        for one in pair
    )
    for style in ("", "B"):
        assert typeface(style).lacks(text) == set()


def test_a_standing_text_without_chinese_is_refused() -> None:
    assert Terms("en")("Removal") == "Removal"
    assert Terms("zh-hans")("Removal") == "拆卸"
    with pytest.raises(UnknownTermError):
        Terms("zh-hans")("Never written")
