"""Reads the knowledge files beside this module: what vehicles consist of, in lines of `keyword field | field`.

Texts come in pairs, English then Chinese. A torque is `22` (N·m), `60+90` (and then 90 degrees), and after `>` the
value of the revised edition.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

Both = tuple[str, str]
"""A text in English and in Chinese."""


@dataclass(frozen=True, slots=True)
class Torque:
    """Newton metres, and degrees of further turning (0: none)."""

    newton_metres: int
    degrees: int = 0


@dataclass(frozen=True, slots=True)
class Fastener:
    """A bolt, nut or screw; `revised` is its torque from the revised edition on."""

    name: Both
    thread: str
    quantity: int
    first: Torque
    revised: Torque

    def torque(self, *, revised: bool) -> Torque:
        """What an edition prints."""
        return self.revised if revised else self.first


@dataclass(frozen=True, slots=True)
class Value:
    """Something measured or given, and the value it must have."""

    name: Both
    value: Both


@dataclass(frozen=True, slots=True)
class Fluid:
    """A fill: its specification, its amount with the unit, and a remark."""

    name: Both
    specification: str
    amount: str
    remark: Both


@dataclass(slots=True)
class Component:
    """A part that procedures are written for. `drawing` is the figure that suits it besides the exploded view."""

    name: Both
    part: str
    tool: str
    drawing: str
    fasteners: list[Fastener] = field(default_factory=list)
    items: list[Both] = field(default_factory=list)
    steps: list[Both] = field(default_factory=list)
    checks: list[Value] = field(default_factory=list)


@dataclass(slots=True)
class Fault:
    """A code of SAE J2012 (P, C, B, U), of SAE J1939 (SPN, FMI) or of the maker, and how it is traced."""

    code: str
    meaning: Both
    connector: str
    signs: list[Both] = field(default_factory=list)
    causes: list[Both] = field(default_factory=list)
    tests: list[Value] = field(default_factory=list)
    remedies: list[Both] = field(default_factory=list)


@dataclass(slots=True)
class System:
    """A chapter's worth of knowledge."""

    key: str
    name: Both
    about: list[Both] = field(default_factory=list)
    cautions: list[Both] = field(default_factory=list)
    fluids: list[Fluid] = field(default_factory=list)
    data: list[Value] = field(default_factory=list)
    components: list[Component] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


class KnowledgeError(Exception):
    """A line of a knowledge file does not follow the format."""


@cache
def systems() -> dict[str, System]:
    """All systems by key. Raises KnowledgeError naming the file and the line."""
    found: dict[str, System] = {}
    for file in sorted(Path(__file__).parent.glob("*.txt")):
        reader = _Reader()
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            if not line.strip():
                continue
            try:
                reader.read(line)
            except (IndexError, ValueError, AttributeError) as error:
                raise KnowledgeError(f"{file.name}, line {number}: {line}") from error
        found.update((system.key, system) for system in reader.systems)
    return found


class _Reader:
    """Adds line after line to the system, component or fault that was opened last."""

    def __init__(self) -> None:
        self.systems: list[System] = []

    def read(self, line: str) -> None:
        keyword, _, rest = line.partition(" ")
        fields = [part.strip() for part in rest.split("|")]
        {
            "#": self._system,
            "==": self._component,
            "fault": self._fault,
            "bolt": self._bolt,
            "fluid": self._fluid,
        }.get(keyword, lambda values: self._text(keyword, values))(fields)

    def _system(self, fields: list[str]) -> None:
        self.systems.append(System(fields[0], _both(fields[1:3])))

    def _component(self, fields: list[str]) -> None:
        drawing = fields[4] if len(fields) > 4 else ""
        self.systems[-1].components.append(Component(_both(fields[:2]), fields[2], fields[3], drawing))

    def _fault(self, fields: list[str]) -> None:
        self.systems[-1].faults.append(Fault(fields[0], _both(fields[1:3]), fields[3]))

    def _bolt(self, fields: list[str]) -> None:
        first, _, revised = fields[4].partition(">")
        fastener = Fastener(
            _both(fields[:2]), fields[2], int(fields[3]), _torque(first), _torque(revised if revised else first)
        )
        self.systems[-1].components[-1].fasteners.append(fastener)

    def _fluid(self, fields: list[str]) -> None:
        self.systems[-1].fluids.append(Fluid(_both(fields[:2]), fields[2], fields[3], _both(fields[4:6])))

    def _text(self, keyword: str, fields: list[str]) -> None:
        system = self.systems[-1]
        pair = _both(fields[:2])
        if keyword in ("about", "caution"):
            (system.about if keyword == "about" else system.cautions).append(pair)
        elif keyword == "data":
            system.data.append(Value(pair, _both(fields[2:4])))
        elif keyword in ("item", "do"):
            component = system.components[-1]
            (component.items if keyword == "item" else component.steps).append(pair)
        elif keyword == "check":
            system.components[-1].checks.append(Value(pair, _both(fields[2:4])))
        elif keyword == "test":
            system.faults[-1].tests.append(Value(pair, _both(fields[2:4])))
        else:
            fault = system.faults[-1]
            {"sign": fault.signs, "cause": fault.causes, "fix": fault.remedies}.get(keyword, _NOWHERE).append(pair)


class _Nowhere(list[Both]):
    def append(self, item: Both) -> None:
        raise ValueError(item)


_NOWHERE = _Nowhere()


def _both(fields: list[str]) -> Both:
    english, chinese = fields
    return english, chinese


def _torque(text: str) -> Torque:
    metres, _, degrees = text.partition("+")
    return Torque(int(metres), int(degrees) if degrees else 0)
