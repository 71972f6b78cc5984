"""What technicians type exactly, found in what manuals print."""

from __future__ import annotations

import pytest

from content.ingest.extraction.api import identifiers_in, normal_form
from content.ingest.extraction.identifiers import MOST_PER_PAGE


def found(text: str, kind: str) -> list[str]:
    return [one.normal for one in identifiers_in(text) if one.kind == kind]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("DTC P0420 is set", ["P0420"]),
        ("故障码P0420表示催化器效率低", ["P0420"]),
        ("P0420-00 and U0100:87", ["P042000", "P0420", "U010087", "U0100"]),
        ("P0420/P0430", ["P0420", "P0430"]),
        ("B1000-B1005", ["B1000", "B1005"]),
        ("SPN 102 FMI 3", ["SPN102FMI3"]),
        ("spn:000102, fmi: 03", ["SPN102FMI3"]),
        ("The display shows error code E-17.", ["E17"]),
        ("故障代码：E05", ["E05"]),
        ("Fault F30 appears", ["F30"]),
        ("XP0420 P04200 P0G20 C4123", []),
        ("step 17 of E-mail", []),
    ],
)
def test_fault_codes(text: str, codes: list[str]) -> None:
    assert found(text, "fault_code") == codes


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("filter 12345-A10, gasket 06A115561B", ["12345A10", "06A115561B"]),
        ("Toyota 90915-10003 or 90915-YZZD3", ["9091510003", "90915YZZD3"]),
        ("04E.115.561.H", ["04E115561H"]),
        ("04E 115 561 H", ["04E115561H"]),
        ("第3章 8E0-121-403-A轴承", ["8E0121403A"]),
        ("on 2023-01-05 or 05.01.2023, 2019-2021", []),
        ("pages 100-200, 1.5/2.0, 192.168.1.1, 12:30:45", []),
        ("11.5.34G54 and Q321.654", []),
        ("Do NOT use MAXIMUM speed", []),
    ],
)
def test_part_numbers(text: str, numbers: list[str]) -> None:
    assert found(text, "part_number") == numbers


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("25 N·m", ["25NM"]),
        ("拧紧扭矩25N·m，再转90°", ["25NM"]),
        ("24 N⋅m 24 N•m 24 Nm 24 N-m", ["24NM"]),
        ("2.5 Nm", ["2.5NM"]),
        ("2,5 Nm", ["2.5NM"]),
        ("20–25 N m", ["25NM"]),
        ("18 lb-ft and 35 ft-lb and 9 in·lb", ["18LBFT", "35LBFT", "9LBIN"]),
        ("10.5 kgf·cm, 3 kgf-m", ["10.5KGCM", "3KGM"]),
        ("12 牛·米", ["12NM"]),
        ("25 Nmap, v25Nm, 25 nm", []),
    ],
)
def test_torque(text: str, values: list[str]) -> None:
    assert found(text, "torque") == values


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Use special tool T10-045 here", ["T10045"]),
        ("SST 09-12345", ["0912345"]),
        ("SST: 09228-07501", ["0922807501"]),
        ("专用工具：KT-1201", ["KT1201"]),
        ("tool box 12", []),
    ],
)
def test_tool_numbers(text: str, numbers: list[str]) -> None:
    assert found(text, "tool") == numbers


def test_the_text_stays_as_printed() -> None:
    (one,) = identifiers_in("see 12345-A10 below")
    assert (one.text, one.normal) == ("12345-A10", "12345A10")


def test_each_once_and_not_without_end() -> None:
    assert len(identifiers_in("12345-A10 " * 50)) == 1
    assert len(identifiers_in(" ".join(f"{number:05d}-A10" for number in range(5000)))) == MOST_PER_PAGE


@pytest.mark.timeout(20)
@pytest.mark.parametrize("text", ["1-" * 100_000, "A1" * 100_000, "tool " * 80_000, "SPN 1 " * 60_000, "9" * 300_000])
def test_hostile_text_takes_no_longer(text: str) -> None:
    assert len(identifiers_in(text)) <= MOST_PER_PAGE


def test_normal_form() -> None:
    assert normal_form("12345 a10") == normal_form("12345-A10") == normal_form("12345.A10") == "12345A10"
