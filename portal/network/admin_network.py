"""The dealer network in the CMS: lists that search, filter, page and export, and forms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import ProtectedError
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.log_actions import log

from portal.network.departments import DuplicateDepartment, create_department
from portal.network.models import Brand, Dealer, DealerTier, Department, JobRole, Membership, Region

PER_PAGE = 50


class DeleteUnlessUsed(generic.DeleteView):
    """What others stand on is kept, and the person is told why."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            answer: HttpResponse = super().form_valid(form)
        except ProtectedError as error:
            kinds = sorted({str(row._meta.verbose_name_plural) for row in error.protected_objects})
            sentence = gettext("“%(name)s” is still in use (%(kinds)s) and cannot be deleted.")
            messages.error(self.request, sentence % {"name": self.object, "kinds": ", ".join(kinds)})
            return HttpResponseRedirect(self.get_success_url())
        return answer


class NetworkViewSet(ModelViewSet):
    """What the lists of the network have in common."""

    search_backend_name = None
    list_per_page = PER_PAGE
    copy_view_enabled = False
    delete_view_class = DeleteUnlessUsed


class BrandViewSet(NetworkViewSet):
    model = Brand
    icon = "tag"
    form_fields = ["code", "name"]
    list_display = ["name", "code"]
    list_export = ["code", "name"]
    search_fields = ["code", "name"]


class RegionsIndex(generic.IndexView):
    """Regions with the one above read in the same statement."""

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("parent")


class RegionViewSet(NetworkViewSet):
    model = Region
    icon = "globe"
    index_view_class = RegionsIndex
    form_fields = ["code", "name", "parent"]
    list_display = ["in_tree", "code", "parent"]
    list_filter = ["parent"]
    list_export = ["code", "name", "parent"]
    search_fields = ["code", "name"]
    ordering = ["path"]


class DealerTierViewSet(NetworkViewSet):
    model = DealerTier
    icon = "order"
    form_fields = ["code", "name", "rank"]
    list_display = ["name", "code", "rank"]
    list_export = ["code", "name", "rank"]
    search_fields = ["code", "name"]


class JobRoleViewSet(NetworkViewSet):
    model = JobRole
    icon = "tasks"
    form_fields = ["code", "name"]
    list_display = ["name", "code"]
    list_export = ["code", "name"]
    search_fields = ["code", "name"]


class DealersIndex(generic.IndexView):
    """Dealers with their tier and region read in the same statement."""

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("tier", "region")


class DealerViewSet(NetworkViewSet):
    model = Dealer
    icon = "home"
    index_view_class = DealersIndex
    list_display = ["name", "code", "tier", "region", BooleanColumn("is_active", label=_("Active"))]
    list_filter = ["brands", "tier", "region", "is_active"]
    list_export = ["code", "name", "tier", "region", "is_active"]
    search_fields = ["code", "name"]
    panels = [
        FieldRowPanel([FieldPanel("code"), FieldPanel("name")]),
        FieldRowPanel([FieldPanel("tier"), FieldPanel("region")]),
        FieldPanel("brands", widget=forms.CheckboxSelectMultiple),
        FieldPanel("is_active"),
    ]


class DepartmentForm(WagtailAdminModelForm):
    """The code stays what it was: the section's address and the group's name have it."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if self.instance.pk is not None and "code" in self.changed_data:
            self.add_error("code", gettext("The code of a department does not change."))
        return cleaned


class CreateDepartment(generic.CreateView):
    """A new department comes through its door, so that its authors and their section come with it."""

    def save_instance(self) -> Department:
        cleaned = self.form.cleaned_data
        department = create_department(code=cleaned["code"], name=cleaned["name"])
        log(instance=department, action="wagtail.create")
        return department

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            answer: HttpResponse = super().form_valid(form)
        except DuplicateDepartment as refusal:
            form.add_error("code", refusal.reason)
            answer = self.form_invalid(form)
        return answer


class DepartmentViewSet(NetworkViewSet):
    model = Department
    icon = "group"
    add_view_class = CreateDepartment
    list_display = ["name", "code", "authors", "reviewers", "releasers"]
    list_export = ["code", "name"]
    search_fields = ["code", "name"]

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        fields = ["code", "name", "release_needs_review"] if for_update else ["code", "name"]
        return forms.modelform_factory(Department, form=DepartmentForm, fields=fields)


class MembershipsIndex(generic.IndexView):
    """Memberships with the person and the dealer read in the same statement."""

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("user", "dealer")


class MembershipViewSet(NetworkViewSet):
    model = Membership
    icon = "user"
    index_view_class = MembershipsIndex
    list_display = ["user", "dealer", "starts", "ends", BooleanColumn("is_manager", label=_("Manager"))]
    list_filter = ["roles", "dealer__region", "dealer__tier", "is_manager", "starts", "ends"]
    list_export = ["user.username", "user.email", "dealer.code", "dealer.name", "starts", "ends", "is_manager"]
    search_fields = ["user__username", "user__first_name", "user__last_name", "dealer__name", "dealer__code"]
    panels = [
        FieldPanel("user"),
        FieldPanel("dealer"),
        FieldPanel("roles", widget=forms.CheckboxSelectMultiple),
        FieldRowPanel([FieldPanel("starts"), FieldPanel("ends")]),
        FieldPanel("is_manager"),
    ]


class NetworkGroup(ModelViewSetGroup):
    """The menu's "Network"."""

    menu_label = _("Network")
    menu_name = "network"
    menu_icon = "site"
    menu_order = 250
    items = (
        DealerViewSet,
        MembershipViewSet,
        BrandViewSet,
        RegionViewSet,
        DealerTierViewSet,
        JobRoleViewSet,
        DepartmentViewSet,
    )
