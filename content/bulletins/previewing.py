"""A bulletin as dealers will read it, while it is being written."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from content.bulletins.document import written
from content.bulletins.models import Bulletin, BulletinFile
from content.bulletins.presenting import presented


def preview(bulletin: Bulletin, request: HttpRequest) -> HttpResponse:
    """The reading view of the text as it is now. Its files are taken from the CMS."""
    if bulletin.department_id is None:
        bulletin.minimal_clean()
    document = written(bulletin)
    ids = dict(
        BulletinFile.objects.filter(sha256__in=[file["sha256"] for file in document["files"]]).values_list(
            "sha256", "pk"
        )
    )

    def address(place: int) -> str:
        return reverse("bulletin_desk:file", args=[ids[document["files"][place]["sha256"]]])

    context: dict[str, Any] = {
        "document": presented(document, address=address),
        "label": bulletin.next_label,
        "effective_from": bulletin.next_effective_from or timezone.now(),
        "is_preview": True,
    }
    return render(request, "bulletins/preview.html", context)
