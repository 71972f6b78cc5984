"""Choosing assets in the editor: all of one's own departments, and what others have released."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import BaseChooseView, ChooseResultsView, ChooseView, ChosenView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from content.marketing.assets.models import Asset
from content.marketing.assets.narrowing import Narrowing
from content.marketing.assets.rules import visible
from portal.core.keys import LARGEST_ID
from portal.network.api import viewer_for
from portal.network.authorship import departments_held


def within_reach(user: Any) -> QuerySet[Asset]:
    """What the author may come across: what dealers or the maker's staff may see now, and everything of their own
    departments. Never what could not be read, nor what another department holds under embargo."""
    mine = Q(department__in=departments_held(user))
    seen = visible(viewer=viewer_for(user=user))
    found: QuerySet[Asset] = Asset.objects.filter(seen | mine).exclude(state=Asset.State.FAILED)
    return found


class _Picture(Column):
    """The thumbnail, for those who look for a picture."""

    def get_value(self, instance: Asset) -> Any:
        if not instance.has_preview:
            return instance.get_kind_display()
        address = reverse("assets_desk:picture", args=[instance.pk, "thumbnail"])
        return format_html('<img src="{}" alt="" width="96" height="72" loading="lazy" class="asset-choice">', address)


class FilterForm(BaseFilterForm):
    """Words and kind."""

    q = forms.CharField(label=_("Search term"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *Asset.Kind.choices])

    def filter(self, objects: QuerySet[Asset]) -> QuerySet[Asset]:
        return Narrowing.read(self.cleaned_data).of(objects)


class _WithinReach(BaseChooseView):
    filter_form_class = FilterForm

    def get_object_list(self) -> Any:
        return within_reach(self.request.user).select_related("department").order_by("-received_at", "-pk")

    @property
    def columns(self) -> list[Column]:
        return [
            _Picture("picture", label=_("Picture")),
            *super().columns,
            Column("get_kind_display", label=_("Kind")),
            Column("department", label=_("Department")),
        ]


class ChooseAsset(_WithinReach, ChooseView):
    """The window of the choice."""


class AssetResults(_WithinReach, ChooseResultsView):
    """What the search in it finds."""


class ChosenAsset(ChosenView):
    """One that was chosen. What is out of reach cannot be, by whatever address."""

    def get_object(self, pk: Any) -> Any:
        found = within_reach(self.request.user).filter(pk=pk).first() if int(pk) <= LARGEST_ID else None
        if found is None:
            raise Http404
        return found


class AssetChooserViewSet(ChooserViewSet):
    """How assets are chosen."""

    model = Asset
    icon = "image"
    per_page = 20
    choose_view_class = ChooseAsset
    choose_results_view_class = AssetResults
    chosen_view_class = ChosenAsset
    choose_one_text = _("Choose an asset")
    choose_another_text = _("Choose another asset")
    edit_item_text = _("Edit this asset")
    register_widget = True


asset_chooser = AssetChooserViewSet("asset_chooser")
AssetBlock = asset_chooser.get_block_class(name="AssetBlock", module_path="content.marketing.assets.admin.choosers")
