"""What the refresher says on a learner's pages."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import ngettext

from portal.network.api import Viewer
from training.courses.api import Waiting
from training.refresher.due import due_cards


def waiting(viewer: Viewer) -> Waiting | None:
    """How many questions are due; None when there is none. One statement."""
    due = due_cards(viewer=viewer).count()
    if not due:
        return None
    sentence = ngettext(
        "%(due)s question of your courses is due.", "%(due)s questions of your courses are due.", due
    ) % {"due": due}
    return Waiting(sentence, reverse("refresher:quiz"))
