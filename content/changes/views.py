"""What changed between two editions: the summary with its list, and two pages side by side."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from content.changes import making, presenting, reading
from content.changes.entries import Entry, unpacked
from content.changes.models import Comparison
from content.changes.values import Kind
from content.library import api as library
from content.library.models import Edition
from portal.core.keys import LARGEST_ID
from portal.network.api import request_viewer

PER_PAGE = 20


@require_safe
@login_required
def changes(request: HttpRequest, manual_id: int) -> HttpResponse:
    """What changed from the edition ?from= to the edition ?to=; from the one before to the one in force if neither is
    named. While it is being found out, the page says so and asks again."""
    if manual_id > LARGEST_ID:
        raise Http404
    viewer = request_viewer(request)
    editions = reading.readable_editions(viewer=viewer, manual_id=manual_id)
    if not editions:
        raise Http404
    pair = _named(request, editions) or reading.usual_pair(editions, viewer=viewer)
    if pair is None:
        context = {"manual": _manual(request, manual_id, editions[0].pk), "editions": editions}
        return render(request, "changes/only_one.html", context)
    opened = _opened(request, manual_id, pair[0].pk, pair[1].pk)
    comparison = opened.comparison or making.ask(one=opened.older, other=opened.newer)
    context = {
        "manual": opened.manual,
        "older": opened.older,
        "newer": opened.newer,
        "editions": editions,
        "comparison": comparison,
        **(listing(request, comparison, opened.older, opened.newer) if opened.is_ready else {}),
    }
    response = render(request, "changes/changes.html", context)
    response["Cache-Control"] = "private, no-cache"
    return response


def listing(request: HttpRequest, comparison: Comparison, older: Edition, newer: Edition) -> dict[str, object]:
    """A page of the list, narrowed by ?part= (a heading) and ?kind=. Two statements."""
    entries = [unpacked(row) for row in comparison.changes]
    parts = presenting.parts(entries)
    chosen = {str(part.place): part for part in parts}.get(request.GET.get("part", ""))
    kind = request.GET.get("kind", "")
    kind = kind if kind in set(Kind) else ""
    page = Paginator(presenting.within(entries, part=chosen, kind=kind), PER_PAGE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    return {
        "parts": parts if len(parts) > 1 else [],
        "part": chosen,
        "kind": kind,
        "kinds": _kinds(comparison),
        "page_obj": page,
        "kept": kept.urlencode(),
        "rows": presenting.rows(list(page.object_list), older=older, newer=newer),
    }


def _kinds(comparison: Comparison) -> list[tuple[str, str, int]]:
    """The kinds of which there are pages: value, name, how many."""
    names = {
        Kind.CHANGED: pgettext("pages", "Changed"),
        Kind.ADDED: pgettext("pages", "Added"),
        Kind.REMOVED: pgettext("pages", "Removed"),
        Kind.MOVED: pgettext("pages", "Moved"),
    }
    counted = [(kind.value, name, int(getattr(comparison, kind.value))) for kind, name in names.items()]
    return [one for one in counted if one[2]]


@require_safe
@login_required
def place(request: HttpRequest, manual_id: int, older_id: int, newer_id: int, place: int) -> HttpResponse:
    """One change: both pages side by side with the differences marked, and the ways to the next and the last."""
    opened = _opened(request, manual_id, older_id, newer_id)
    if not opened.is_ready or opened.comparison is None or opened.older.pk != older_id:
        raise Http404
    count = len(opened.comparison.changes)
    if not 1 <= place <= count:
        raise Http404
    entry = unpacked(opened.comparison.changes[place - 1])
    old = presenting.side(edition=opened.older, number=entry.old, spans=[hunk.old for hunk in entry.hunks])
    new = presenting.side(edition=opened.newer, number=entry.new, spans=[hunk.new for hunk in entry.hunks])
    context = {
        "manual": opened.manual,
        "older": opened.older,
        "newer": opened.newer,
        "entry": entry,
        "place": place,
        "count": count,
        "old": old,
        "new": new,
        "words": _words(entry, old, new),
        "previous": _address(opened, place - 1) if place > 1 else "",
        "following": _address(opened, place + 1) if place < count else "",
    }
    return render(request, "changes/place.html", context)


def _words(entry: Entry, old: presenting.Side | None, new: presenting.Side | None) -> list[presenting.Words]:
    old_text, new_text = old.page.text if old else "", new.page.text if new else ""
    return [presenting.in_words(hunk, old=old_text, new=new_text) for hunk in entry.hunks]


def _address(opened: reading.OpenComparison, place: int) -> str:
    return reverse("changes:place", args=[opened.manual.pk, opened.older.pk, opened.newer.pk, place])


def _named(request: HttpRequest, editions: list[Edition]) -> tuple[Edition, Edition] | None:
    """The two editions that the address names, if it names any; ?to= alone is compared with the one before it. Raises
    Http404 unless the viewer may read both."""
    one, other = request.GET.get("from", ""), request.GET.get("to", "")
    if not one and not other:
        return None
    readable = {str(edition.pk): edition for edition in editions}
    newer = readable.get(other)
    if newer is not None and not one:
        return reading.with_predecessor(editions, newer)
    older = readable.get(one)
    if older is None or newer is None or older is newer:
        raise Http404
    return older, newer


def _opened(request: HttpRequest, manual_id: int, one_id: int, other_id: int) -> reading.OpenComparison:
    with library.unseen_is_absent(manual_id, one_id, other_id):
        return reading.open_comparison(
            viewer=request_viewer(request), manual_id=manual_id, one_id=one_id, other_id=other_id
        )


def _manual(request: HttpRequest, manual_id: int, edition_id: int) -> object:
    return library.open_edition(viewer=request_viewer(request), manual_id=manual_id, edition_id=edition_id).manual
