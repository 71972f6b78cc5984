"""Assessments in the CMS: the list, and the form of one with its sections and draws."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views import generic

from portal.core import events
from portal.core.keys import LARGEST_ID
from portal.network.owned_views import author_of, own_or_404
from training.assessments import keeping
from training.assessments.admin.forms import AssessmentForm, SlotForm
from training.assessments.checking import check
from training.assessments.composing import fitting
from training.assessments.models import Assessment, Slot
from training.assessments.templatetags.training_texts import percent
from training.bank.admin.choosers import category_chooser, question_chooser
from training.bank.admin.owned import OwnedDelete, OwnedEdit, OwnedIndex, OwnedViewSet
from training.bank.api import departments_of
from training.bank.models import Category

SLOT = [
    FieldPanel("question", widget=question_chooser.widget_class),
    MultiFieldPanel(
        [
            FieldPanel("category", widget=category_chooser.widget_class),
            FieldRowPanel([FieldPanel("count"), FieldPanel("easiest"), FieldPanel("hardest")]),
            FieldRowPanel([FieldPanel("objective"), FieldPanel("tag")]),
        ],
        heading=gettext_lazy("Or draw"),
        help_text=gettext_lazy("From the category and those below it; empty conditions admit every question."),
        classname="slot-draw",
    ),
    FieldRowPanel([FieldPanel("points"), FieldPanel("seconds")]),
]


class SlotsPanel(InlinePanel):
    """The questions and draws of a section, by their own form."""

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name]["form"] = SlotForm
        return options


CONTENT = [
    FieldRowPanel([FieldPanel("title"), FieldPanel("title_zh")]),
    FieldPanel("department"),
    FieldRowPanel([FieldPanel("introduction"), FieldPanel("introduction_zh")]),
    InlinePanel(
        "sections",
        [
            FieldRowPanel([FieldPanel("title"), FieldPanel("title_zh"), FieldPanel("shuffle")]),
            SlotsPanel("slots", SLOT, heading=gettext_lazy("Questions"), label=gettext_lazy("Question or draw")),
        ],
        heading=gettext_lazy("Sections"),
        label=gettext_lazy("Section"),
    ),
]
RULES = [
    MultiFieldPanel(
        [
            FieldPanel("pass_share", heading=gettext_lazy("Pass mark in %")),
            FieldRowPanel([FieldPanel("partial_credit"), FieldPanel("negative_marks")]),
            FieldPanel("hint_cost", heading=gettext_lazy("Cost of a hint in %")),
            FieldPanel("feedback"),
        ],
        heading=gettext_lazy("Grading"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("time_limit_seconds", heading=gettext_lazy("Time limit in minutes")),
            FieldRowPanel([FieldPanel("most_attempts"), FieldPanel("cool_down_minutes")]),
            FieldRowPanel([FieldPanel("navigation"), FieldPanel("shuffle_options")]),
        ],
        heading=gettext_lazy("Taking it"),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("opening"), FieldPanel("password")]),
            FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
        ],
        heading=gettext_lazy("Beginning"),
    ),
]


class AssessmentFilters(WagtailFilterSet):
    archived = django_filters.ChoiceFilter(
        choices=[("no", gettext_lazy("In use")), ("yes", gettext_lazy("Archived"))],
        method="by_archived",
        label=gettext_lazy("Archived"),
    )

    class Meta:
        model = Assessment
        fields = ["archived", "department", "opening"]

    def by_archived(self, rows: QuerySet[Assessment], name: str, value: str) -> QuerySet[Assessment]:
        return rows.filter(archived_at__isnull=value == "no")


class AssessmentsIndex(OwnedIndex):
    related = ("department",)

    def get_base_queryset(self) -> QuerySet[Any]:
        return super().get_base_queryset().annotate(taken=Count("attempts"))


class _Recorded:
    verb = ""

    def save_instance(self) -> Assessment:
        assessment: Assessment = super().save_instance()  # type: ignore[misc]
        actor = author_of(self.request)  # type: ignore[attr-defined]
        events.record(verb=self.verb, subject=f"assessment:{assessment.pk}", actor=actor)
        return assessment

    def get_success_url(self) -> str:
        """The check: what was made is looked at before anybody takes it."""
        return reverse("training_desk:check", args=[self.object.pk])  # type: ignore[attr-defined]


class CreateAssessment(_Recorded, generic.CreateView):
    verb = "assessment.created"


class EditAssessment(_Recorded, OwnedEdit):
    verb = "assessment.changed"


class DeleteAssessment(OwnedDelete):
    def form_valid(self, form: forms.Form) -> HttpResponse:
        if uses := keeping.uses_of(self.object):
            sentence = _("“%(name)s” is used by %(title)s and cannot be deleted. Archive it instead.")
            messages.error(self.request, sentence % {"name": self.object, "title": uses[0].title})
            return redirect("training_desk:check", self.object.pk)
        if self.object.attempts.exists():
            sentence = _("“%(name)s” has attempts, which are kept, and cannot be deleted. Archive it instead.")
            messages.error(self.request, sentence % {"name": self.object})
            return redirect("training_desk:check", self.object.pk)
        events.record(verb="assessment.deleted", subject=f"assessment:{self.object.pk}", actor=author_of(self.request))
        answer: HttpResponse = super().form_valid(form)
        return answer


class AssessmentViewSet(OwnedViewSet):
    model = Assessment
    icon = "tick-inverse"
    menu_label = gettext_lazy("Assessments")
    url_prefix = "training/assessments"
    index_view_class = AssessmentsIndex
    add_view_class = CreateAssessment
    edit_view_class = EditAssessment
    delete_view_class = DeleteAssessment
    filterset_class = AssessmentFilters
    create_template_name = edit_template_name = "assessments/admin/form.html"
    list_display = [
        "title",
        "department",
        Column("pass_share", label=gettext_lazy("Pass mark"), accessor=lambda one: percent(one.pass_share)),
        "opening",
        Column("taken", label=gettext_lazy("Attempts")),
        BooleanColumn("archived", label=gettext_lazy("Archived"), accessor=lambda one: one.archived_at is not None),
    ]
    search_fields = ["title", "introduction"]
    ordering = ["title", "pk"]
    edit_handler = TabbedInterface(
        [
            ObjectList(CONTENT, heading=gettext_lazy("Questions")),
            ObjectList(RULES, heading=gettext_lazy("Rules")),
        ],
        base_form_class=AssessmentForm,
    )


@require_safe
def check_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What stands in the way, what an attempt asks, and what else can be done with the assessment."""
    assessment: Assessment = own_or_404(Assessment, request, pk, "department")
    context = {
        "assessment": assessment,
        "check": check(assessment),
        "uses": keeping.uses_of(assessment),
        "taken": assessment.attempts.count(),
        "header_title": assessment.title,
        "header_icon": "tick-inverse",
        "breadcrumbs_items": [
            {"url": reverse("assessments_desk:index"), "label": _("Assessments")},
            {"url": reverse("assessments_desk:edit", args=[pk]), "label": assessment.title},
            {"url": "", "label": _("Check")},
        ],
    }
    return render(request, "assessments/admin/check.html", context)


