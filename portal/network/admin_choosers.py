"""Choosing a person or a dealer in the CMS: by typing a part of the name, because there are thousands."""

from __future__ import annotations

from functools import reduce
from operator import and_, or_
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import (
    BaseChooseView,
    ChooseResultsViewMixin,
    ChooseViewMixin,
    CreationFormMixin,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet

from portal.network.models import Dealer, User


class WordsForm(BaseFilterForm):
    """Keeps the rows in which each typed word occurs in one of `columns`."""

    columns: tuple[str, ...] = ()

    q = forms.CharField(
        label=_("Search term"),
        widget=forms.TextInput(attrs={"placeholder": _("Search")}),
        max_length=100,
        required=False,
    )

    def filter(self, objects: QuerySet[Dealer] | QuerySet[User]) -> QuerySet[Dealer] | QuerySet[User]:
        words = str(self.cleaned_data.get("q") or "")
        if not words.strip():
            return objects
        self.is_searching, self.search_query = True, words
        return objects.filter(
            reduce(
                and_,
                (
                    reduce(or_, (Q(**{f"{column}__icontains": word}) for column in self.columns))
                    for word in words.split()
                ),
            )
        )


class DealerWordsForm(WordsForm):
    columns = ("code", "name")


class PersonWordsForm(WordsForm):
    columns = ("username", "first_name", "last_name", "email")


class _DealerListing(CreationFormMixin, BaseChooseView):
    filter_form_class = DealerWordsForm
    ordering = ["name"]

    def get_object_list(self) -> QuerySet[Dealer]:
        return Dealer.objects.select_related("region", "tier")

    @property
    def columns(self) -> list[Column]:
        return [*super().columns, Column("region", label=_("Region")), Column("tier", label=_("Tier"))]


class ChooseDealer(ChooseViewMixin, _DealerListing):
    """The chooser's window."""


class ChooseDealerResults(ChooseResultsViewMixin, _DealerListing):
    """Its list, while somebody types."""


class _PersonListing(CreationFormMixin, BaseChooseView):
    filter_form_class = PersonWordsForm
    ordering = ["username"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """People's names and addresses are for those who keep memberships, not for every author."""
        if not (request.user.has_perm("network.add_membership") or request.user.has_perm("network.change_membership")):
            raise PermissionDenied
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def get_object_list(self) -> QuerySet[User]:
        return User.objects.filter(is_active=True)

    @property
    def columns(self) -> list[Column]:
        return [
            *super().columns,
            Column("get_full_name", label=pgettext_lazy("person", "Name")),
            Column("email", label=_("Email")),
        ]


class ChoosePerson(ChooseViewMixin, _PersonListing):
    """The chooser's window."""


class ChoosePersonResults(ChooseResultsViewMixin, _PersonListing):
    """Its list, while somebody types."""


class DealerChooser(ChooserViewSet):
    model = Dealer
    icon = "home"
    choose_one_text = _("Choose a dealer")
    choose_another_text = _("Choose another dealer")
    edit_item_text = _("Edit this dealer")
    choose_view_class = ChooseDealer
    choose_results_view_class = ChooseDealerResults
    per_page = 20


class PersonChooser(ChooserViewSet):
    model = User
    icon = "user"
    choose_one_text = _("Choose a person")
    choose_another_text = _("Choose another person")
    edit_item_text = _("Edit this person")
    choose_view_class = ChoosePerson
    choose_results_view_class = ChoosePersonResults
    per_page = 20
