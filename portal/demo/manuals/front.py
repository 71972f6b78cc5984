"""What every manual begins with: what it is for, its safety messages, working rules and abbreviations."""

from __future__ import annotations

from portal.demo.manuals.maker import MODELS
from portal.demo.manuals.terms import Terms
from portal.demo.manuals.values import DemoManual, Paragraph, Section, Steps, Table

_ABBREVIATIONS = (
    ("ABS", "Anti-lock brake system"),
    ("CAN", "Controller area network, to ISO 11898"),
    ("DTC", "Diagnostic trouble code"),
    ("ECM", "Engine control module"),
    ("HV", "High voltage, above 60 V direct current"),
    ("N·m", "Newton metre; 1 N·m is 0.738 lb-ft"),
)
_RULES = (
    "Tighten every joint to the torque stated, with a calibrated wrench. Angle-tightened bolts are used once.",
    "Replace seals, lock nuts and split pins each time they have been removed.",
    "Order parts by the part number of the parts catalogue, not by that of an old label.",
    "Raise the vehicle only at the marked points and secure it before going underneath.",
    "Collect fluids and hand them over for disposal according to local law.",
    "Clear the fault memory after the work and drive a test route of at least 10 km.",
)


def front_matter(manual: DemoManual, terms: Terms) -> tuple[Section, ...]:
    """The pages with roman numbers."""
    names = {model.code: model.name for model in MODELS}
    separator = "、" if terms.chinese else ", "
    purpose = terms(
        "This manual describes {title} for the models {models}, model years {first} to {last}. It is meant for trained "
        "persons who know the vehicle and the rules for accident prevention.",
        title=manual.title,
        models=separator.join(names[code] for code in manual.models),
        first=manual.year_from,
        last=manual.year_to,
    )
    current = terms(
        "Only the edition in force applies. Compare the edition in the foot of the page with the list of documents in "
        "the dealer portal before you start."
    )
    messages = Table(
        (terms("Word"), terms("Meaning")),
        (
            (terms("DANGER"), terms("Death or grave injury will follow if the message is not heeded.")),
            (terms("WARNING"), terms("Death or grave injury may follow if the message is not heeded.")),
            (terms("CAUTION"), terms("Injury or damage to the vehicle may follow.")),
            (terms("NOTE"), terms("Makes the work easier or avoids a second visit.")),
        ),
        (1, 5),
        terms("Safety messages"),
    )
    vehicles = Table(
        (terms("Model code"), terms("Vehicle"), terms("Model years")),
        tuple((one.code, one.name, f"{one.years[0]}–{one.years[1]}") for one in MODELS if one.code in manual.models),
        (2, 4, 3),
    )
    rules = Steps(tuple(terms(rule) for rule in _RULES), numbered=False)
    short = Table(
        (terms("Abbreviation"), terms("Meaning")),
        tuple((word, terms(meaning)) for word, meaning in _ABBREVIATIONS),
        (1, 5),
        terms("Abbreviations"),
    )
    return (
        Section(terms("About this manual"), (Paragraph(purpose), Paragraph(current), vehicles, messages), level=0),
        Section(terms("Working rules"), (rules, short), level=0),
    )
