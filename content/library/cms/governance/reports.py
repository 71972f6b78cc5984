"""Reports of what somebody should look at: for the people of the departments that it belongs to."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import CharField, F, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page, get_page_models
from wagtail.permissions import policy_registry

from content.library.models import Conflict, EmergencyRelease
from content.library.models.publication import Publication
from content.library.succession import replaced
from portal.core.spreadsheets import harmless
from portal.network.models import Department, User


def sections_of_person(user: Any) -> QuerySet[Any]:
    """The departments in whose sections the person edits; all of them for an administrator."""
    if user.is_superuser:
        return Department.objects.order_by("name")
    pages = policy_registry.get_by_type(Page).instances_user_has_any_permission_for(user, ["add", "change", "publish"])
    return Department.objects.filter(root_page__in=pages.order_by().values("pk")).order_by("name")


def _departments(request: Any) -> QuerySet[Any]:
    return sections_of_person(request.user) if request is not None else Department.objects.none()


class DepartmentFilterSet(WagtailFilterSet):
    """By department, among those of the person."""

    department = django_filters.ModelChoiceFilter(label=_("Department"), queryset=_departments, method="of_department")

    def of_department(self, rows: QuerySet[Any], name: str, value: Department) -> QuerySet[Any]:
        raise NotImplementedError


class GovernanceReport(ReportView):
    """Fifty rows a page, all of them as a spreadsheet in which no cell is a formula."""

    header_icon = "warning"
    nothing = _("Nothing is waiting here.")
    custom_value_preprocess = {
        **ReportView.custom_value_preprocess,
        str: {ReportView.FORMAT_CSV: harmless, ReportView.FORMAT_XLSX: harmless},
    }

    @cached_property
    def no_results_message(self) -> Any:
        return super().no_results_message if self.is_filtering else self.nothing

    @cached_property
    def departments(self) -> list[int]:
        return list(sections_of_person(self.request.user).values_list("pk", flat=True))


class ConflictFilterSet(DepartmentFilterSet):
    class Meta:
        model = Conflict
        fields: list[str] = []

    def of_department(self, rows: QuerySet[Any], name: str, value: Department) -> QuerySet[Any]:
        return rows.filter(Q(first__department=value) | Q(second__department=value))


def _questions_of_first(row: Conflict) -> str:
    return reverse("governance:conflicts", args=[row.first_id])


def _questions_of_second(row: Conflict) -> str:
    return reverse("governance:conflicts", args=[row.second_id])


class OpenConflicts(GovernanceReport):
    """Publications that overlap without anybody having said what becomes of them. Who edits one of them sees both."""

    page_title = _("Open conflicts")
    nothing = _("No publications overlap without an answer.")
    model = Conflict
    filterset_class = ConflictFilterSet
    index_url_name = "governance:open_conflicts"
    index_results_url_name = "governance:open_conflicts_results"
    columns = [
        TitleColumn("first", label=_("Publication"), accessor="first.title", get_url=_questions_of_first),
        Column("first_department", label=_("Department"), accessor="first.department.name"),
        TitleColumn("second", label=_("Overlaps with"), accessor="second.title", get_url=_questions_of_second),
        Column("second_department", label=_("Department"), accessor="second.department.name"),
        DateColumn("found_at", label=_("Found")),
    ]
    list_export = [
        "first.document_number",
        "first.title",
        "first.department.name",
        "second.document_number",
        "second.title",
        "second.department.name",
        "found_at",
    ]
    export_filename = "open-conflicts"

    def get_queryset(self) -> QuerySet[Any]:
        now = timezone.now()
        mine = Q(first__department__in=self.departments) | Q(second__department__in=self.departments)
        rows = Conflict.objects.filter(mine, state=Conflict.State.OPEN)
        for side in ("first", "second"):
            rows = rows.filter(Q(**{f"{side}__expires_at__isnull": True}) | Q(**{f"{side}__expires_at__gt": now}))
            rows = rows.exclude(**{f"{side}__in": replaced(at=now)})
        return rows.select_related("first__department", "second__department").order_by("-found_at", "pk")


def publication_models() -> list[type[Model]]:
    """Every kind of publication, those of the layers above as well, but none that is a kind of another."""
    models = [model for model in get_page_models() if issubclass(model, Publication)]
    return [one for one in models if not any(other is not one and issubclass(one, other) for other in models)]


class PublicationFilterSet(DepartmentFilterSet):
    class Meta:
        model = Page
        fields: list[str] = []

    def of_department(self, rows: QuerySet[Any], name: str, value: Department) -> QuerySet[Any]:
        return rows.filter(pk__in=_keys(department=value))


def _keys(**lookups: Any) -> Any:
    """The keys of the publications of all kinds for which this holds."""
    queries = [model._default_manager.filter(**lookups).order_by().values("pk") for model in publication_models()]
    rule = Q(pk__in=[])
    for query in queries:
        rule |= Q(pk__in=query)
    return Page.objects.filter(rule).order_by().values("pk")


def _day(row: Any) -> date | None:
    return parse_date(row.look_at_by)


def _editor(row: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[row.pk])


class PublicationReport(GovernanceReport):
    """Publications of all kinds, live ones."""

    model = Page
    filterset_class = PublicationFilterSet
    columns = [
        TitleColumn("title", label=_("Publication"), get_url=_editor),
        Column("kind", label=_("Type"), accessor="page_type_display_name"),
        Column("owner_department", label=_("Department")),
        Column("person", label=_("Responsible person")),
        Column("look_at_by", label=_("To be looked at by"), accessor=_day),
    ]
    list_export = ["title", "page_type_display_name", "owner_department", "answerable", "look_at_by"]

    def rule(self) -> dict[str, Any]:
        """What holds for the publications in the report."""
        raise NotImplementedError

    def get_queryset(self) -> QuerySet[Any]:
        keys = _keys(live=True, department__in=self.departments, **self.rule())
        rows = Page.objects.filter(pk__in=keys).select_related("content_type")
        return rows.annotate(
            owner_department=_fact("department__name"),
            answerable=_fact("responsible__username"),
            look_at_by=_fact("review_by"),
        ).order_by("look_at_by", "title", "pk")

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        people = {
            one.username: one for one in User.objects.filter(username__in={row.answerable for row in object_list})
        }
        for row in object_list:
            row.person = people.get(row.answerable, "")
        return object_list


def _fact(name: str) -> Any:
    """A field of the publication, of whatever kind it is: a kind alone knows its table."""
    found = [
        Cast(Subquery(model._default_manager.filter(pk=OuterRef("pk")).order_by().values(name)[:1]), CharField())
        for model in publication_models()
    ]
    return Coalesce(*found, Value(""), output_field=CharField())


class WithoutResponsible(PublicationReport):
    """Publications for which nobody in particular answers."""

    page_title = _("Without a responsible person")
    nothing = _("Somebody answers for each publication.")
    header_icon = "user"
    index_url_name = "governance:without_responsible"
    index_results_url_name = "governance:without_responsible_results"
    export_filename = "without-responsible"

    def rule(self) -> dict[str, Any]:
        return {"responsible__isnull": True}


class Overdue(PublicationReport):
    """Publications that should have been looked at again."""

    page_title = _("Overdue for a look")
    nothing = _("Nothing is overdue. When a publication is to be looked at again is set in its editor.")
    header_icon = "calendar-alt"
    index_url_name = "governance:overdue"
    index_results_url_name = "governance:overdue_results"
    export_filename = "overdue-for-review"

    def rule(self) -> dict[str, Any]:
        return {"review_by__lte": timezone.localdate()}


class EmergencyFilterSet(DepartmentFilterSet):
    class Meta:
        model = EmergencyRelease
        fields: list[str] = []

    def of_department(self, rows: QuerySet[Any], name: str, value: Department) -> QuerySet[Any]:
        return rows.filter(manual__department=value)


def _check(row: EmergencyRelease) -> str:
    return reverse("governance:check", args=[row.pk])


class EmergencyReleases(GovernanceReport):
    """Releases without a review; those that nobody has looked at first."""

    page_title = _("Emergency releases")
    nothing = _("Nothing was released without a review.")
    model = EmergencyRelease
    filterset_class = EmergencyFilterSet
    index_url_name = "governance:emergencies"
    index_results_url_name = "governance:emergencies_results"
    columns = [
        TitleColumn("manual", label=_("Publication"), accessor="manual.title", get_url=_check),
        Column("department", label=_("Department"), accessor="manual.department.name"),
        Column("by", label=_("Who")),
        DateColumn("at", label=_("When")),
        DateColumn("checked_at", label=_("Looked at")),
        Column("checked_by", label=_("By")),
    ]
    list_export = [
        "manual.document_number",
        "manual.title",
        "manual.department.name",
        "by",
        "at",
        "reason",
        "checked_at",
        "checked_by",
        "finding",
    ]
    export_filename = "emergency-releases"

    def get_queryset(self) -> QuerySet[Any]:
        rows = EmergencyRelease.objects.filter(manual__department__in=self.departments)
        rows = rows.select_related("manual__department", "by", "checked_by")
        return rows.order_by(F("checked_at").asc(nulls_first=True), "-at", "-pk")
