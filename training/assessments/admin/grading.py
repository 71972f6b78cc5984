"""What waits for a trainer: essays, one after the other, with the rubric. A second mark keeps the first."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Exists, Min, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.core.errors import Refused
from portal.core.keys import LARGEST_ID
from portal.network.owned_views import author_of
from training.assessments.admin.attempts import own_assessments, person_of
from training.assessments.attempts.marking import MarkRefused, mark_item
from training.assessments.models import Attempt, AttemptItem, Mark, Response
from training.assessments.presenting import face
from training.assessments.solution import solution
from training.bank.admin.pictures import addresses_for
from training.bank.api import departments_of
from training.bank.markup import with_addresses
from training.bank.shapes import Essay, wording

PER_PAGE = 50


def waiting_items(request: HttpRequest) -> QuerySet[AttemptItem]:
    """The answers that wait for a trainer of the person's departments, the oldest first."""
    unmarked = ~Exists(Mark.objects.filter(item=OuterRef("pk")))
    return AttemptItem.objects.filter(
        unmarked,
        attempt__state=Attempt.State.SUBMITTED,
        attempt__assessment__department__in=departments_of(author_of(request)),
    ).order_by("attempt__submitted_at", "attempt_id", "position")


def _chosen(request: HttpRequest) -> int | None:
    given = request.GET.get("assessment", "")
    return min(int(given), LARGEST_ID) if given.isdecimal() and len(given) < 20 else None


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, and by assessment how much."""
    items = waiting_items(request)
    if (chosen := _chosen(request)) is not None:
        items = items.filter(attempt__assessment=chosen)
    rows = items.select_related("attempt__assessment", "attempt__user", "question_version__question").defer(
        "question_version__body", "attempt__rules"
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    counted = (
        waiting_items(request)
        .order_by()
        .values("attempt__assessment_id", "attempt__assessment__title")
        .annotate(found=Count("pk"), oldest=Min("attempt__submitted_at"))
        .order_by("attempt__assessment__title", "attempt__assessment_id")
    )
    context = {
        "page": page,
        "counted": counted,
        "chosen": chosen,
        "assessments": own_assessments(request),
        "header_title": _("To grade"),
        "page_title": _("To grade"),
        "header_icon": "edit",
    }
    return render(request, "assessments/admin/queue.html", context)


def grade_item(request: HttpRequest, pk: int) -> HttpResponse:
    """One answer with its rubric; afterwards the next that waits, of the same assessment if one was chosen."""
    item = _own_item(request, pk)
    marks = list(item.marks.select_related("graded_by").order_by("pk"))
    problem = ""
    if request.method == "POST":
        try:
            _mark(request, item, marks)
        except Refused as refusal:
            problem = refusal.reason
        else:
            return _to_next(request, item)
    return render(request, "assessments/admin/grade.html", _context(request, item, marks, problem))


def _own_item(request: HttpRequest, pk: int) -> AttemptItem:
    mine = departments_of(author_of(request))
    rows = AttemptItem.objects.filter(
        attempt__state__in=[Attempt.State.SUBMITTED, Attempt.State.GRADED], attempt__assessment__department__in=mine
    ).select_related("attempt__assessment", "attempt__user", "question_version__question")
    item = rows.filter(pk=min(pk, LARGEST_ID)).first()
    if item is None:
        raise Http404
    return item


def _mark(request: HttpRequest, item: AttemptItem, marks: list[Mark]) -> None:
    seen = request.POST.get("seen", "")
    if seen != str(marks[-1].pk if marks else 0):
        raise MarkRefused(_("Somebody else has graded this answer in the meantime. Look at their mark first."))
    asked = item.question_version.asked
    levels = {}
    if isinstance(asked, Essay):
        given = {criterion.id: request.POST.get(f"level-{criterion.id}") for criterion in asked.criteria}
        levels = {criterion: level for criterion, level in given.items() if level}
    mark_item(
        actor=author_of(request),
        item_id=item.pk,
        levels=levels or None,
        fraction=_share(request.POST.get("share", "")),
        comment=request.POST.get("comment", "").strip()[:5000],
    )


def _share(given: str) -> Decimal | None:
    try:
        share = Decimal(given.replace(",", ".").strip()) / 100
    except (InvalidOperation, ValueError):
        return None
    return round(share, 6) if share.is_finite() and 0 <= share <= 1 else None


def _to_next(request: HttpRequest, item: AttemptItem) -> HttpResponse:
    waiting = waiting_items(request)
    tail = ""
    if (chosen := _chosen(request)) is not None:
        waiting, tail = waiting.filter(attempt__assessment=chosen), f"?assessment={chosen}"
    # The same question first: who grades twenty answers to one question grades them alike.
    same = waiting.filter(question_version__question=item.question_version.question_id)
    following = same.values_list("pk", flat=True).first() or waiting.values_list("pk", flat=True).first()
    messages.success(request, _("The mark is kept."))
    if following is None:
        return redirect("training_desk:queue")
    return redirect(reverse("training_desk:grade", args=[following]) + tail)


def _context(request: HttpRequest, item: AttemptItem, marks: list[Mark], problem: str) -> dict[str, Any]:
    asked, attempt, address = item.question_version.asked, item.attempt, addresses_for(request)
    last = Response.objects.filter(item=item).order_by("-sequence").first()
    answer = (last.answer if last else None) or {}
    named = answer.get("files", ())
    language = attempt.language
    criteria = [
        {
            "id": criterion.id,
            "text": with_addresses(wording(criterion.text, language), address),
            "levels": [
                {"id": level.id, "text": wording(level.text, language), "points": level.points}
                for level in criterion.levels
            ],
            "given": request.POST.get(f"level-{criterion.id}") or (marks[-1].levels.get(criterion.id) if marks else ""),
        }
        for criterion in (asked.criteria if isinstance(asked, Essay) else ())
    ]
    return {
        "item": item,
        "attempt": attempt,
        "person": person_of(attempt),
        "face": face(asked, language=language, order=item.option_order, address=address),
        "text": str(answer.get("text", "")),
        "files": [one for one in item.files.all() if one.sha256 in named],
        "criteria": criteria,
        "solution": solution(asked, language=language, address=address),
        "marks": marks,
        "seen": marks[-1].pk if marks else 0,
        "share": request.POST.get("share", ""),
        "comment": request.POST.get("comment", marks[-1].comment if marks else ""),
        "problem": problem,
        "left": waiting_items(request).count(),
        "header_title": _("Grade: %(name)s") % {"name": item.question_version.question.name},
        "header_icon": "edit",
        "breadcrumbs_items": [
            {"url": reverse("training_desk:queue"), "label": _("To grade")},
            {"url": "", "label": item.question_version.question.name},
        ],
    }
