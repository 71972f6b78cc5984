"""Competencies, role profiles and dealer standards in the CMS."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views import generic

from portal.core.dispatch import send_after_commit
from portal.network.authorship import departments_of
from portal.network.models import User
from portal.network.owned_forms import OwnedForm
from training.bank.admin.owned import OwnedEdit, OwnedIndex, OwnedViewSet
from training.certification import api as certification
from training.needs.models import Competency, CompetencyFramework, DealerStandard, RoleProfile
from training.needs.standards import issue_version


class FrameworksIndex(OwnedIndex):
    related = ("department",)


class FrameworkViewSet(OwnedViewSet):
    model = CompetencyFramework
    icon = "list-ul"
    menu_label = _("Competency frameworks")
    index_view_class = FrameworksIndex
    list_display = ["name", "department"]
    search_fields = ["name"]
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("department")]),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel(f"level_{level}"), FieldPanel(f"level_{level}_zh")]) for level in range(5)],
            heading=_("Words of the levels"),
        ),
    ]


class CompetencyForm(OwnedForm):
    """What shows a competency is chosen among one's own assessments, certifications on offer, and what was chosen
    before."""

    owned = ("framework",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = self.formsets["rules"]
        fields_added = rules.add_fields

        def narrowed(form: Any, index: int | None) -> None:
            fields_added(form, index)
            tests, schemes = form.fields["assessment"], form.fields["scheme"]
            own = Q(department__in=departments_of(self.for_user)) | Q(pk=form.instance.assessment_id)
            tests.queryset = tests.queryset.filter(own)
            schemes.queryset = certification.on_offer(
                rows=schemes.queryset, user=self.for_user, chosen=[form.instance.scheme_id]
            )

        rules.add_fields = narrowed


class CompetenciesIndex(OwnedIndex):
    related = ("framework", "brand")
    owned_filters = ("framework",)


class KeepsRules:
    """After a competency is saved, what people did before is read by its rules."""

    @transaction.atomic
    def save_instance(self) -> Any:
        competency = super().save_instance()  # type: ignore[misc]
        send_after_commit("training.needs.tasks.apply_rules", competency.pk)
        return competency


class CreateCompetency(KeepsRules, generic.CreateView):
    """A new competency."""


class EditCompetency(KeepsRules, OwnedEdit):
    """A competency that there is."""


class CompetencyViewSet(OwnedViewSet):
    model = Competency
    base_form_class = CompetencyForm
    icon = "pick"
    menu_label = _("Competencies")
    index_view_class = CompetenciesIndex
    add_view_class = CreateCompetency
    edit_view_class = EditCompetency
    list_display = ["name", "code", "framework", "brand"]
    list_filter = ["framework", "brand"]
    search_fields = ["name", "code"]


class ProfilesIndex(OwnedIndex):
    related = ("role", "brand", "department")


class RoleProfileViewSet(OwnedViewSet):
    model = RoleProfile
    icon = "group"
    menu_label = _("Role profiles")
    index_view_class = ProfilesIndex
    list_display = ["role", "brand", "department"]
    list_filter = ["role", "brand"]
    search_fields = ["role__name", "brand__name"]


class StandardsIndex(OwnedIndex):
    related = ("department", "current")


class IssuesVersion:
    """A standard in force gets a version for every change, and the dealers are judged by it."""

    @transaction.atomic
    def save_instance(self) -> Any:
        standard = super().save_instance()  # type: ignore[misc]
        actor = self.request.user  # type: ignore[attr-defined]
        if standard.in_force:
            issue_version(standard=standard, actor=actor if isinstance(actor, User) else None)
        send_after_commit("training.needs.tasks.judge_all")
        return standard


class CreateStandard(IssuesVersion, generic.CreateView):
    """A new standard."""


class EditStandard(IssuesVersion, OwnedEdit):
    """A standard that there is."""


class DealerStandardViewSet(OwnedViewSet):
    model = DealerStandard
    icon = "tasks"
    menu_label = _("Dealer standards")
    index_view_class = StandardsIndex
    add_view_class = CreateStandard
    edit_view_class = EditStandard
    list_display = [
        "title",
        "code",
        "department",
        BooleanColumn("in_force", label=_("In force")),
        Column("current", label=_("Version")),
    ]
    list_filter = ["department", "in_force"]
    search_fields = ["title", "code"]
