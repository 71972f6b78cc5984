"""`content.library.applying` as conditions on rows and manuals, so that the database counts and pages what applies."""

from __future__ import annotations

from collections.abc import Collection
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Replace

from content.library.applying import VARIANTS, Possible, Row, Vehicle, Verdict, applies
from content.library.models import Applicability, Manual

ALWAYS = Q(pk__isnull=False)
NEVER = Q(pk__in=[])


class _Like(Func):
    """text LIKE pattern."""

    template = "%(expressions)s"
    arg_joiner = " LIKE "
    output_field = BooleanField()
    conditional = True


def fitting(*, vehicle: Vehicle, certain: bool) -> Q:
    """The condition on manuals to which the vehicle may belong; with `certain`, to which it belongs for sure."""
    rows = Applicability.objects.filter(manual=OuterRef("pk")).order_by()
    return Q(~Exists(rows)) | Q(Exists(rows.filter(_row(vehicle, certain=certain))))


def excluded(*, vehicle: Vehicle) -> QuerySet[Any, Any]:
    """The keys of manuals that do not apply to the vehicle, whoever may see them: for leaving out, never for naming."""
    return Manual.objects.filter(~fitting(vehicle=vehicle, certain=False)).order_by().values_list("pk", flat=True)


def _row(vehicle: Vehicle, *, certain: bool) -> Q:
    """The condition on a row of applicability that is not refuted; with `certain`, that holds."""
    return reduce(
        and_,
        (
            _value("brand", vehicle.brand, certain),
            Q(model__isnull=True) | _value("model", vehicle.model, certain),
            _variant(vehicle, certain),
            _years(vehicle.year, certain),
            Q(market="") | _value("market", vehicle.market, certain),
            _number(vehicle, certain),
        ),
    )


def _value(field: str, possible: Possible, certain: bool) -> Q:
    if possible is None:
        return NEVER if certain else ALWAYS
    if certain and len(possible) != 1:
        return NEVER
    return Q(**{f"{field}__in": sorted(possible)})


def _variant(vehicle: Vehicle, certain: bool) -> Q:
    of_kinds = (Q(variant__kind=kind.value) & _value("variant", getattr(vehicle, kind), certain) for kind in VARIANTS)
    return reduce(or_, of_kinds, Q(variant__isnull=True))


def _years(possible: Possible, certain: bool) -> Q:
    if possible is None:
        return Q(year_from__isnull=True, year_to__isnull=True) if certain else ALWAYS
    within = (
        (Q(year_from__isnull=True) | Q(year_from__lte=year)) & (Q(year_to__isnull=True) | Q(year_to__gte=year))
        for year in sorted(possible)
    )
    return reduce(and_ if certain else or_, within)


def _number(vehicle: Vehicle, certain: bool) -> Q:
    if vehicle.vin is None:
        return Q(vin_stem="") if certain else ALWAYS
    like = Q(_Like(Value(vehicle.vin.stem), Replace(F("vin_stem"), Value("?"), Value("_"))))
    serial = vehicle.vin.serial
    low = Q(serial_from="") | Q(serial_from__lte=serial)
    high = Q(serial_to="") | Q(serial_to__gte=serial)
    return Q(vin_stem="") | (like & low & high)


def rows_of(*, manual_ids: Collection[int]) -> dict[int, list[Row]]:
    """The rows of each of these manuals, one without rows included. One statement."""
    rows: dict[int, list[Row]] = {pk: [] for pk in manual_ids}
    for one in Applicability.objects.filter(manual__in=list(manual_ids)).select_related("variant").order_by("pk"):
        rows[one.manual_id].append(one.row)
    return rows


def verdicts(*, vehicle: Vehicle, manual_ids: Collection[int]) -> dict[int, Verdict]:
    """Whether each of these manuals applies to the vehicle. One statement."""
    return {pk: applies(rows, vehicle) for pk, rows in rows_of(manual_ids=manual_ids).items()}