@require_POST
def duplicate(request: HttpRequest, pk: int) -> HttpResponse:
    """A copy, to go on with."""
    made = keeping.duplicate(actor=author_of(request), assessment=own_or_404(Assessment, request, pk))
    messages.success(request, _("“%(title)s” was made.") % {"title": made.title})
    return redirect("assessments_desk:edit", made.pk)


@require_POST
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Put away, or take up again what was put away."""
    assessment: Assessment = own_or_404(Assessment, request, pk)
    if assessment.archived_at is None:
        keeping.archive(actor=author_of(request), assessment=assessment)
        messages.success(request, _("It is archived: no new attempt begins."))
    else:
        keeping.take_up(actor=author_of(request), assessment=assessment)
        messages.success(request, _("It is offered again."))
    return redirect("training_desk:check", pk)


@require_safe
def count(request: HttpRequest) -> JsonResponse:
    """How many questions of the person's departments fit a draw as it is being written: {fits}."""

    def number(name: str, otherwise: int) -> int:
        given = request.GET.get(name, "")
        return min(int(given), LARGEST_ID) if given.isdecimal() and len(given) < 20 else otherwise

    author = author_of(request)
    category = Category.objects.filter(pk=number("category", 0), department__in=departments_of(author)).first()
    slot = Slot(
        category=category,
        easiest=min(number("easiest", 1), 9),
        hardest=min(number("hardest", 5), 9),
        objective=request.GET.get("objective", "").strip()[:200],
        tag=request.GET.get("tag", "").strip()[:100],
    )
    return JsonResponse({"fits": fitting(slot, departments=departments_of(author))})
