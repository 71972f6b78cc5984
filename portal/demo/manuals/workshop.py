"""Workshop manuals: each system a chapter, each component described, removed, inspected and installed."""

from __future__ import annotations

import random
from collections.abc import Iterator

from portal.demo.manuals.knowledge import Component, Fluid, System
from portal.demo.manuals.terms import Terms
from portal.demo.manuals.torques import newton_metres, part_number, torque_table
from portal.demo.manuals.values import Alert, Block, Chapter, Figure, Paragraph, Section, Steps, Subhead, Table


class Workshop:
    """Writes the chapters of one edition. `revised` chooses the torques; `vehicle` is the drawing of the whole."""

    def __init__(self, terms: Terms, *, revised: bool, vehicle: str) -> None:
        self.terms, self.revised, self.vehicle = terms, revised, vehicle

    def chapter(self, number: int, system: System) -> Chapter:
        """A system from its data to its torques."""
        terms = self.terms
        sections = [self._general(system)]
        for component in system.components:
            rng = random.Random(f"{system.key}:{component.part}")
            sections.append(self._description(system, component, rng))
            sections.append(Section(terms("Removal"), tuple(self._removal(component, rng)), level=2))
            sections.append(
                Section(terms("Inspection"), tuple(self._inspection(component, rng)), level=2, new_page=False)
            )
            sections.append(Section(terms("Installation"), tuple(self._installation(system, component, rng)), level=2))
        sections.append(self._summary(system))
        return Chapter(number, terms.of(system.name), tuple(sections))

    def fluids(self, system: System) -> Table:
        """What is filled in, how much of it."""
        terms = self.terms
        rows = tuple(
            (terms.title(one.name), one.specification, _amount(one.amount, terms), terms.of(one.remark))
            for one in system.fluids
        )
        head = (terms("Fluid"), terms("Specification"), terms("Quantity"), terms("Remark"))
        return Table(head, rows, (4, 3, 2, 3), terms("Fluids and capacities"))

    def data(self, system: System) -> Table:
        """The system's technical data."""
        terms = self.terms
        rows = tuple((terms.title(one.name), terms.of(one.value)) for one in system.data)
        return Table((terms("Characteristic"), terms("Value")), rows, (3, 2), terms("Technical data"))

    def exploded(self, component: Component) -> tuple[Figure, Table]:
        """The exploded view and the list that its callouts belong to."""
        terms = self.terms
        names = [component.name, *component.items, *(one.name for one in component.fasteners)][:7]
        quantities = [1] * (1 + len(component.items)) + [one.quantity for one in component.fasteners]
        stem = component.part[:4]
        rows = tuple(
            (str(index), terms.title(name), part_number(component, index), str(pieces))
            for index, (name, pieces) in enumerate(zip(names, quantities, strict=False), start=1)
        )
        figure = Figure(
            "exploded",
            component.part,
            tuple(terms.of(name) for name in names),
            f"{terms('{part}, exploded view', part=terms.title(component.name))}  ({stem})",
            215,
        )
        head = (terms("No."), terms("Designation"), terms("Part number"), terms("Pcs"))
        return figure, Table(head, rows, (0.8, 5, 3, 1))

    def _general(self, system: System) -> Section:
        terms = self.terms
        blocks: list[Block] = [Paragraph(terms.of(text)) for text in system.about]
        blocks += [Alert("warning", terms.of(text)) for text in system.cautions]
        if system.data:
            blocks.append(self.data(system))
        if system.fluids:
            blocks.append(self.fluids(system))
        blocks.append(
            Figure(
                self.vehicle,
                system.key,
                tuple(terms.of(one.name) for one in system.components),
                terms("{part}, place in the vehicle", part=terms.of(system.name)),
                190,
            )
        )
        blocks.append(
            Steps(tuple(f"{n} – {terms.title(one.name)}" for n, one in enumerate(system.components, 1)), numbered=False)
        )
        return Section(terms("General"), tuple(blocks))

    def _description(self, system: System, component: Component, rng: random.Random) -> Section:
        terms = self.terms
        name = terms.of(component.name)
        separator = "、" if terms.chinese else ", "
        bolts = separator.join(f"{one.quantity} × {terms.of(one.name)}" for one in component.fasteners)
        about = terms(
            "The {part} (part number {number}) belongs to the {system}. {about}",
            part=name,
            number=component.part,
            system=terms.of(system.name) if terms.chinese else terms.of(system.name).lower(),
            about=terms.of(rng.choice(system.about)) if system.about else "",
        )
        held = terms(
            "The {part} is held by {bolts}. It is taken off and fitted with special tool {tool}.",
            part=name,
            bolts=bolts,
            tool=component.tool,
        )
        figure, table = self.exploded(component)
        index = terms(
            "Part {number} differs between model years: compare the index letter with the parts catalogue.",
            number=component.part,
        )
        return Section(
            terms.title(component.name), (Paragraph(about), Paragraph(held), figure, table, Alert("note", index))
        )

    def _removal(self, component: Component, rng: random.Random) -> Iterator[Block]:
        terms, name = self.terms, self.terms.of(component.name)
        yield Table(
            (terms("Tool"), terms("Purpose")),
            ((component.tool, terms("Removal and installation of the {part}", part=name)),),
            (1, 4),
            terms("Special tools"),
        )
        yield Alert("caution", rng.choice(_openings(terms)))
        yield Steps(tuple(self._removal_steps(component, rng)))

    def _removal_steps(self, component: Component, rng: random.Random) -> list[str]:
        terms, name = self.terms, self.terms.of(component.name)
        steps = [
            terms("Park the vehicle on level ground, apply the parking brake and secure the wheels."),
            terms("Switch the ignition off, wait two minutes and disconnect the battery."),
            rng.choice(
                (
                    terms("Clean the surroundings of the {part} so that no dirt gets in.", part=name),
                    terms("Make the {part} accessible: remove the covers above it.", part=name),
                )
            ),
            *(terms.of(step) for step in component.steps),
        ]
        wordings = (
            'Loosen the joint "{bolt}" ({count} x {thread}) evenly and remove it.',
            'Remove {count} x "{bolt}" ({thread}).',
        )
        for bolt in reversed(component.fasteners):
            wording = wordings[0] if bolt.quantity > 3 else wordings[1]
            steps.append(terms(wording, bolt=terms.of(bolt.name), count=bolt.quantity, thread=bolt.thread))
        takes = (
            "Remove the {part} with special tool {tool}.",
            "Take the {part} out and put it down on a clean surface. Use special tool {tool} if it is stuck.",
        )
        steps.append(terms(rng.choice(takes), part=name, tool=component.tool))
        for position, item in enumerate(component.items):
            wording = (
                "Discard the {item}; it must not be used again."
                if _worn(item)
                else "Take off the {item} and check it for damage."
            )
            if position < 4:
                steps.append(terms(wording, item=terms.of(item)))
        return steps

    def _inspection(self, component: Component, rng: random.Random) -> Iterator[Block]:
        terms, name = self.terms, self.terms.of(component.name)
        yield Paragraph(
            terms(
                "Measure with the vehicle at 15 to 25 °C, unless another temperature is stated. "
                "Write the values down before parts are replaced."
            )
        )
        answers = ("Replace the {part}", "Repeat, then replace", "Adjust or replace", "Find the cause first")
        rows = tuple(
            (str(n), terms.title(one.name), terms.of(one.value), terms(answers[0 if n == 1 else rng.randrange(4)], part=name))
            for n, one in enumerate(component.checks, start=1)
        )  # fmt: skip
        yield Table((terms("No."), terms("Check"), terms("Nominal value"), terms("If outside")), rows, (0.8, 4, 4, 3))
        yield self._illustration(component)

    def _illustration(self, component: Component) -> Figure:
        terms, title = self.terms, self.terms.title(component.name)
        labels = tuple(terms.of(item) for item in component.items)
        captions = {
            "sequence": "{part}, tightening sequence",
            "circle": "{part}, tightening sequence",
            "gears": "{part}, drive",
            "curve": "{part}, characteristic",
            "hydraulic": "{part}, circuit",
            "section": "{part}, section",
        }
        if component.drawing == "sequence":
            labels = ()
        elif component.drawing == "circle":
            labels = (str(component.fasteners[0].quantity),)
        elif component.drawing == "curve":
            labels = (terms("Temperature in °C"), terms("Signal in %"))
        return Figure(
            component.drawing or "section",
            component.part,
            labels,
            terms(captions[component.drawing or "section"], part=title),
            185,
        )

    def _installation(self, system: System, component: Component, rng: random.Random) -> Iterator[Block]:
        terms = self.terms
        if any(one.torque(revised=self.revised).degrees for one in component.fasteners):
            yield Alert("caution", terms("Always replace bolts that are tightened by angle."))
        yield Steps(tuple(self._installation_steps(system, component, rng)))
        yield torque_table(component.fasteners, terms, revised=self.revised, caption=terms("Tightening torques"))

    def _installation_steps(self, system: System, component: Component, rng: random.Random) -> list[str]:
        terms, name = self.terms, self.terms.of(component.name)
        steps = [
            rng.choice(
                (
                    terms("Clean the contact faces; remove residues with a plastic scraper only."),
                    terms("Check the threads in the housing and blow out the blind holes."),
                )
            )
        ]
        steps += [terms("Fit a new {item}.", item=terms.of(item)) for item in component.items if _worn(item)]
        steps.append(terms("Put the {part} in place, aligned by hand; do not pull it in with the bolts.", part=name))
        for bolt in component.fasteners:
            wording = 'Tighten "{bolt}": {torque}.'
            if bolt.quantity > 3:
                sequenced = component.drawing in ("sequence", "circle") and bolt is component.fasteners[0]
                wording = (
                    'Tighten "{bolt}" in the sequence shown: {torque}.'
                    if sequenced
                    else 'Tighten "{bolt}" crosswise in two passes: {torque}.'
                )
            torque = newton_metres(bolt.torque(revised=self.revised), unit=True)
            steps.append(terms(wording, bolt=terms.of(bolt.name), torque=torque))
        steps += [
            terms(
                "Fill up {fluid} ({specification}) and check the level.",
                fluid=terms.of(fluid.name) if terms.chinese else terms.of(fluid.name).lower(),
                specification=fluid.specification,
            )
            for fluid in _let_out(system, component)
        ]
        steps.append(terms("Connect the battery, clear the fault memory and check the function."))
        steps.append(
            terms(
                "Note the mileage, the part number {number} and the torque applied in the job card.",
                number=component.part,
            )
        )
        return steps

    def _summary(self, system: System) -> Section:
        terms = self.terms
        fasteners = [fastener for component in system.components for fastener in component.fasteners]
        tools = tuple(
            (one.tool, terms("Removal and installation of the {part}", part=terms.of(one.name)))
            for one in system.components
        )
        blocks: list[Block] = [
            torque_table(fasteners, terms, revised=self.revised, caption=terms("All torques of this chapter")),
            Table((terms("Tool"), terms("Purpose")), tools, (1, 4), terms("Special tools")),
        ]
        if system.faults:
            rows = tuple((one.code, terms.of(one.meaning), one.connector) for one in system.faults)
            head = (terms("Code"), terms("Meaning"), terms("Connector"))
            blocks += [
                Subhead(terms("Fault codes")),
                Table(head, rows, (2, 7, 1.5), terms("Faults that point to this chapter")),
            ]
        return Section(terms("Tightening torques"), tuple(blocks))


def _worn(item: tuple[str, str]) -> bool:
    """Whether an item is one of those that are replaced each time."""
    return any(word in item[0] for word in ("gasket", "seal", "O-ring", "washer", "ring", "pin", "clip"))


def _let_out(system: System, component: Component) -> list[Fluid]:
    """The fluid that the removal steps speak of: it has to be filled up again."""
    steps = " ".join(english for english, _ in component.steps)
    fluids = [one for one in system.fluids if one.amount.endswith((" l", " g"))]
    return [one for one in fluids if one.name[0].split()[-1] in steps][:1]


def _openings(terms: Terms) -> tuple[str, ...]:
    return (
        terms("Read the fault memory and note the stored codes before the battery is disconnected."),
        terms("Raise the vehicle only at the marked points and secure it before going underneath."),
        terms("Collect fluids and hand them over for disposal according to local law."),
    )


def _amount(amount: str, terms: Terms) -> str:
    return amount.replace(" l", " 升") if terms.chinese and amount.endswith(" l") else amount
