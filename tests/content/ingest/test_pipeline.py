"""From received to ready: every page exactly once, whatever runs twice, dies or is hostile."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from content.ingest import pipeline
from content.ingest.extraction.api import FailureReason, PageExtract, unpack_words
from content.ingest.here import process_now
from content.ingest.models import Block
from content.ingest.sandbox import Sandbox
from content.library import api as library
from content.library.models import Edition
from portal.core import storage
from portal.core.models import Event
from tests import factories, pdf_factory
from tests.content.ingest.conftest import Receive

pytestmark = pytest.mark.django_db


def work_off(edition: Edition, rng: random.Random | None = None, *, twice: bool = False) -> None:
    """Do every block that is there, in random order, until none is left; each twice if asked."""
    rng = rng or random.Random(1)
    for _ in range(50):
        waiting = list(Block.objects.filter(edition=edition).exclude(state=Block.State.DONE))
        if not waiting:
            return
        rng.shuffle(waiting)
        for block in waiting:
            for _ in range(2 if twice else 1):
                pipeline.work(block_id=block.pk)


def test_a_manual_is_read_page_by_page(receive: Receive) -> None:
    data = pdf_factory.make_pdf(
        ["Cover", "Torque 25 N·m\nP0420", "检查刹车片"],
        outline=[(1, "Brakes", 2), (2, "刹车片", 3)],
        labels="chapters",
    )
    edition = receive(data)
    assert (edition.state, edition.page_count) == (Edition.State.READY, 3)
    pages = list(edition.pages.order_by("number"))
    assert [page.label for page in pages] == ["3-1", "3-2", "3-3"]
    assert [page.heading for page in pages] == [[], ["Brakes"], ["Brakes", "刹车片"]]
    assert "P0420" in [normal for _, _, normal in pages[1].identifiers]
    assert pages[2].text.strip() == "检查刹车片"
    assert len(unpack_words(pages[2].words)) == 5
    assert edition.outline == [[1, "Brakes", 2], [2, "刹车片", 3]]


def test_scanned_pages_are_recognised(receive: Receive) -> None:
    edition = receive(pdf_factory.make_scanned_pdf(["Tighten the drain plug to 25 Nm\nReplace the washer"] * 3))
    assert edition.state == Edition.State.READY, edition.failure_reason
    pages = list(edition.pages.order_by("number"))
    assert [page.from_ocr for page in pages] == [True] * 3
    assert all("drain plug" in page.text for page in pages)
    assert all(page.ocr_confidence and page.ocr_confidence > 60 for page in pages)


@pytest.mark.parametrize("seed", range(3))
def test_every_step_may_run_twice_and_in_any_order(
    receive: Receive, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(pipeline, "PAGES_PER_BLOCK", 2)
    edition = receive(pdf_factory.make_pdf([f"page {n}" for n in range(1, 8)]), work=False)
    work_off(edition, random.Random(seed), twice=True)
    edition.refresh_from_db()
    assert edition.state == Edition.State.READY
    assert [page.text.strip() for page in edition.pages.order_by("number")] == [f"page {n}" for n in range(1, 8)]


def test_a_dead_workers_block_is_taken_over(
    receive: Receive, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    edition = receive(pdf_factory.make_pdf(["one"]), work=False)
    block = Block.objects.get(edition=edition)
    Block.objects.filter(pk=block.pk).update(
        state=Block.State.WORKING,
        leased_until=timezone.now() + timedelta(minutes=1),
        queued_at=timezone.now() - timedelta(hours=1),
    )
    assert pipeline.resume() == 0
    Block.objects.filter(pk=block.pk).update(leased_until=timezone.now() - timedelta(seconds=1))
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        assert pipeline.resume() == 1
    edition.refresh_from_db()
    assert edition.state == Edition.State.READY


def test_an_edition_whose_last_worker_died_before_saying_so_is_finished(receive: Receive) -> None:
    edition = receive(pdf_factory.make_pdf(["one"]))
    Edition.objects.filter(pk=edition.pk).update(state=Edition.State.EXTRACTING)
    pipeline.resume()
    edition.refresh_from_db()
    assert edition.state == Edition.State.READY


def test_an_absent_store_delays_and_does_not_fail(receive: Receive, monkeypatch: pytest.MonkeyPatch) -> None:
    edition = receive(pdf_factory.make_pdf(["one"]), work=False)

    def away(*, name: str) -> None:
        raise storage.StorageUnavailable("away")

    with monkeypatch.context() as patch:
        patch.setattr(storage, "local_copy", away)
        for _ in range(pipeline.MOST_ATTEMPTS + 2):
            pipeline.work(block_id=Block.objects.get(edition=edition).pk)
    edition.refresh_from_db()
    assert edition.state == Edition.State.RECEIVED
    work_off(edition)
    edition.refresh_from_db()
    assert edition.state == Edition.State.READY


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (pdf_factory.make_truncated_pdf(), FailureReason.DAMAGED),
        (pdf_factory.make_encrypted_pdf(), FailureReason.ENCRYPTED),
        (pdf_factory.make_pageless_pdf(), FailureReason.NO_PAGES),
        (pdf_factory.make_pdf(["big"], size=(200_000, 10)), FailureReason.PAGE_TOO_LARGE),
    ],
    ids=["truncated", "encrypted", "without pages", "huge page"],
)
def test_a_file_that_cannot_be_read_fails_and_nothing_else_changes(
    receive: Receive, data: bytes, reason: FailureReason
) -> None:
    manual = factories.manual()
    before = receive(pdf_factory.make_pdf(["in force"]), manual=manual, label="1")
    edition = receive(data, manual=manual, label="2")
    assert (edition.state, edition.failure_reason) == (Edition.State.FAILED, reason)
    assert list(manual.editions.in_force(at=timezone.now() + timedelta(seconds=1))) == [before]


def test_a_looping_outline_is_cut(receive: Receive) -> None:
    edition = receive(pdf_factory.make_looping_outline_pdf())
    assert edition.state == Edition.State.READY
    assert edition.outline == [[1, "Again", 1]]


def test_a_retry_reads_only_what_is_missing(receive: Receive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "PAGES_PER_BLOCK", 1)
    edition = receive(pdf_factory.make_pdf(["one", "two", "three"]))
    kept = edition.pages.get(number=1).pk
    Block.objects.filter(edition=edition, first=2).update(state=Block.State.WAITING)
    Edition.objects.filter(pk=edition.pk).update(state=Edition.State.FAILED, failure_reason="timeout")
    library.retry(edition_id=edition.pk, actor=None)
    work_off(edition)
    edition.refresh_from_db()
    assert edition.state == Edition.State.READY
    assert edition.pages.get(number=1).pk == kept
    assert edition.pages.count() == 3


def expire_lease(edition: Edition) -> Block:
    """The worker that holds the edition's only open block vanished."""
    block = Block.objects.exclude(state=Block.State.DONE).get(edition=edition)
    Block.objects.filter(pk=block.pk).update(
        state=Block.State.WORKING, leased_until=timezone.now() - timedelta(seconds=1)
    )
    return block


