"""The four levels of a course in the CMS, its surveys, and its on-the-job check."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Q, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.core.errors import Refused
from portal.core.keys import LARGEST_ID
from training.bank.api import departments_of
from training.courses.api import Course, Registration
from training.evaluation import levels
from training.evaluation.admin.forms import PlanForm
from training.evaluation.admin.gate import own_course, own_courses, person
from training.evaluation.checks import set_plan
from training.evaluation.comparing import SMALLEST
from training.evaluation.models import Figure, OnTheJobPlan, SurveyResponse
from training.evaluation.plots import Plot, bars, lines
from training.evaluation.reactions import Asked, Reaction, comments, reactions
from training.evaluation.surveys import SCALE

PER_PAGE = 50
DEFAULT_PERCENT = 50
MOST_FIGURES = 200


@require_safe
def courses(request: HttpRequest) -> HttpResponse:
    """The courses of one's departments, with how many completed them and how many answered surveys."""
    words = request.GET.get("q", "").strip()[:100]
    answered = SurveyResponse.objects.filter(course=OuterRef("pk")).order_by().values("course")
    found = (
        own_courses(request)
        .annotate(
            completed=Count("registrations", filter=Q(registrations__state=Registration.State.COMPLETED)),
            answered=Subquery(answered.annotate(n=Count("pk")).values("n")),
        )
        .order_by("title", "pk")
    )
    if words:
        found = found.filter(Q(title__icontains=words) | Q(document_number__icontains=words))
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("p")),
        "words": words,
        "header_title": _("Evaluation"),
        "page_title": _("Evaluation"),
        "header_icon": "history",
    }
    return render(request, "training_evaluation/admin/courses.html", context)


@require_safe
def course(request: HttpRequest, course_id: int) -> HttpResponse:
    """Reaction, learning, behaviour and result on one page."""
    found = own_course(request, course_id)
    learned, gain = levels.learning(found)
    context = {
        "course": found,
        "smallest": SMALLEST,
        "surveys": [(one, _reaction_plot(one)) for one in reactions(found.pk)],
        "learned": learned,
        "learned_plot": _learned_plot(learned),
        "gain": gain,
        "behaviour": (seen := levels.behaviour(found)),
        "behaviour_plot": _means([one.statement for one in seen.statements], [one.mean for one in seen.statements]),
        "plan": OnTheJobPlan.objects.filter(course=found).first(),
        **_result(request, found),
        "header_title": found.title,
        "page_title": found.title,
        "header_icon": "history",
        "breadcrumbs_items": _trail(found),
    }
    return render(request, "training_evaluation/admin/course.html", context)


def _trail(found: Course, last: str = "") -> list[dict[str, str]]:
    trail = [{"url": reverse("training_evaluation:courses"), "label": _("Evaluation")}]
    address = reverse("training_evaluation:course", args=[found.pk]) if last else ""
    trail.append({"url": address, "label": found.title})
    return [*trail, {"url": "", "label": last}] if last else trail


def _means(labels: list[str], means: list[float]) -> Plot | None:
    if not labels:
        return None
    return bars([label[:60] for label in labels], {_("Mean, 1 to 5"): means}, horizontal=True, max=SCALE[-1])


def _reaction_plot(one: Reaction) -> Plot | None:
    scales = [asked for asked in one.questions if asked.mean is not None]
    return _means([asked.question.text for asked in scales], [asked.mean or 0 for asked in scales])


def _learned_plot(learned: list[levels.Learned]) -> Plot | None:
    shown = [one for one in learned if one.first is not None]
    if not shown:
        return None
    series = {_("Mean first score"): [one.first for one in shown], _("Passed in the end"): [one.share for one in shown]}
    return bars([one.title for one in shown], series, percent=True, max=1)


def _result(request: HttpRequest, found: Course) -> dict[str, Any]:
    """The fourth level, for the figure and the share that the address asks for."""
    figures = Figure.objects.filter(department__in=departments_of(person(request)))[:MOST_FIGURES]
    percent = _number(request.GET.get("percent"), DEFAULT_PERCENT, 1, 100)
    chosen = _number(request.GET.get("figure"), 0, 0, LARGEST_ID)
    figure = next((one for one in figures if one.pk == chosen), None) or next(iter(figures), None)
    result = levels.result(found, figure, share=percent / 100) if figure else None
    return {
        "figures": figures,
        "figure": figure,
        "percent": percent,
        "result": result,
        "result_plot": _result_plot(result) if result and result.months else None,
    }


def _number(text: str | None, default: int, low: int, high: int) -> int:
    number = int(text) if text and text.isascii() and text.isdigit() and len(text) < 20 else default
    return min(max(number, low), high)


def _result_plot(result: levels.Result) -> Plot:
    labels = [date_format(one.month, "YEAR_MONTH_FORMAT") for one in result.months]
    series = {
        _("Trained dealers"): [one.trained for one in result.months],
        _("Other dealers"): [one.others for one in result.months],
    }
    return lines(labels, series, y=str(result.figure))


@require_safe
def survey(request: HttpRequest, course_id: int, lesson_id: str) -> HttpResponse:
    """A survey of a course, question by question, and what people wrote."""
    found = own_course(request, course_id)
    one = next((one for one in reactions(found.pk) if one.lesson.id == lesson_id), None)
    if one is None:
        raise Http404
    context = {
        "course": found,
        "one": one,
        "smallest": SMALLEST,
        "questions": [(asked, _asked_plot(asked), f"q{at}") for at, asked in enumerate(one.questions)],
        "page": Paginator(comments(found.pk, lesson_id), PER_PAGE).get_page(request.GET.get("p")),
        "header_title": one.lesson.title,
        "page_title": one.lesson.title,
        "header_icon": "form",
        "breadcrumbs_items": _trail(found, one.lesson.title),
    }
    return render(request, "training_evaluation/admin/survey.html", context)


def _asked_plot(asked: Asked) -> Plot:
    return bars(asked.labels, {_("Answers"): asked.counts}, y=_("Answers"))


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, course_id: int) -> HttpResponse:
    """What managers look at some weeks after the course."""
    found = own_course(request, course_id)
    kept = OnTheJobPlan.objects.filter(course=found).first()
    form = PlanForm(request.POST or None, initial=PlanForm.initial_of(kept))
    if request.method == "POST" and form.is_valid():
        try:
            set_plan(actor=person(request), course=found, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.reason)
        else:
            messages.success(request, _("The on-the-job check is kept."))
            return redirect("training_evaluation:course", found.pk)
    title = _("On-the-job check")
    context = {
        "course": found,
        "form": form,
        "header_title": title,
        "page_title": title,
        "header_icon": "clipboard-list",
        "breadcrumbs_items": _trail(found, title),
    }
    return render(request, "training_evaluation/admin/plan.html", context)
