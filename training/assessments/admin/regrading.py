"""Grading a faulty question again: choose how, see whose result changes, say why, do it. And what was done before."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.core.errors import Refused
from portal.network.owned_views import author_of, own_or_404
from training.assessments.attempts.marking import preview, regrade
from training.assessments.attempts.outcomes import Outcome, outcomes
from training.assessments.models import Regrade
from training.bank.models import Question

PER_PAGE = 50


def regrade_question(request: HttpRequest, pk: int) -> HttpResponse:
    """GET ?how= shows what would change; POST {how, reason} does it."""
    question: Question = own_or_404(Question, request, pk, "current", "category")
    how = (request.POST if request.method == "POST" else request.GET).get("how", "")
    how = how if how in Regrade.How.values else ""
    problem = ""
    if request.method == "POST" and how:
        try:
            made = regrade(
                actor=author_of(request),
                question=question,
                how=how,
                reason=request.POST.get("reason", "").strip()[:300],
            )
        except Refused as refusal:
            problem = refusal.reason
        else:
            messages.success(request, _("Graded again: %(count)s attempts changed.") % {"count": made.attempts})
            return redirect("training_desk:regrade", pk)
    changed: list[Outcome] = []
    if how and not problem:
        try:
            changed = outcomes(preview(question=question, how=how))
        except Refused as refusal:
            problem = refusal.reason
    log = Paginator(question.regrades.select_related("made_by").order_by("-made_at", "-pk"), PER_PAGE)
    context = {
        "question": question,
        "how": how,
        "choices": Regrade.How.choices,
        "problem": problem,
        "changed": changed,
        "page": Paginator(changed, PER_PAGE).get_page(request.GET.get("p")),
        "turned": sum(one.turns for one in changed),
        "log": log.get_page(request.GET.get("log")),
        "reason": request.POST.get("reason", ""),
        "header_title": _("Grade again: %(name)s") % {"name": question.name},
        "header_icon": "rotate",
        "breadcrumbs_items": [
            {"url": reverse("question_bank:index"), "label": _("Questions")},
            {"url": reverse("question_bank:edit", args=[pk]), "label": question.name},
            {"url": "", "label": _("Grade again")},
        ],
    }
    return render(request, "assessments/admin/regrade.html", context)