def test_a_block_that_ends_every_worker_ends_as_failed(receive: Receive, monkeypatch: pytest.MonkeyPatch) -> None:
    edition = receive(pdf_factory.make_pdf(["one"]), work=False)

    def vanishes(self: Sandbox, **arguments: object) -> None:
        raise SystemExit

    monkeypatch.setattr(Sandbox, "inspect", vanishes)
    for _ in range(pipeline.MOST_DEATHS):
        with pytest.raises(SystemExit):
            pipeline.work(block_id=expire_lease(edition).pk)
    edition.refresh_from_db()
    assert edition.state == Edition.State.RECEIVED
    pipeline.work(block_id=expire_lease(edition).pk)
    edition.refresh_from_db()
    assert (edition.state, edition.failure_reason) == (Edition.State.FAILED, FailureReason.CRASHED)


def test_a_worker_taken_for_dead_writes_nothing_when_it_comes_back(
    receive: Receive, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = receive(pdf_factory.make_pdf(["one", "two"]), work=False)
    pipeline.work(block_id=Block.objects.get(edition=edition).pk)
    real = Sandbox.extract
    written: list[list[int]] = []

    def slow(self: Sandbox, **arguments: Any) -> list[PageExtract]:
        pages = real(self, **arguments)
        if not written:
            written.append([])
            pipeline.work(block_id=expire_lease(edition).pk)
            written[0] = sorted(edition.pages.values_list("pk", flat=True))
        return pages

    monkeypatch.setattr(Sandbox, "extract", slow)
    pipeline.work(block_id=Block.objects.exclude(state=Block.State.DONE).get(edition=edition).pk)
    assert sorted(edition.pages.values_list("pk", flat=True)) == written[0]
    assert len(written[0]) == 2
    edition.refresh_from_db()
    assert edition.state == Edition.State.READY


def test_the_last_block_finishes_the_edition_once(receive: Receive) -> None:
    edition = receive(pdf_factory.make_pdf(["one"]))
    assert pipeline.finish(edition_id=edition.pk) is False
    assert Event.objects.filter(verb="edition.ready", subject=f"edition:{edition.pk}").count() == 1


def test_reading_here_stops_when_the_store_is_away(receive: Receive, monkeypatch: pytest.MonkeyPatch) -> None:
    edition = receive(pdf_factory.make_pdf(["one"]), work=False)

    def away(*, name: str) -> None:
        raise storage.StorageUnavailable("away")

    with monkeypatch.context() as patch:
        patch.setattr(storage, "local_copy", away)
        process_now(edition_ids=[edition.pk])
    edition.refresh_from_db()
    assert edition.state == Edition.State.RECEIVED
    process_now(edition_ids=[edition.pk])
    edition.refresh_from_db()
    assert edition.state == Edition.State.READY
