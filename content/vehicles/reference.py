"""Reference tables of vehicles from files: lines -> a plan -> rows. What administrators decided themselves stays.

`wmi.tsv` and `make_model.tsv` are tables in UTF-8 with tabs between the cells and a line of column names, as they are
made of the public data of NHTSA (vPIC).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from content.library.models import VehicleModel
from content.vehicles.models import Manufacturer
from portal.core.errors import Refused
from portal.network.models import Brand

MAKERS_FILE, MODELS_FILE = "wmi.tsv", "make_model.tsv"
COLUMNS = {
    MAKERS_FILE: ("wmi", "manufacturer", "make", "vehicle_type", "country"),
    MODELS_FILE: ("make", "model"),
}
"""Those that must be there; others are passed over."""
FACTS = ("name", "make", "vehicle_type", "country")
"""What a file says of a maker, and a later file corrects. Brand and habits are the administrators' own."""
LIGHT = frozenset({"passenger car"})
"""Types for which the rule of the seventh place holds whatever the vehicle weighs."""
LARGEST_FILE = 64 * 1024 * 1024
AT_ONCE = 500
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class ReferenceRefused(Refused):
    """A file as a whole cannot be used; nothing is imported."""


@dataclass(frozen=True, slots=True)
class RefusedLine:
    file: str
    number: int
    reason: str


@dataclass(slots=True)
class Plan:
    """What an import would write. `strangers`: models of makes that are no brand here."""

    new_makers: list[Manufacturer] = field(default_factory=list)
    changed_makers: list[Manufacturer] = field(default_factory=list)
    new_models: list[VehicleModel] = field(default_factory=list)
    unchanged: int = 0
    strangers: int = 0
    refused: list[RefusedLine] = field(default_factory=list)


def lines_of(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """(number, cells by column) of each line that holds something; the line of names is 1. Raises ReferenceRefused."""
    name = path.name
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise ReferenceRefused(_("%(file)s is too large.") % {"file": name})
        data = path.read_bytes()
    except OSError as error:
        raise ReferenceRefused(
            _("%(file)s cannot be read: %(error)s.") % {"file": name, "error": error.strerror}
        ) from error
    header: list[str] = []
    for number, raw in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        try:
            cells = [cell.strip() for cell in raw.decode("utf-8").rstrip("\r").split("\t")]
        except UnicodeDecodeError as error:
            raise ReferenceRefused(
                _("%(file)s, line %(line)d: this is not UTF-8.") % {"file": name, "line": number}
            ) from error
        if not header:
            header = _header(name, cells)
        elif any(cells):
            if len(cells) != len(header):
                reason = _("%(file)s, line %(line)d: %(found)d cells instead of %(wanted)d.")
                facts = {"file": name, "line": number, "found": len(cells), "wanted": len(header)}
                raise ReferenceRefused(reason % facts)
            yield number, dict(zip(header, cells, strict=True))


def _header(name: str, cells: list[str]) -> list[str]:
    if missing := [column for column in COLUMNS[name] if column not in cells]:
        reason = _("%(file)s, line 1: the column %(names)s is missing.")
        raise ReferenceRefused(reason % {"file": name, "names": ", ".join(missing)})
    return cells


def plan(folder: Path, *, after_each: Callable[[], None] = lambda: None) -> Plan:
    """Compare the files of the folder, one of which may be missing, with the tables. Raises ReferenceRefused."""
    present = [name for name in COLUMNS if (folder / name).is_file()]
    if not present:
        raise ReferenceRefused(_("The folder has neither %(files)s.") % {"files": ", ".join(COLUMNS)})
    brands = {name.casefold(): brand for brand in Brand.objects.all() for name in (brand.code, brand.name)}
    found = Plan()
    for name in present:
        add = _makers(found, brands) if name == MAKERS_FILE else _models(found, brands)
        for number, cells in lines_of(folder / name):
            try:
                add(cells)
            except ValidationError as error:
                found.refused.append(RefusedLine(name, number, " ".join(error.messages)))
            after_each()
    return found


def _makers(found: Plan, brands: dict[str, Brand]) -> Callable[[dict[str, str]], None]:
    known = {maker.code: maker for maker in Manufacturer.objects.all()}
    planned: set[str] = set()

    def add(cells: dict[str, str]) -> None:
        facts = dict(zip(FACTS, (cells[name] for name in COLUMNS[MAKERS_FILE][1:]), strict=True))
        code = cells["wmi"].upper()
        if code in planned:
            raise ValidationError(_("%(code)s is there twice.") % {"code": code[:20]})
        brand = brands.get(facts["make"].casefold())
        maker = known.get(code) or Manufacturer(code=code, is_light=facts["vehicle_type"].casefold() in LIGHT)
        before = {name: getattr(maker, name) for name in (*FACTS, "brand_id")}
        for name, value in facts.items():
            setattr(maker, name, value)
        if maker.brand_id is None and brand is not None:
            maker.brand = brand
        _check(maker)
        planned.add(code)
        if maker.pk is None:
            found.new_makers.append(maker)
        elif before != {name: getattr(maker, name) for name in before}:
            found.changed_makers.append(maker)
        else:
            found.unchanged += 1

    return add


def _models(found: Plan, brands: dict[str, Brand]) -> Callable[[dict[str, str]], None]:
    rows = VehicleModel.objects.values_list("brand_id", "name", "code")
    names, codes = set(), set()
    for brand_id, name, code in rows:
        names.add((brand_id, name.casefold()))
        codes.add(code)

    def add(cells: dict[str, str]) -> None:
        brand = brands.get(cells["make"].casefold())
        if brand is None:
            found.strangers += 1
            return
        if (brand.pk, cells["model"].casefold()) in names:
            found.unchanged += 1
            return
        model = VehicleModel(brand=brand, name=cells["model"], code=_free_code(brand, cells["model"], codes))
        _check(model)
        names.add((brand.pk, model.name.casefold()))
        codes.add(model.code)
        found.new_models.append(model)

    return add


def _check(row: Manufacturer | VehicleModel) -> None:
    """Raises ValidationError. What is unique was compared already."""
    row.clean_fields(exclude={"brand"})
    if any(_CONTROL.search(getattr(row, name)) for name in ("name", "code")):
        raise ValidationError(_("There are control characters in the line."))


def _free_code(brand: Brand, name: str, taken: set[str]) -> str:
    base = f"{brand.code}-{slugify(name)}"[:36].strip("-").upper()
    code, count = base, 1
    while code in taken:
        count += 1
        code = f"{base}-{count}"
    return code


def apply(planned: Plan, *, after_each: Callable[[], None] = lambda: None) -> None:
    """Write the plan, all of it or nothing."""
    with transaction.atomic():
        for at in range(0, len(planned.new_makers), AT_ONCE):
            Manufacturer.objects.bulk_create(planned.new_makers[at : at + AT_ONCE])
            after_each()
        for at in range(0, len(planned.changed_makers), AT_ONCE):
            Manufacturer.objects.bulk_update(planned.changed_makers[at : at + AT_ONCE], [*FACTS, "brand"])
            after_each()
        for at in range(0, len(planned.new_models), AT_ONCE):
            VehicleModel.objects.bulk_create(planned.new_models[at : at + AT_ONCE])
            after_each()
