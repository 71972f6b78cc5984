"""The chapters of each kind of manual, page by page."""

from __future__ import annotations

from collections.abc import Sequence

from portal.demo.manuals import drawings
from portal.demo.manuals.phrases import Phrases
from portal.demo.manuals.sheet import Sheet
from portal.demo.manuals.systems import Component, Fastener, Fault, System

CHANGED_SINCE = "2026"
"""Editions from this year on carry the changed torques."""
CHANGED = {"Cylinder head bolt": 65, "Calliper bracket bolt": 130}


class Book:
    """Writes chapters onto a sheet and counts their pages: chapter 3 has the pages 3-1, 3-2..."""

    def __init__(self, sheet: Sheet, phrases: Phrases, *, edition: str) -> None:
        self.sheet, self.say, self.edition = sheet, phrases, edition
        self.chapter = 0
        self.leaf = 0

    def word(self, key: str, x: str = "") -> str:
        return self.say.words[key].format(x=x)

    def text(self, both: tuple[str, str]) -> str:
        return both[self.say.index]

    def next_page(self) -> None:
        self.leaf += 1
        self.sheet.begin_page(chapter=self.chapter, leaf=self.leaf)

    def begin(self, title: str) -> None:
        """A chapter of its own page."""
        self.chapter += 1
        self.leaf = 0
        self.next_page()
        self.sheet.heading(f"{self.chapter} {title}", level=0)

    def torque(self, fastener: Fastener) -> str:
        value = fastener.torque
        if self.edition >= CHANGED_SINCE:
            value = CHANGED.get(fastener.name[0], value)
        turned = f" + {fastener.angle}°" if fastener.angle else ""
        return f"{value} N·m{turned} ({value * 0.7376:.0f} lb-ft)"

    def fill(self, sentences: Sequence[str], system: System, component: Component, **more: str) -> list[str]:
        first = component.fasteners[0]
        facts = {
            "name": self.text(component.name), "part": component.part, "tool": component.tool, "bolt": self.text(first.name).lower() if not self.say.index else self.text(first.name),
            "torque": self.torque(first), "measure": self.text(component.measure), "caution": self.text(system.caution), "fluid": self.text(system.fluid),
        }  # fmt: skip
        return [sentence.format(**(facts | more)) for sentence in sentences]


def front_matter(book: Book, *, title: str, number: str, models: str) -> None:
    """Title page and what the manual is; their pages carry roman numbers."""
    sheet = book.sheet
    sheet.begin_page(leaf=1)
    sheet.set_y(90)
    sheet.heading(title, level=0)
    sheet.paragraph(f"{number}   ·   {book.word('edition')} {book.edition}", size=13)
    sheet.paragraph(f"{book.word('models')}: {models}", size=13)
    sheet.begin_page(leaf=2)
    sheet.heading(book.word("introduction"), level=0)
    for paragraph in _INTRODUCTION[book.say.index]:
        sheet.paragraph(paragraph)


_INTRODUCTION = (
    (
        "This manual is written for the staff of authorised dealers. It holds for the models on its first page and replaces every earlier edition from the day on which it takes effect.",
        "Torques hold for clean, dry threads. Bolts that are tightened by angle are replaced each time. Special tools are ordered by their number.",
        "A WARNING protects people. A CAUTION protects the vehicle. Read both before you begin.",
        "Tell Technical Publications about every mistake that you find, with document number, edition and page.",
    ),
    (
        "本手册供授权经销商人员使用，适用于首页所列车型，自生效之日起取代以前各版本。",
        "力矩值适用于清洁、干燥的螺纹。按角度拧紧的螺栓每次都必须更换。专用工具按编号订购。",
        "“警告”保护人员，“小心”保护车辆。作业前请先阅读。",
        "发现错误时，请将文件号、版本和页码告知技术出版部。",
    ),
)


def overview(book: Book, system: System) -> None:
    """What the system consists of: drawing, list of parts, fluid."""
    sheet = book.sheet
    book.begin(book.text(system.name))
    sheet.alert(book.word("warning"), book.text(system.caution))
    sheet.heading(book.word("diagram"), level=1)
    drawings.arrangement(sheet, count=len(system.components) + 2, seed=system.key)
    rows = [
        (str(position), book.text(component.name), component.part, component.tool)
        for position, component in enumerate(system.components, start=1)
    ]
    sheet.sheet_table(
        (book.word("position"), book.word("name"), book.word("part"), book.word("tool")), rows, (12, 40, 25, 23)
    )
    book.next_page()
    torque_table(book, system)
    sheet.heading(book.word("fluids"), level=1)
    sheet.sheet_table(
        (book.word("system"), book.word("fluid")), [(book.text(system.name), book.text(system.fluid))], (35, 65)
    )


def torque_table(book: Book, system: System) -> None:
    """Every fastener of the system with its torque."""
    book.sheet.heading(f"{book.word('torques')}: {book.text(system.name)}", level=1)
    rows = [
        (book.text(component.name), book.text(fastener.name), book.torque(fastener))
        for component in system.components
        for fastener in component.fasteners
    ]
    book.sheet.sheet_table((book.word("name"), book.word("fastener"), book.word("torque")), rows, (30, 38, 32))


