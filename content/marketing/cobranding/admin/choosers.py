"""Choosing a print template in the CMS: those of one's own departments, by whatever address."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from wagtail.snippets.views import chooser

from portal.network.owned_views import own_or_404, owned


class _Own:
    request: Any
    model_class: Any

    def get_object_list(self) -> Any:
        return owned(self.model_class, self.request)


class Choose(_Own, chooser.ChooseView):
    """What there is."""


class ChooseResults(_Own, chooser.ChooseResultsView):
    """The same, while one types."""


class Chosen(_Own, chooser.SnippetChosenView):
    """One that was chosen."""

    def get_object(self, pk: Any) -> Any:
        named = str(pk)
        if not (named.isdecimal() and len(named) < 20):
            raise Http404
        return own_or_404(self.model_class, self.request, int(named))


class ChosenMultiple(_Own, chooser.SnippetChosenMultipleView):
    """Several that were chosen."""

    def get_objects(self, pks: Any) -> Any:
        return self.get_object_list().filter(pk__in=[pk for pk in pks if str(pk).isdecimal() and len(str(pk)) < 19])


class OwnChooser(chooser.SnippetChooserViewSet):
    """Of print templates."""

    choose_view_class = Choose
    choose_results_view_class = ChooseResults
    chosen_view_class = Chosen
    chosen_multiple_view_class = ChosenMultiple
