"""What changes in the database reaches the index, once, and nothing else does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from content.library import api as library
from content.library.models import Applicability, Manual
from portal.core import outbox
from portal.core.models import OutboxEntry
from search import sync, sync_training
from search.audit import audit, repair
from search.documents import manuals
from search.engines.base import SearchEngine, SearchUnavailable
from search.schema import FOREVER
from tests import factories
from tests.search.conftest import Publish

pytestmark = pytest.mark.django_db
Commit = Callable[..., object]


def stored(index: SearchEngine) -> set[str]:
    index.refresh()
    return {key for key, _ in index.fingerprints()}


def test_plan_names_what_to_write_and_what_to_remove() -> None:
    todo = sync.plan(desired={"same": "1", "new": "1", "old": "2"}, present={"same": "1", "old": "1", "gone": "1"})
    assert (todo.put, todo.remove) == ({"new", "old"}, {"gone"})


def test_a_ready_edition_is_in_the_index_page_by_page(publish: Publish, index: SearchEngine) -> None:
    edition = publish(pages=["one", "two"])
    assert stored(index) == {f"edition:{edition.pk}:p:1", f"edition:{edition.pk}:p:2"}
    assert audit(engine=index).is_clean


def test_every_chunk_of_a_large_edition_arrives(
    publish: Publish, index: SearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync, "PAGES_PER_ENTRY", 3)
    monkeypatch.setattr(sync, "WRITTEN_AT_ONCE", 2)
    edition = publish(pages=[f"page {n}" for n in range(10)])
    assert stored(index) == {f"edition:{edition.pk}:p:{n}" for n in range(1, 11)}


def test_unpublishing_and_deleting_remove(
    publish: Publish, index: SearchEngine, django_capture_on_commit_callbacks: Commit
) -> None:
    first, second = publish(pages=["one"]), publish(pages=["two"])
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        Manual.objects.get(pk=first.manual_id).unpublish()
    assert stored(index) == {f"edition:{second.pk}:p:1"}
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        Manual.objects.get(pk=second.manual_id).delete()
    assert stored(index) == set()


def test_withdrawing_removes_and_brings_back_the_one_before(
    publish: Publish, index: SearchEngine, django_capture_on_commit_callbacks: Commit
) -> None:
    manual = factories.manual()
    old = publish(manual, pages=["old"], effective_from=timezone.now() - timedelta(days=9))
    new = publish(manual, pages=["new"])
    assert len(stored(index)) == 2
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        library.withdraw(edition_id=new.pk, actor=None)
    assert stored(index) == {f"edition:{old.pk}:p:1"}
    assert audit(engine=index).is_clean


def test_a_new_audience_rewrites_every_page(
    publish: Publish, index: SearchEngine, django_capture_on_commit_callbacks: Commit
) -> None:
    edition = publish(pages=["one", "two"])
    manual = Manual.objects.get(pk=edition.manual_id)
    before = dict(index.fingerprints())
    manual.audience_brands = [factories.BrandFactory()]
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        manual.save_revision().publish()
    index.refresh()
    after = dict(index.fingerprints())
    assert before.keys() == after.keys()
    assert all(before[key] != after[key] for key in before)


def test_publications_that_wait_are_written_together(
    publish: Publish, index: SearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    manuals_ = [publish(pages=["one", "two"]).manual for _ in range(3)]
    OutboxEntry.objects.all().delete()
    for manual in manuals_:
        manual.audience_brands = [factories.BrandFactory()]
        manual.save_revision().publish()
    assert len(audit(engine=index).stale) == 6
    entry = OutboxEntry.objects.filter(kind=sync.PUBLICATION).order_by("-pk")[0]
    calls, write = [], index.index
    monkeypatch.setattr(index, "index", lambda **given: calls.append(write(**given)))
    assert outbox.deliver(entry_id=entry.pk) == 3
    assert calls == [6]
    assert audit(engine=index).is_clean


def test_publishing_again_without_a_change_writes_nothing(
    publish: Publish, django_capture_on_commit_callbacks: Commit
) -> None:
    edition = publish(pages=["one", "two"])
    OutboxEntry.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        library.relink(manual_id=edition.manual_id)
    assert {entry.kind for entry in OutboxEntry.objects.all()} == {sync.PUBLICATION, sync_training.READERS}


def test_an_absent_engine_delays_and_loses_nothing(
    publish: Publish, index: SearchEngine, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Commit
) -> None:
    def away() -> SearchEngine:
        raise SearchUnavailable("away")

    with monkeypatch.context() as patch:
        patch.setattr(sync, "writable_engine", away)
        edition = publish(pages=["one"])
    entry = OutboxEntry.objects.get(kind=sync.PUBLICATION)
    assert (entry.status, entry.attempts) == (OutboxEntry.Status.PENDING, 1)
    assert not list(index.fingerprints())
    OutboxEntry.objects.update(available_at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        outbox.sweep()
    assert stored(index) == {f"edition:{edition.pk}:p:1"}


def test_the_audit_finds_and_mends_what_differs(
    publish: Publish, index: SearchEngine, django_capture_on_commit_callbacks: Commit
) -> None:
    kept, lost = publish(pages=["kept"]), publish(pages=["lost", "stale"])
    facts = manuals.facts_of(manual_ids=[kept.manual_id])[0]
    foreign = next(manuals.passages_of(facts))
    from dataclasses import replace

    index.index(passages=[replace(foreign, id="edition:999999:p:1", fingerprint="x")])
    index.index(passages=[replace(foreign, id=f"edition:{lost.pk}:p:2", fingerprint="x")])
    index.delete(ids=[f"edition:{lost.pk}:p:1"])
    index.refresh()
    found = audit(engine=index)
    assert (found.missing, found.stale) == ((f"edition:{lost.pk}:p:1",), (f"edition:{lost.pk}:p:2",))
    assert found.foreign == ("edition:999999:p:1",)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        repair(engine=index, found=found)
    index.refresh()
    assert audit(engine=index).is_clean


def test_a_passage_carries_what_the_rule_and_the_facets_need() -> None:
    brand = factories.BrandFactory(code="north")
    model = factories.VehicleModelFactory(brand=brand, code="N1")
    manual = factories.manual(
        brands=[brand],
        applicability=[
            {"brand": brand, "model": model, "year_from": 2020, "year_to": 2022, "market": "CN"},
            {"brand": brand, "year_from": 2022, "year_to": 2023},
        ],
    )
    edition = factories.edition(manual, pages=["text"])
    passage = next(manuals.passages_of(manuals.facts_of(manual_ids=[manual.pk])[0]))
    assert passage.id == f"edition:{edition.pk}:p:1"
    assert (passage.brands, passage.models, passage.years) == (("north",), ("N1",), (2020, 2021, 2022, 2023))
    assert (passage.markets, passage.audience_brands, passage.audience_roles) == (("CN",), (str(brand.pk),), ("*",))
    assert (passage.superseded_at, passage.expires_at) == (FOREVER, FOREVER)


def test_statements_do_not_grow_with_manuals(django_assert_max_num_queries: Callable[..., object]) -> None:
    brand = factories.BrandFactory()
    rows = []
    for _ in range(4):
        rows.append(factories.manual(brands=[brand], applicability=[{"brand": brand}]))
        factories.edition(rows[-1], pages=["one"])
    with django_assert_max_num_queries(9):  # type: ignore[attr-defined]
        assert len(manuals.facts_of(manual_ids=[row.pk for row in rows])) == 4
    assert Applicability.objects.count() == 4
