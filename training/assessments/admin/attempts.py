"""Attempts in the CMS: who took what, and one attempt exactly as the person saw it."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.contrib import messages
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.widgets import AdminDateInput

from portal.core.errors import Refused
from portal.core.keys import LARGEST_ID
from portal.network.models import Dealer, Membership
from portal.network.owned_views import author_of, own_or_404, owned
from training.assessments.attempts.marking import void
from training.assessments.attempts.reviewing import asked_in, review
from training.assessments.attempts.saving import OPENED
from training.assessments.models import AnswerFile, Assessment, Attempt, AttemptItem, Mark, Response
from training.assessments.rules import Rules
from training.assessments.templatetags.training_texts import percent
from training.assessments.views.files import send
from training.bank.admin.owned import OwnedIndex, OwnedViewSet
from training.bank.admin.pictures import addresses_for
from training.bank.api import departments_of


def own_assessments(request: HttpRequest | None) -> QuerySet[Assessment]:
    if request is None:
        return Assessment.objects.none()
    return Assessment.objects.filter(department__in=departments_of(author_of(request))).order_by("title", "pk")


class AttemptFilters(WagtailFilterSet):
    assessment = django_filters.ModelChoiceFilter(queryset=own_assessments, label=gettext_lazy("Assessment"))
    state = django_filters.MultipleChoiceFilter(choices=Attempt.State.choices, label=gettext_lazy("State"))
    passed = django_filters.BooleanFilter(
        label=gettext_lazy("Passed"),
        widget=forms.Select(
            choices=[("", gettext_lazy("All")), ("true", gettext_lazy("Yes")), ("false", gettext_lazy("No"))]
        ),
    )
    dealer = django_filters.CharFilter(method="by_dealer", label=gettext_lazy("Dealer's code or name"))
    since = django_filters.DateFilter(
        field_name="created_at", lookup_expr="date__gte", label=gettext_lazy("Begun from"), widget=AdminDateInput
    )
    until = django_filters.DateFilter(
        field_name="created_at", lookup_expr="date__lte", label=gettext_lazy("Begun until"), widget=AdminDateInput
    )

    class Meta:
        model = Attempt
        fields = ["assessment", "state", "passed", "dealer", "since", "until"]

    def by_dealer(self, rows: QuerySet[Attempt], name: str, value: str) -> QuerySet[Attempt]:
        """Of people who were of the dealer on the day they began."""
        words = value.strip()[:100]
        dealers = Dealer.objects.filter(code__iexact=words) | Dealer.objects.filter(name__icontains=words)
        held = Membership.objects.filter(user=OuterRef("user"), dealer__in=dealers)
        day = OuterRef("created_at__date")
        return rows.filter(
            Exists(held.filter(starts__lte=day, ends__isnull=True))
            | Exists(held.filter(starts__lte=day, ends__gte=day))
        )


class AttemptsIndex(OwnedIndex):
    related = ("user", "assessment")
    default_ordering = ("-created_at", "-pk")

    def get_base_queryset(self) -> QuerySet[Any]:
        return super().get_base_queryset().defer("rules")


def person_of(attempt: Attempt) -> str:
    return attempt.user.get_full_name() or attempt.user.get_username()


class AttemptViewSet(OwnedViewSet):
    model = Attempt
    icon = "form"
    menu_label = pgettext_lazy("records", "Attempts")
    url_prefix = "training/attempts"
    pages = frozenset({"index", "index_results"})
    index_view_class = AttemptsIndex
    list_display = [
        Column("person", label=gettext_lazy("Person"), accessor=person_of, sort_key="user__username"),
        "assessment",
        "number",
        "state",
        Column("score", label=gettext_lazy("Score"), accessor=lambda one: percent(one.share), sort_key="share"),
        DateColumn("created_at", label=gettext_lazy("Begun"), sort_key="created_at"),
        DateColumn("submitted_at", label=gettext_lazy("Handed in"), sort_key="submitted_at"),
    ]
    filterset_class = AttemptFilters
    search_fields = ["user__username", "user__first_name", "user__last_name", "assessment__title"]
    ordering = ["-created_at", "-pk"]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(**{"edit_url_name": self.get_url_name("attempt"), **kwargs})

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/", attempt, name="attempt"),
            path("<int:pk>/sheet/", sheet, name="sheet"),
            path("<int:pk>/void/", void_attempt, name="void"),
            path("files/<int:pk>/", answer_file, name="file"),
        ]


@require_safe
def attempt(request: HttpRequest, pk: int) -> HttpResponse:
    """One attempt: its facts, its sheet as the person saw it, every answer in time, every mark with its reason."""
    taken: Attempt = own_or_404(Attempt, request, pk, "user", "assessment", "released_by")
    responses = Response.objects.exclude(client_key=OPENED).order_by("sequence")
    marks = Mark.objects.select_related("graded_by", "regrade").order_by("pk")
    items = (
        AttemptItem.objects.filter(attempt=taken)
        .select_related("question_version__question__category")
        .prefetch_related(Prefetch("responses", queryset=responses), Prefetch("marks", queryset=marks), "files")
        .order_by("position")
    )
    context = {
        "attempt": taken,
        "person": person_of(taken),
        "rules": Rules.kept(taken.rules),
        "items": items,
        "open": taken.state in (Attempt.State.WAITING, Attempt.State.IN_PROGRESS),
        "voided": taken.state == Attempt.State.VOIDED,
        "header_title": f"{person_of(taken)} · {taken.assessment.title}",
        "header_icon": "form",
        "breadcrumbs_items": trail(str(taken)),
    }
    return render(request, "assessments/admin/attempt.html", context)


def trail(here: str) -> list[dict[str, str]]:
    """Where one is."""
    return [
        {"url": reverse("attempts_desk:index"), "label": pgettext("records", "Attempts")},
        {"url": "", "label": here},
    ]


@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The attempt in the learner's own pages and language: the questions with the person's answers, in their order; or,
    with ?graded, what came of each."""
    taken: Attempt = own_or_404(Attempt, request, pk, "assessment")
    address = addresses_for(request)
    graded = "graded" in request.GET
    context = {
        "attempt": taken,
        "shown_in": taken.language,
        "rules": Rules.kept(taken.rules),
        "graded": graded,
        "items": review(taken, address=address, all_of_it=True) if graded else asked_in(taken, address=address),
    }
    with translation.override(taken.language):
        return render(request, "assessments/admin/sheet.html", context)


@require_POST
def void_attempt(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an attempt out of the count, with a reason."""
    taken: Attempt = own_or_404(Attempt, request, pk)
    try:
        void(actor=author_of(request), attempt=taken, reason=request.POST.get("reason", "").strip()[:300])
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, _("The attempt does not count any more. It stays in the record."))
    return redirect("attempts_desk:attempt", pk)


@require_safe
def answer_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A file that was handed in with an answer, to an author of the department whose assessment it is."""
    kept = AnswerFile.objects.filter(pk=min(pk, LARGEST_ID), item__attempt__in=owned(Attempt, request)).first()
    if kept is None:
        raise Http404
    return send(request, kept)
