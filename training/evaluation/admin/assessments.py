"""The analysis of an assessment in the CMS, and of each of its questions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Q, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.core.errors import Refused
from training.assessments.models import Assessment, Attempt
from training.evaluation import analyses
from training.evaluation.admin.gate import own_assessment, own_assessments, person
from training.evaluation.exporting import as_file
from training.evaluation.models import ItemAnalysis
from training.evaluation.plots import bars, score_labels, score_plot, time_labels, time_plot
from training.evaluation.presenting import GroupRow, group_rows, question_rows, question_table, version_rows
from training.evaluation.theory.intervals import wilson

PER_PAGE = 50
MOST_PLOTTED = 20


@require_safe
def assessments(request: HttpRequest) -> HttpResponse:
    """The assessments of one's departments: how many attempts, and what the newest analysis says."""
    words = request.GET.get("q", "").strip()[:100]
    ready = ItemAnalysis.objects.filter(assessment=OuterRef("pk"), state=ItemAnalysis.State.READY)
    found = (
        own_assessments(request)
        .annotate(
            graded=Count("attempts", filter=Q(attempts__state=Attempt.State.GRADED)),
            analysed_at=Subquery(ready.order_by("-finished_at").values("finished_at")[:1]),
            alpha=Subquery(ready.order_by("-finished_at").values("alpha")[:1]),
        )
        .order_by("title", "pk")
    )
    if words:
        found = found.filter(title__icontains=words)
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("p")),
        "words": words,
        "header_title": _("Evaluation"),
        "page_title": _("Evaluation"),
        "header_icon": "history",
    }
    return render(request, "training_evaluation/admin/assessments.html", context)


@require_safe
def assessment(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """What the newest analysis found."""
    found = own_assessment(request, assessment_id)
    first_only = request.GET.get("attempts") != "all"
    analysis = analyses.newest(found.pk, first_only=first_only)
    context: dict[str, Any] = {
        "assessment": found,
        "analysis": analysis,
        "first_only": first_only,
        "under_way": ItemAnalysis.objects.filter(
            assessment=found, first_only=first_only, state__in=ItemAnalysis.OPEN
        ).first(),
        "header_title": found.title,
        "page_title": found.title,
        "header_icon": "history",
        "breadcrumbs_items": _trail(found),
    }
    if analysis is not None:
        context |= _found(analysis)
    return render(request, "training_evaluation/admin/assessment.html", context)


def _trail(found: Assessment, last: str = "") -> list[dict[str, str]]:
    trail = [{"url": reverse("training_evaluation:assessments"), "label": _("Evaluation")}]
    address = reverse("training_evaluation:assessment", args=[found.pk]) if last else ""
    trail.append({"url": address, "label": found.title})
    return [*trail, {"url": "", "label": last}] if last else trail


def _found(analysis: ItemAnalysis) -> dict[str, Any]:
    test = (analysis.result or {})["test"]
    low, high = wilson(test["passed"], analysis.attempts) or (None, None)
    groups = []
    for kind, name in (("dealer", _("Dealers")), ("region", _("Regions")), ("version", _("Versions of courses"))):
        rows, hidden = group_rows(analysis, kind)
        if rows or hidden:
            groups.append({"kind": kind, "name": name, "rows": rows, "hidden": hidden, "plot": _group_plot(rows)})
    return {
        "test": test,
        "pass_share": test["passed"] / analysis.attempts if analysis.attempts else None,
        "pass_low": low,
        "pass_high": high,
        "bins": list(zip(score_labels(), test["bins"], strict=True)),
        "scores": score_plot(test["bins"]),
        "questions": question_rows(analysis),
        "groups": groups,
        "later": analyses.since(analysis),
    }


def _group_plot(rows: list[GroupRow]) -> dict[str, Any] | None:
    if len(rows) < 2:
        return None
    shown = rows[:MOST_PLOTTED]
    series = {_("Mean score"): [row.mean for row in shown], _("Passed"): [row.passed for row in shown]}
    return bars([row.name for row in shown], series, percent=True, max=1, horizontal=True)


@require_POST
def analyse(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """Analyse now, or in a job when there is much."""
    found = own_assessment(request, assessment_id)
    first_only = request.POST.get("attempts") != "all"
    try:
        analysis = analyses.analyse(actor=person(request), assessment_id=found.pk, first_only=first_only)
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        if analysis.state != ItemAnalysis.State.READY:
            messages.success(request, _("The analysis is being worked out. Reload the page in a minute."))
    address = reverse("training_evaluation:assessment", args=[found.pk])
    return redirect(address if first_only else f"{address}?attempts=all")


@require_safe
def question(request: HttpRequest, assessment_id: int, question_id: int) -> HttpResponse:
    """One question: which third chose what, how long people took, and each version."""
    found = own_assessment(request, assessment_id)
    analysis = analyses.newest(found.pk, first_only=request.GET.get("attempts") != "all")
    row = next((one for one in question_rows(analysis) if one.id == question_id), None) if analysis else None
    if row is None:
        raise Http404
    times = row.found["times"]
    context = {
        "assessment": found,
        "analysis": analysis,
        "row": row,
        "versions": version_rows(row.found, get_language() or "en"),
        "times": times,
        "time_bins": list(zip(time_labels(), times["bins"], strict=True)),
        "time_plot": time_plot(times["bins"]) if times["n"] else None,
        "header_title": row.name,
        "page_title": row.name,
        "header_icon": "help",
        "breadcrumbs_items": _trail(found, row.name),
    }
    return render(request, "training_evaluation/admin/question.html", context)


@require_safe
def export(request: HttpRequest, assessment_id: int, kind: str) -> HttpResponse:
    """The table of questions as a file."""
    found = own_assessment(request, assessment_id)
    analysis = analyses.newest(found.pk, first_only=request.GET.get("attempts") != "all")
    if analysis is None or kind not in ("csv", "xlsx"):
        raise Http404
    head, rows = question_table(analysis)
    return as_file(f"questions-{found.pk}", kind, head, rows)
