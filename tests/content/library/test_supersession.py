"""One edition in force, whatever the order in which editions arrive, fail or are withdrawn."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from content.library import api as library
from content.library.models import Edition
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_later_edition_takes_over_at_its_instant() -> None:
    now = timezone.now()
    manual = factories.manual()
    old = factories.edition(manual, label="1", effective_from=now - timedelta(days=10))
    new = factories.edition(manual, label="2", effective_from=now + timedelta(days=10))
    old.refresh_from_db()
    assert old.superseded_by == new
    assert old.superseded_at == new.effective_from
    assert list(Edition.objects.in_force(at=now)) == [old]
    assert list(Edition.objects.in_force(at=now + timedelta(days=10))) == [new]


def test_a_failed_edition_supersedes_nothing() -> None:
    manual = factories.manual()
    old = factories.edition(manual, label="1", effective_from=timezone.now() - timedelta(days=10))
    factories.edition(manual, label="2", state=Edition.State.EXTRACTING)
    library.mark_failed(edition_id=manual.editions.get(label="2").pk, reason="damaged")
    library.relink(manual_id=manual.pk)
    assert list(Edition.objects.in_force(at=timezone.now())) == [old]


def test_a_withdrawn_edition_gives_way_to_the_one_before() -> None:
    manual = factories.manual()
    old = factories.edition(manual, label="1", effective_from=timezone.now() - timedelta(days=10))
    new = factories.edition(manual, label="2")
    library.withdraw(edition_id=new.pk, actor=None)
    old.refresh_from_db()
    assert old.superseded_by is None
    assert list(Edition.objects.in_force(at=timezone.now())) == [old]
    with pytest.raises(library.Refused):
        library.withdraw(edition_id=new.pk, actor=None)


def test_the_same_file_or_label_is_refused_and_changes_nothing() -> None:
    manual = factories.manual()
    first = factories.edition(manual, label="1")
    same_file = library.StoredFile(name="x", original_name="x.pdf", sha256=first.sha256, size=1)
    other_file = library.StoredFile(name="y", original_name="y.pdf", sha256="0" * 64, size=1)
    for file, label in ((same_file, "2"), (other_file, "1")):
        with pytest.raises(library.DuplicateEdition):
            library.receive(manual=manual, file=file, label=label, effective_from=timezone.now(), actor=None)
    assert list(manual.editions.all()) == [first]


class OneInForce(TestCase):
    @given(days=st.lists(st.tuples(st.integers(-5, 5), st.booleans()), min_size=1, max_size=7))
    @settings(max_examples=25, deadline=None)
    def test_at_any_instant_at_most_one_and_exactly_the_latest(self, days: list[tuple[int, bool]]) -> None:
        now = timezone.now()
        manual = factories.manual()
        rows = []
        for number, (offset, ready) in enumerate(days):
            state = Edition.State.READY if ready else Edition.State.FAILED
            start = now + timedelta(days=offset)
            rows.append(factories.edition(manual, label=str(number), effective_from=start, state=state))
        for offset in range(-6, 7):
            at = now + timedelta(days=offset)
            issued = [row for row in rows if row.state == Edition.State.READY and row.effective_from <= at]
            expected = [max(issued, key=lambda row: (row.effective_from, row.pk))] if issued else []
            assert list(manual.editions.in_force(at=at)) == expected
