"""A comparison is made once, by a worker, when an edition is ready or somebody asks; a dead worker's is made again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from content.changes import api as changes
from content.changes import making
from content.changes.entries import unpacked
from content.changes.models import Comparison
from content.library import api as library
from content.library.models import Edition, EditionPage, Manual
from tests import factories
from tests.content.changes.editions import text

pytestmark = pytest.mark.django_db
Commit = Callable[..., object]


def line(manual: Manual, *editions: list[str]) -> list[Edition]:
    """Editions with these pages, a day apart, the last one in force."""
    days = len(editions)
    return [
        factories.edition(manual, pages=pages, effective_from=timezone.now() - timedelta(days=days - place))
        for place, pages in enumerate(editions)
    ]


def made_ready(edition: Edition, commit: Commit) -> None:
    Edition.objects.filter(pk=edition.pk).update(state=Edition.State.EXTRACTING)
    with commit(execute=True):  # type: ignore[attr-defined]
        assert library.mark_ready(edition_id=edition.pk)


def test_an_edition_that_becomes_ready_is_compared_with_the_one_before(
    django_capture_on_commit_callbacks: Commit,
) -> None:
    old, new = line(factories.manual(), [text(1), text(2)], [text(1), f"{text(2)} 25", text(3)])
    made_ready(new, django_capture_on_commit_callbacks)
    row = Comparison.objects.get()
    assert (row.older_id, row.newer_id, row.state) == (old.pk, new.pk, Comparison.State.READY)
    assert (row.changed, row.added, row.removed, row.moved, row.unchanged) == (1, 1, 0, 0, 1)
    changed, added = map(unpacked, row.changes)
    assert (changed.old, changed.new, changed.figures) == (2, 2, True)
    assert (added.old, added.new, added.figures) == (None, 3, False)


def test_an_edition_that_comes_in_between_is_compared_with_both_sides(
    django_capture_on_commit_callbacks: Commit,
) -> None:
    first, between, last = line(factories.manual(), [text(1)], [text(2)], [text(3)])
    made_ready(between, django_capture_on_commit_callbacks)
    pairs = set(Comparison.objects.values_list("older", "newer"))
    assert pairs == {(first.pk, between.pk), (between.pk, last.pk)}


def test_the_first_edition_is_compared_with_nothing(django_capture_on_commit_callbacks: Commit) -> None:
    (only,) = line(factories.manual(), [text(1)])
    made_ready(only, django_capture_on_commit_callbacks)
    assert not Comparison.objects.exists()


def test_whoever_asks_and_in_which_order_it_is_one_comparison() -> None:
    old, new = line(factories.manual(), [text(1)], [text(2)])
    assert changes.ask(one=new, other=old) == changes.ask(one=old, other=new)


def test_headings_and_labels_are_kept_with_the_change() -> None:
    old, new = line(factories.manual(), [text(1), text(2)], [text(1), f"{text(2)} more"])
    EditionPage.objects.filter(edition=new, number=2).update(heading=["Brakes", "Discs"], label="3-12")
    row = changes.ask(one=old, other=new)
    changes.make(comparison_id=row.pk)
    row.refresh_from_db()
    (entry,) = map(unpacked, row.changes)
    assert (entry.heading, entry.old_label, entry.new_label) == (("Brakes", "Discs"), "", "3-12")


def test_it_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = line(factories.manual(), [text(1)], [text(2)])
    row = changes.ask(one=old, other=new)
    changes.make(comparison_id=row.pk)
    monkeypatch.setattr(making, "align", None)
    changes.make(comparison_id=row.pk)
    changes.make(comparison_id=row.pk + 1)
    assert Comparison.objects.get().attempts == 1


def test_a_dead_workers_comparison_is_made_again_and_given_up_in_the_end(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Commit
) -> None:
    old, new = line(factories.manual(), [text(1)], [text(2)])
    row = changes.ask(one=old, other=new)
    long_ago = timezone.now() - timedelta(hours=1)
    Comparison.objects.filter(pk=row.pk).update(
        state=Comparison.State.WORKING, leased_until=long_ago, asked_at=long_ago, attempts=1
    )
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        assert changes.resume() == 1
    assert Comparison.objects.get().state == Comparison.State.READY
    Comparison.objects.filter(pk=row.pk).update(
        state=Comparison.State.WORKING, leased_until=long_ago, asked_at=long_ago, attempts=making.MOST_ATTEMPTS
    )
    changes.make(comparison_id=row.pk)
    assert Comparison.objects.get().state == Comparison.State.FAILED
    assert changes.resume() == 0


def test_a_living_worker_is_left_alone() -> None:
    old, new = line(factories.manual(), [text(1)], [text(2)])
    row = changes.ask(one=old, other=new)
    long_ago, soon = timezone.now() - timedelta(hours=1), timezone.now() + timedelta(minutes=1)
    Comparison.objects.filter(pk=row.pk).update(
        state=Comparison.State.WORKING, leased_until=soon, asked_at=long_ago, attempts=1
    )
    assert changes.resume() == 0
    changes.make(comparison_id=row.pk)
    assert Comparison.objects.get().attempts == 1
