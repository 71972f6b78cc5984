"""What a rule would do, and its runs: beginning, stopping and going on."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.core.errors import Refused
from portal.core.keys import LARGEST_ID
from training.bank.api import departments_of
from training.enrolment import matching, running
from training.enrolment.models import EnrolmentRule, RuleRun
from training.enrolment.views.gate import own_user

PER_PAGE = 25


def _rule(request: HttpRequest, rule_id: int) -> EnrolmentRule:
    """A rule of the person's departments. Raises Http404."""
    mine = EnrolmentRule.objects.filter(department__in=departments_of(own_user(request)))
    rule = mine.select_related("department").filter(pk=rule_id).first() if rule_id <= LARGEST_ID else None
    if rule is None:
        raise Http404
    return rule


def _table(request: HttpRequest, rule: EnrolmentRule) -> dict[str, object]:
    page = Paginator(rule.runs.select_related("by"), PER_PAGE).get_page(request.GET.get("p"))
    return {"rule": rule, "page": page, "moving": any(run.state in RuleRun.OPEN for run in page)}


@require_safe
def rule(request: HttpRequest, rule_id: int) -> HttpResponse:
    """What the rule would do today, and what it did."""
    shown = _rule(request, rule_id)
    context = {
        **_table(request, shown),
        "forecast": matching.forecast(rule=shown),
        "header_title": shown.name,
        "page_title": shown.name,
        "header_icon": "tasks",
        "breadcrumbs_items": [
            {"url": reverse("enrolment_rules:index"), "label": _("Enrolment rules")},
            {"url": reverse("enrolment_rules:edit", args=[shown.pk]), "label": shown.name},
            {"url": "", "label": _("Runs")},
        ],
    }
    return render(request, "training_enrolment/admin/rule.html", context)


@require_safe
def runs(request: HttpRequest, rule_id: int) -> HttpResponse:
    """The table alone, for the browser to ask again while a run moves."""
    return render(request, "training_enrolment/admin/_runs.html", _table(request, _rule(request, rule_id)))


@require_POST
def begin(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Run the rule now."""
    shown = _rule(request, rule_id)
    return _done(request, rule_id, lambda: running.begin(actor=own_user(request), rule=shown), _("The run has begun."))


@require_POST
def stop(request: HttpRequest, rule_id: int, run_id: int) -> HttpResponse:
    """Stop a run where it is."""
    run = _run(request, rule_id, run_id)
    return _done(request, rule_id, lambda: running.stop(actor=own_user(request), run_id=run), _("The run is stopped."))


@require_POST
def go_on(request: HttpRequest, rule_id: int, run_id: int) -> HttpResponse:
    """Go on with a stopped run."""
    run = _run(request, rule_id, run_id)
    return _done(request, rule_id, lambda: running.go_on(actor=own_user(request), run_id=run), _("The run goes on."))


def _run(request: HttpRequest, rule_id: int, run_id: int) -> int:
    if run_id > LARGEST_ID or not _rule(request, rule_id).runs.filter(pk=run_id).exists():
        raise Http404
    return run_id


def _done(request: HttpRequest, rule_id: int, change: Callable[[], object], said: str) -> HttpResponse:
    try:
        change()
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, said)
    return redirect("enrolment_desk:rule", rule_id)
