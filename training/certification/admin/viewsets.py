"""Certification in the CMS: what is asked for, and lists of what people hold and ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from portal.core.dispatch import send_after_commit
from portal.network.owned_forms import OwnedForm
from portal.network.owned_views import PER_PAGE, OwnedSnippetViewSet
from training.bank.admin.owned import OwnedEdit, OwnedIndex, OwnedViewSet
from training.certification.admin import views
from training.certification.admin.choosers import OfferChooser
from training.certification.admin.forms import EquivalenceForm, SchemeForm
from training.certification.models import (
    Certification,
    CertificationScheme,
    Curriculum,
    Equivalence,
    ExternalIdentifier,
    PriorLearning,
)

_checkboxes = forms.CheckboxSelectMultiple


class CurriculumViewSet(OwnedSnippetViewSet):
    """Curricula: drafts that are published as versions."""

    model = Curriculum
    chooser_viewset_class = OfferChooser
    icon = "list-ol"
    menu_label = _("Curricula")
    list_display = ["title", "code", "level", "department"]
    list_filter = ["department", "level", "roles", "brands"]
    search_fields = ["title", "code"]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("title"), FieldPanel("title_zh")]),
            FieldRowPanel([FieldPanel("code"), FieldPanel("level"), FieldPanel("department")]),
            FieldRowPanel([FieldPanel("summary"), FieldPanel("summary_zh")]),
            MultiFieldPanel(
                [FieldPanel("roles", widget=_checkboxes), FieldPanel("brands", widget=_checkboxes)], heading=_("For")
            ),
            FieldPanel("body"),
        ],
        base_form_class=OwnedForm,
    )


class SchemeViewSet(OwnedSnippetViewSet):
    """Certification schemes: drafts that are published as versions."""

    model = CertificationScheme
    chooser_viewset_class = OfferChooser
    icon = "success"
    menu_label = _("Certification schemes")
    list_display = ["title", "code", "validity", "department"]
    list_filter = ["department", "validity", "brands"]
    search_fields = ["title", "code"]
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldRowPanel([FieldPanel("code"), FieldPanel("title_zh"), FieldPanel("department")]),
            FieldRowPanel([FieldPanel("statement"), FieldPanel("statement_zh")]),
            FieldPanel("brands", widget=_checkboxes),
            MultiFieldPanel(
                [
                    FieldPanel("initial_path", widget=_checkboxes),
                    FieldPanel("renewal_path", widget=_checkboxes),
                ],
                heading=_("How it is earned"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("validity"), FieldPanel("months")]),
                    FieldRowPanel([FieldPanel("fixed_month"), FieldPanel("fixed_day"), FieldPanel("minimum_months")]),
                ],
                heading=_("How long it is valid"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("window_days"), FieldPanel("grace_days")]),
                    FieldRowPanel([FieldPanel("renew_from"), FieldPanel("after_revocation")]),
                ],
                heading=_("Renewal and revocation"),
            ),
        ],
        base_form_class=SchemeForm,
    )


class _SavesAndRecounts:
    """People who have what counts now are looked at in a job."""

    form: Any

    def save_instance(self) -> Equivalence:
        saved: Equivalence = super().save_instance()  # type: ignore[misc]
        send_after_commit("training.certification.tasks.recount_course", saved.course_id)
        return saved


class CreateEquivalence(_SavesAndRecounts, generic.CreateView):
    """A new equivalence."""


class EditEquivalence(_SavesAndRecounts, OwnedEdit):
    """Changing one. What was awarded by it stays."""


class EquivalencesIndex(OwnedIndex):
    related = ("course", "by_course")


class EquivalenceViewSet(OwnedViewSet):
    model = Equivalence
    icon = "resubmit"
    menu_label = _("Equivalences")
    index_view_class = EquivalencesIndex
    add_view_class = CreateEquivalence
    edit_view_class = EditEquivalence
    list_display = ["course", "by_course", "by_external"]
    search_fields = ["course__title", "by_course__title", "by_external"]
    base_form_class = EquivalenceForm
    panels = [FieldPanel("course"), FieldPanel("by_course"), FieldPanel("by_external")]


class IdentifiersIndex(OwnedIndex):
    related = ("user", "brand")


class ExternalIdentifierViewSet(ModelViewSet):
    """For administrators: a person's technician numbers."""

    model = ExternalIdentifier
    icon = "tag"
    menu_label = _("Technician numbers")
    index_view_class = IdentifiersIndex
    list_display = ["user", "brand", "issuer", "value"]
    list_filter = ["brand"]
    list_export = ["user.username", "brand.code", "issuer", "value"]
    search_fields = ["user__username", "user__last_name", "issuer", "value"]
    search_backend_name = None
    list_per_page = PER_PAGE
    copy_view_enabled = False
    panels = [FieldPanel("user"), FieldRowPanel([FieldPanel("brand"), FieldPanel("issuer"), FieldPanel("value")])]


class _LedgerViewSet(ModelViewSet):
    """A list of records; what may be done with them has pages of its own."""

    search_backend_name = None
    list_per_page = PER_PAGE
    copy_view_enabled = False
    inspect_view_enabled = False
    form_fields: list[str] = []

    pages: tuple[URLPattern, ...] = ()

    def get_urlpatterns(self) -> Any:
        """The list, and the pages instead of Wagtail's forms."""
        lists = [pattern for pattern in super().get_urlpatterns() if pattern.name in ("index", "index_results")]
        return [*lists, *self.pages]


class CertificationsIndex(OwnedIndex):
    related = ("user", "scheme__department")
    owned_filters = ("scheme",)


class CertificationViewSet(_LedgerViewSet):
    model = Certification
    icon = "success"
    menu_label = _("Certifications of people")
    index_view_class = CertificationsIndex
    list_display = ["user", "scheme", "standing", "valid_from", Column("expires_on", label=_("Valid until"))]
    list_filter = ["scheme", "standing", "expires_on", "valid_from"]
    list_export = ["user.username", "scheme.code", "standing", "cycle", "valid_from", "expires_on"]
    search_fields = ["user__username", "user__first_name", "user__last_name", "scheme__title", "scheme__code"]
    pages = (
        path("award/", views.award, name="add"),
        path("<int:certification_id>/", views.standing, name="edit"),
    )


class PriorLearningIndex(OwnedIndex):
    related = ("user", "course__department")

    def get_add_url(self) -> None:
        """None: people ask themselves."""


class PriorLearningViewSet(_LedgerViewSet):
    model = PriorLearning
    icon = "doc-full-inverse"
    menu_label = _("Prior learning")
    index_view_class = PriorLearningIndex
    list_display = ["title", "user", "course", Column("provider", label=_("Where")), "state", "created_at"]
    list_filter = ["state", "created_at"]
    search_fields = ["title", "provider", "user__username", "user__last_name", "course__title"]
    pages = (path("<int:claim_id>/", views.decide, name="edit"),)
