"""The versions of a question, and what changed from one to the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.network.owned_views import own_or_404
from training.bank.admin.editor import trail
from training.bank.markup import plain_text
from training.bank.models import Question, QuestionVersion

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Difference:
    """One field: its place in the question, what it was, what it is. None where it was not there."""

    place: str
    before: str | None
    after: str | None


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[Difference]:
    """What changed, in the order of the later version; entries of lists are found again by their id."""
    old, new = dict(_leaves(before)), dict(_leaves(after))
    places = [*new, *(place for place in old if place not in new)]
    return [Difference(p, old.get(p), new.get(p)) for p in places if old.get(p) != new.get(p)]


def _leaves(node: Any, place: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for name, value in node.items():
            if name != "id":
                yield from _leaves(value, f"{place} {name}".strip())
    elif isinstance(node, list):
        for at, value in enumerate(node):
            name = value.get("id") if isinstance(value, dict) else None
            yield from _leaves(value, f"{place} {name or at + 1}".strip())
    elif node is not None:
        yield place, plain_text(node) if isinstance(node, str) else str(node)


@require_safe
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """Each version with what it changed, the newest first."""
    question: Question = own_or_404(Question, request, pk, "category")
    rows = question.versions.select_related("created_by").order_by("-number")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    listed = list(page.object_list)
    # The one before the last of the page, to say what the last changed.
    earlier: list[QuestionVersion] = list(rows.filter(number=listed[-1].number - 1)) if listed else []
    befores = [*listed[1:], *earlier]
    entries = [
        (version, differences(before.body, version.body) if before else None)
        for version, before in zip(listed, [*befores, None] if len(befores) < len(listed) else befores, strict=False)
    ]
    context = {
        "question": question,
        "page": page,
        "entries": entries,
        "header_title": _("Versions of “%(name)s”") % {"name": question.name},
        "header_icon": "history",
        "breadcrumbs_items": trail(question.name),
    }
    return render(request, "bank/admin/versions.html", context)
