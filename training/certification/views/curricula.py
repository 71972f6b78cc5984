"""A curriculum as a learner's path: what is done, what is next."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.core.keys import LARGEST_ID
from portal.network.api import request_viewer
from training.certification import holding
from training.certification.earning import Assessment, earned_by, paths_of
from training.certification.models import Curriculum
from training.certification.paths import Item, Met
from training.certification.presenting import ItemRow, titles_of
from training.certification.views.gate import own_user


@require_safe
@login_required
def curriculum(request: HttpRequest, curriculum_id: int) -> HttpResponse:
    """The path of a published curriculum. It names courses, and gives away nothing of them."""
    viewer, user = request_viewer(request), own_user(request)
    found = _open_to(request, curriculum_id)
    paths = paths_of([curriculum_id])
    reached = Assessment(paths, earned_by([user.pk])[user.pk]).reached(curriculum_id)
    items = {item for met in reached.sets for item in met.demand.items}
    titles = titles_of(items, viewer=viewer)
    context = {
        "curriculum": found,
        "progress": holding.progress_of(user_ids=[user.pk], curriculum_ids=[curriculum_id]).first(),
        "reached": reached,
        "percent": reached.done * 100 // reached.required if reached.required else 0,
        "sets": [(met, _rows(met, titles)) for met in reached.sets],
        "manages": bool(viewer.managed_dealers),
    }
    return render(request, "training_certification/curriculum.html", context)


def _open_to(request: HttpRequest, curriculum_id: int) -> Curriculum:
    """The curriculum, if it is one of the person's job or one that they have begun, or is part of such. Raises
    Http404."""
    if curriculum_id > LARGEST_ID:
        raise Http404
    own = holding.curricula_of(viewer=request_viewer(request))
    found = own.filter(pk=curriculum_id).first()
    if found is None and curriculum_id in paths_of(list(own.values_list("pk", flat=True))):
        found = Curriculum.objects.get(pk=curriculum_id)
    if found is None:
        raise Http404
    return found


def _rows(met: Met, titles: dict[Item, ItemRow]) -> list[tuple[ItemRow, str]]:
    rows = []
    for item in met.demand.items:
        state = "done" if item in met.counted else "next" if item in met.next else "later"
        if item in titles:
            rows.append((titles[item], state))
    return rows
