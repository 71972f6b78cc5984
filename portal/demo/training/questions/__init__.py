"""The demo's questions: some written one by one in the text files beside this module, the others made from the tables
of the manuals' knowledge, so that bank and manuals never contradict each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

HV, DIAGNOSIS, SALES = "high_voltage", "diagnosis", "sales"
ENGINE, FUEL, CHASSIS, ELECTRICS, TRACTOR = "engine", "fuel", "chassis", "electrics", "tractor"
"""The keys of the categories."""


@dataclass(frozen=True, slots=True)
class DemoQuestion:
    """A question before it is in the bank. `body` is that of `training.bank.shapes`; where it shows a drawing, the name
    of the drawing stands in `picture` and the body lacks it."""

    identifier: str
    name: str
    category: str
    difficulty: int
    objective: str
    tags: tuple[str, ...]
    body: dict[str, Any]
    picture: str = ""


def both(english: str, chinese: str) -> dict[str, str]:
    """A text of the bank in both languages."""
    return {"en": english, "zh-hans": chinese}