def procedures(book: Book, system: System) -> None:
    """Removing, installing and inspecting each component, a page each."""
    for component in system.components:
        name = book.text(component.name)
        for key, sentences in (
            ("removal", book.say.remove),
            ("installation", book.say.install),
            ("inspection", book.say.inspect),
        ):
            book.next_page()
            book.sheet.heading(book.word(key, name), level=1)
            book.sheet.paragraph(f"{book.word('part')}: {component.part}    {book.word('tool')}: {component.tool}")
            if key == "removal":
                book.sheet.alert(book.word("warning"), book.text(system.caution))
            book.sheet.steps(book.fill(sentences, system, component))
            if key == "installation":
                rows = [(book.text(one.name), book.torque(one)) for one in component.fasteners]
                book.sheet.sheet_table((book.word("fastener"), book.word("torque")), rows, (55, 45))
                drawings.arrangement(book.sheet, count=3, seed=component.part)


def fault_codes(book: Book, system: System) -> None:
    """The table of codes, then a page of diagnosis for each."""
    if not system.faults:
        return
    book.next_page()
    book.sheet.heading(f"{book.word('codes')}: {book.text(system.name)}", level=1)
    rows = [(fault.code, book.text(fault.meaning), book.text(fault.check)) for fault in system.faults]
    book.sheet.sheet_table((book.word("code"), book.word("meaning"), book.word("check")), rows, (20, 40, 40))
    for index, fault in enumerate(system.faults):
        _diagnosis(book, system, fault, system.components[index % len(system.components)])


def _diagnosis(book: Book, system: System, fault: Fault, component: Component) -> None:
    book.next_page()
    book.sheet.heading(book.word("diagnosis", fault.code), level=2)
    book.sheet.paragraph(f"{fault.code}: {book.text(fault.meaning)}")
    book.sheet.alert(book.word("caution"), book.text(system.caution))
    book.sheet.steps(book.fill(book.say.diagnose, system, component, code=fault.code, check=book.text(fault.check)))


def wiring(book: Book, system: System) -> None:
    """Circuit and pin assignment of each component."""
    book.begin(book.text(system.name))
    for component in system.components:
        book.next_page()
        name = book.text(component.name)
        book.sheet.heading(f"{book.word('circuit')}: {name}", level=1)
        drawings.circuit(
            book.sheet,
            names=[name, *(book.text(one.name) for one in system.components if one is not component)],
            seed=component.part,
        )
        rows = [(str(pin), f"{colour} {size} mm²", signal) for pin, colour, size, signal in _PINS]
        book.sheet.heading(book.word("pinout"), level=2)
        book.sheet.sheet_table((book.word("pin"), book.word("wire"), book.word("signal")), rows, (15, 40, 45))


_PINS = (
    (1, "RD/WH", "2.5", "Terminal 30, +12 V"), (2, "BK/YE", "1.5", "Terminal 15, +12 V"), (3, "BN", "2.5", "Ground G203"),
    (4, "GN/BU", "0.5", "CAN high"), (5, "GN/WH", "0.5", "CAN low"), (6, "VT", "0.75", "Signal 0.5 to 4.5 V"),
)  # fmt: skip


def parts(book: Book, system: System) -> None:
    """Exploded views with part numbers."""
    book.begin(book.text(system.name))
    for component in system.components:
        book.next_page()
        book.sheet.heading(book.text(component.name), level=1)
        drawings.arrangement(book.sheet, count=len(component.fasteners) + 3, seed=component.part)
        rows = [("1", component.part, book.text(component.name), "1")]
        for position, fastener in enumerate(component.fasteners, start=2):
            rows.append(
                (
                    str(position),
                    f"{component.part[:5]}-F{position:02}{fastener.torque:03}",
                    book.text(fastener.name),
                    str(2 * position),
                )
            )
        rows.append(
            (
                str(len(rows) + 1),
                f"{component.part[:5]}-K0{len(rows)}9",
                "Gasket set" if not book.say.index else "密封垫套件",
                "1",
            )
        )
        book.sheet.sheet_table(
            (book.word("position"), book.word("part"), book.word("name"), book.word("quantity")), rows, (14, 32, 40, 14)
        )


def care(book: Book, system: System) -> None:
    """Operation and care, for owners."""
    book.begin(book.text(system.name))
    book.sheet.alert(book.word("caution"), book.text(system.caution))
    for component in system.components:
        book.next_page()
        book.sheet.heading(f"{book.word('operation')}: {book.text(component.name)}", level=1)
        drawings.arrangement(book.sheet, count=4, seed=component.part)
        book.sheet.steps(book.fill(book.say.daily, system, component))


def schedule(book: Book, systems: Sequence[System]) -> None:
    """What is due when."""
    book.begin(book.word("schedule"))
    rows = []
    for number, system in enumerate(systems):
        for step, component in enumerate(system.components):
            hours = (250, 500, 1000, 2000)[(number + step) % 4]
            rows.append(
                (f"{hours} h", book.word("inspection", book.text(component.name)), book.text(component.measure))
            )
    book.sheet.sheet_table((book.word("interval"), book.word("work"), book.word("limit")), rows, (16, 36, 48))
