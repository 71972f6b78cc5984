"""Rules and reminders in the CMS: lists and forms, for the authors of the owning department."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic

from portal.core import events
from portal.network.owned_forms import OwnedForm
from training.bank.admin.owned import OwnedEdit, OwnedIndex, OwnedViewSet
from training.enrolment.models import CourseReminders, EnrolmentRule, RuleEnrolment, RuleRun

MENU_HOOK = "register_training_menu_item"


def _in_short(courses: Any) -> None:
    """A choice of courses by title, without what they teach."""
    courses.queryset = courses.queryset.defer("body").order_by("title", "pk")


class RuleForm(OwnedForm):
    """A rule, with courses of its department."""

    owned = ("courses",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_short(self.fields["courses"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        department = cleaned.get("department")
        foreign = [one for one in cleaned.get("courses") or [] if department and one.department_id != department.pk]
        if foreign:
            self.add_error("courses", _("A rule enrols for courses of its own department."))
        return cleaned


class RemindersForm(OwnedForm):
    owned = ("course",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_short(self.fields["course"])


class _Recorded:
    """Views that keep who changed a rule."""

    verb = ""

    def save_instance(self) -> EnrolmentRule:
        rule: EnrolmentRule = super().save_instance()  # type: ignore[misc]
        changed = sorted(self.form.changed_data)  # type: ignore[attr-defined]
        actor = self.request.user  # type: ignore[attr-defined]
        events.record(verb=self.verb, subject=f"rule:{rule.pk}", actor=actor, data={"fields": changed})
        return rule


class CreateRule(_Recorded, generic.CreateView):
    verb = "rule.created"


class EditRule(_Recorded, OwnedEdit):
    verb = "rule.changed"


class RulesIndex(OwnedIndex):
    """Rules with their department and newest run, read in the same statement."""

    related = ("department",)

    def get_base_queryset(self) -> Any:
        newest = RuleRun.objects.filter(rule=OuterRef("pk")).order_by("-created_at", "-pk")
        theirs = RuleEnrolment.objects.filter(rule=OuterRef("pk")).order_by().values("rule")
        return (
            super()
            .get_base_queryset()
            .annotate(
                last_day=Subquery(newest.values("day")[:1]),
                enrolled=Coalesce(Subquery(theirs.annotate(number=Count("pk")).values("number")), 0),
            )
        )


class RuleViewSet(OwnedViewSet):
    """The rules of the person's departments."""

    model = EnrolmentRule
    base_form_class = RuleForm
    icon = "tasks"
    menu_label = gettext_lazy("Enrolment rules")
    menu_hook = MENU_HOOK
    menu_order = 300
    index_view_class = RulesIndex
    add_view_class = CreateRule
    edit_view_class = EditRule
    list_display = [
        "name",
        TitleColumn(
            "last_day",
            label=gettext_lazy("Runs"),
            accessor=lambda rule: rule.last_day or _("none yet"),
            get_url=lambda rule: reverse("enrolment_desk:rule", args=[rule.pk]),
        ),
        Column("get_state_display", label=gettext_lazy("State")),
        Column("enrolled", label=gettext_lazy("Enrolled")),
        "department",
    ]
    list_filter = ["state", "department"]
    search_fields = ["name", "reason"]
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("state")]),
        FieldPanel("department"),
        FieldPanel("courses"),
        FieldPanel("reason"),
        MultiFieldPanel(
            [
                *(FieldPanel(f"audience_{name}") for name in ("roles", "brands", "regions", "tiers", "dealers")),
                FieldPanel("starters_within"),
            ],
            heading=gettext_lazy("Whom it enrols"),
            help_text=gettext_lazy("A person is meant when every list is empty or names their dealership or job role."),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("active_from"), FieldPanel("active_until")]),
                FieldRowPanel([FieldPanel("due_days"), FieldPanel("retake_months"), FieldPanel("escalate_days")]),
            ],
            heading=gettext_lazy("When"),
        ),
    ]


class RemindersIndex(OwnedIndex):
    """With the course, read in the same statement."""

    related = ("course",)


class RemindersViewSet(OwnedViewSet):
    """After how many days a manager hears that somebody is late with a course."""

    model = CourseReminders
    base_form_class = RemindersForm
    icon = "bell"
    menu_label = gettext_lazy("Late courses")
    menu_hook = MENU_HOOK
    menu_order = 310
    index_view_class = RemindersIndex
    list_display = ["course", "escalate_days"]
    search_fields = ["course__title"]
    panels = [FieldPanel("course"), FieldPanel("escalate_days")]
