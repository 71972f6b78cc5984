"""Issues that have no edition yet, for the list of editions in the CMS."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from content.bulletins.issuing import failure_sentence
from content.bulletins.models import Issue
from content.ingest.api import Underway
from content.library.models import Manual

MOST = 50


def underway(manuals: QuerySet[Manual]) -> list[Underway]:
    """What is being printed of these bulletins, and what failed and was not published again. One statement."""
    later = Issue.objects.filter(bulletin=OuterRef("bulletin"), pk__gt=OuterRef("pk"))
    open_ones = Issue.objects.exclude(state=Issue.State.ISSUED).filter(
        ~Exists(later), bulletin__in=manuals.values("pk")
    )
    return [_row(issue) for issue in open_ones.select_related("bulletin").defer("document", "bulletin__body")[:MOST]]


def _row(issue: Issue) -> Underway:
    failed = issue.state == Issue.State.FAILED
    return Underway(
        title=issue.bulletin.title,
        label=issue.label,
        sentence=failure_sentence(issue.reason) if failed else _("The PDF is being made."),
        failed=failed,
        retry_url=reverse("bulletin_desk:retry", args=[issue.pk]) if failed else "",
    )
