"""Choosing a curriculum or a certification: those that are on offer to the person, by whatever address."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from wagtail.snippets.views import chooser

from portal.core.keys import LARGEST_ID
from portal.network.owned_views import author_of
from training.certification.offering import on_offer


class _OnOffer:
    request: Any
    model_class: Any

    def get_object_list(self) -> Any:
        return on_offer(rows=self.model_class.objects.order_by("title", "pk"), user=author_of(self.request))


class Choose(_OnOffer, chooser.ChooseView):
    """What there is."""


class ChooseResults(_OnOffer, chooser.ChooseResultsView):
    """The same, while one types."""


class Chosen(_OnOffer, chooser.SnippetChosenView):
    """One that was chosen."""

    def get_object(self, pk: Any) -> Any:
        named = str(pk)
        if not (named.isdecimal() and len(named) < 20 and int(named) <= LARGEST_ID):
            raise Http404
        return get_object_or_404(self.get_object_list(), pk=int(named))


class ChosenMultiple(_OnOffer, chooser.SnippetChosenMultipleView):
    """Several that were chosen."""

    def get_objects(self, pks: Any) -> Any:
        return self.get_object_list().filter(pk__in=pks)


class OfferChooser(chooser.SnippetChooserViewSet):
    """Of curricula and of schemes."""

    choose_view_class = Choose
    choose_results_view_class = ChooseResults
    chosen_view_class = Chosen
    chosen_multiple_view_class = ChosenMultiple
