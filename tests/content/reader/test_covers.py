"""The cover is there before anyone asks, and is never a reason to fail."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from content.library import api as library
from content.library.models import Edition
from content.reader import covers, images, kept
from content.reader.rendering import PageUnreadable
from portal.core import storage
from tests.content.reader.builders import Drawn, drawing, readable

pytestmark = pytest.mark.django_db


def cover_names(edition: Edition) -> list[str]:
    return [kept.image_name(sha256=edition.sha256, number=1, width=width) for width in covers.WIDTHS]


def test_an_edition_that_becomes_ready_has_its_cover(
    store: str,
    technician_client: Client,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    drawn: Drawn = []
    monkeypatch.setattr(images, "render", drawing(drawn))
    edition = readable(pages=["one"])
    Edition.objects.filter(pk=edition.pk).update(state=Edition.State.EXTRACTING)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        assert library.mark_ready(edition_id=edition.pk)
    assert all(storage.exists(name=name) for name in cover_names(edition))
    drawn.clear()
    assert technician_client.get(f"/manuals/{edition.manual_id}/cover").status_code == 200
    assert drawn == []


def test_a_cover_that_cannot_be_drawn_leaves_the_edition_ready(
    local_store: str, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    def unreadable(**arguments: object) -> bytes:
        raise PageUnreadable

    monkeypatch.setattr(images, "render", unreadable)
    edition = readable(pages=["one"])
    Edition.objects.filter(pk=edition.pk).update(state=Edition.State.EXTRACTING)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        library.mark_ready(edition_id=edition.pk)
    edition.refresh_from_db()
    assert edition.state == Edition.State.READY


@pytest.mark.parametrize("state", [Edition.State.FAILED, Edition.State.RECEIVED])
def test_nothing_is_drawn_of_an_edition_that_is_not_ready(
    local_store: str, monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    drawn: Drawn = []
    monkeypatch.setattr(images, "render", drawing(drawn))
    edition = readable(pages=["one"])
    Edition.objects.filter(pk=edition.pk).update(state=state)
    covers.draw_cover(edition_id=edition.pk)
    covers.draw_cover(edition_id=edition.pk + 1)
    assert drawn == []
