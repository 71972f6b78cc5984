"""Rows of applicability tried on a VIN while they are being written, and warned of when they say the same twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from content.library import api as library
from content.library.applying import Row, applies
from content.library.models import Applicability, Manual
from content.vehicles import wording
from content.vehicles.at_hand import Said, at_hand
from content.vehicles.forms import VinForm
from portal.network.api import request_viewer

PREFIX = "applicability"
MOST_ROWS = 500


@dataclass(frozen=True, slots=True)
class Tried:
    """A row by its place in the editor (from 1), with what it says of the vehicle; or what is wrong with it."""

    place: int
    verdict: library.Verdict | None = None
    errors: tuple[str, ...] = ()


@require_POST
def trial(request: HttpRequest) -> HttpResponse:
    """Whether the rows in the editor, saved or not, apply to the VIN beside them."""
    viewer = request_viewer(request)
    form = VinForm({"vin": request.POST.get("trial-vin", "")}, year=viewer.at.year)
    if not form.is_valid():
        return render(request, "vehicles/admin/tried.html", {"errors": form.errors["vin"]})
    one = at_hand(viewer=viewer, said=Said(vin=form.cleaned_data["vin"]))
    written, wrong = _written(request.POST)
    rows = [row for _place, row in written]
    context = {
        "one": one,
        "told": wording.told(one),
        "verdict": None if wrong else applies(rows, one.vehicle),
        "rows": [Tried(place, applies([row], one.vehicle)) for place, row in written],
        "wrong": wrong,
        "overlaps": [(written[left][0], written[right][0]) for left, right in library.overlapping(rows)],
    }
    return render(request, "vehicles/admin/tried.html", context)


def _written(data: QueryDict) -> tuple[list[tuple[int, Row]], list[Tried]]:
    """The rows of the editor's form, and those that are wrong."""
    formset = Manual.get_edit_handler().get_form_class().formsets[PREFIX]
    bound = formset(data=_as_new(data), instance=Manual(), prefix=PREFIX)
    written, wrong = [], []
    if not bound.management_form.is_valid():
        return [], []
    kept = [form for form in bound.forms[:MOST_ROWS] if form.has_changed() and not data.get(f"{form.prefix}-DELETE")]
    for place, form in enumerate(kept, start=1):
        if form.is_valid():
            written.append((place, form.instance.row))
        else:
            errors = tuple(str(error) for of_field in form.errors.values() for error in of_field)
            wrong.append(Tried(place, errors=errors))
    return written, wrong


def _as_new(data: QueryDict) -> QueryDict:
    """The same rows as if none were saved: what is tried is what stands there, whichever rows it came from."""
    rows = QueryDict(mutable=True)
    for name in data:
        if name.startswith(f"{PREFIX}-"):
            rows[name] = "" if name.endswith("-id") else str(data[name])
    rows[f"{PREFIX}-INITIAL_FORMS"] = "0"
    return rows


def warn_of_overlaps(request: HttpRequest, page: Any) -> None:
    """After a manual was saved: rows that one vehicle meets twice are no error, and seldom meant."""
    if not isinstance(page, Manual):
        return
    pairs = library.overlapping(_rows(page.applicability.all()))
    if pairs:
        named = ", ".join(f"{left + 1}–{right + 1}" for left, right in pairs[:10])
        messages.warning(request, _("Rows under “Applies to” overlap: %(pairs)s.") % {"pairs": named})


def _rows(written: Iterable[Applicability]) -> Sequence[Row]:
    return [one.row for one in written][:MOST_ROWS]
