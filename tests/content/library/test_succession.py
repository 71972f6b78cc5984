"""Publications that replace, cancel and amend each other: what is in force, for whoever asks, at any instant."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from wagtail.models import Revision

from content.library import api as library
from content.library.models import Edition, Effect, Manual, Relation, Succession
from content.library.succession import SuccessionRefused
from portal.core.models import Event
from portal.network.api import Viewer, viewer_for
from portal.network.models import User
from search.access import access_filter
from search.documents.manuals import facts_of
from tests import factories
from tests.content.library.governance import declare, draft, published, release
from tests.contracts.filters import holds

pytestmark = pytest.mark.django_db


def in_force(at: datetime | None = None) -> set[int]:
    return set(Edition.objects.in_force(at=at or timezone.now()).values_list("manual", flat=True))


def test_a_successor_takes_the_place_at_its_instant_and_gives_it_back() -> None:
    old = published("Old")
    new = published("New", edition=False)
    release(declare(new, old))
    assert in_force() == {old.pk}, "the successor has no edition yet"
    tomorrow = timezone.now() + timedelta(days=1)
    factories.edition(new, label="1", effective_from=tomorrow)
    assert in_force() == {old.pk}
    assert in_force(tomorrow) == {new.pk}
    Manual.objects.get(pk=new.pk).unpublish()
    assert in_force(tomorrow) >= {old.pk}


def test_one_that_expires_gives_the_place_back_without_a_job() -> None:
    old = published("Old")
    ends = timezone.now() + timedelta(days=5)
    release(declare(published("New", expires_at=ends), old))
    edition = old.editions.get()
    assert not edition.is_in_force(at=timezone.now())
    assert edition.is_in_force(at=ends)
    assert old.pk in in_force(ends)
    assert old.pk not in in_force(ends - timedelta(seconds=1))


def test_a_line_stands_as_one() -> None:
    """What B had replaced does not come back because C replaced B."""
    first, second, third = published("A"), published("B"), published("C")
    release(declare(second, first))
    release(declare(third, second))
    assert in_force() == {third.pk}
    Manual.objects.get(pk=second.pk).unpublish()
    assert in_force() >= {third.pk}
    assert first.pk not in in_force()


def test_an_amendment_leaves_both_in_force_and_each_names_the_other(technician: User) -> None:
    old, new = published("Old"), published("New")
    release(declare(new, old, effect=Effect.AMENDS))
    assert in_force() == {old.pk, new.pk}
    viewer = viewer_for(user=technician)
    assert [one.title for one in library.open_edition(viewer=viewer, manual_id=old.pk).neighbours.amended_by] == ["New"]
    assert [one.title for one in library.open_edition(viewer=viewer, manual_id=new.pk).neighbours.amends] == ["Old"]


def test_the_replaced_one_stays_readable_and_leads_to_the_end_of_the_line(technician: User) -> None:
    first, second, third = published("A"), published("B"), published("C")
    release(declare(second, first, effect=Effect.CANCELS))
    release(declare(third, second))
    opened = library.open_edition(viewer=viewer_for(user=technician), manual_id=first.pk)
    assert opened.neighbours.ended is not None
    assert opened.neighbours.ended.is_cancelled
    assert opened.neighbours.ended.by is not None
    assert opened.neighbours.ended.by.title == "C"


def test_who_may_not_see_the_successor_learns_no_title_of_it_and_is_told_all_the_same(technician: User) -> None:
    other = factories.BrandFactory(code="other")
    old = published("Old")
    release(declare(published("Secret successor", brands=[other]), old))
    opened = library.open_edition(viewer=viewer_for(user=technician), manual_id=old.pk)
    assert opened.neighbours.ended is not None
    assert opened.neighbours.ended.by is None
    assert old.pk not in in_force(), "it is not in force for anybody"


def test_a_second_successor_is_refused_by_the_name_of_the_first() -> None:
    old = published("Old")
    release(declare(published("First"), old))
    late = draft("Late")
    relation = Relation(manual=late, target=old, effect=Effect.CANCELS)
    with pytest.raises(ValidationError, match="replaced by “First”"):
        relation.clean()
    with pytest.raises(SuccessionRefused, match="replaced by “First”"):
        release(declare(late, old))
    assert not Manual.objects.get(pk=late.pk).live
    release(declare(late, old, effect=Effect.AMENDS))
    assert Manual.objects.get(pk=late.pk).live


def test_one_that_is_down_holds_no_place() -> None:
    old, first, late = published("Old"), published("First"), draft("Late")
    release(declare(first, old))
    Manual.objects.get(pk=first.pk).unpublish()
    release(declare(late, old))
    assert Succession.objects.get(predecessor=old).successor_id == late.pk
    with pytest.raises(SuccessionRefused, match="Late"):
        release(declare(Manual.objects.get(pk=first.pk), old))


@pytest.mark.parametrize("is_live", [True, False])
def test_one_that_is_scheduled_holds_its_place_and_changes_nothing_before(is_live: bool) -> None:
    old, late = published("Old"), draft("Late")
    planned = published("Planned") if is_live else draft("Planned")
    declare(planned, old).go_live_at = timezone.now() + timedelta(days=2)
    release(planned)
    assert old.pk in in_force()
    assert not old.editions.get().has_relations
    with pytest.raises(SuccessionRefused, match="Planned"):
        release(declare(late, old))
    planned.revisions.update(approved_go_live_at=None)
    release(declare(late, old))


def test_at_its_time_what_was_scheduled_takes_effect() -> None:
    old, planned = published("Old"), published("Planned")
    declare(planned, old).go_live_at = timezone.now() + timedelta(days=2)
    release(planned)
    Revision.page_revisions.filter(approved_go_live_at__isnull=False).update(
        approved_go_live_at=timezone.now() - timedelta(minutes=1)
    )
    for revision in Revision.page_revisions.filter(object_id=str(planned.pk)):
        revision.content["go_live_at"] = None
        revision.save()
    call_command("publish_scheduled")
    assert in_force() == {planned.pk}


def test_circles_and_itself_are_refused() -> None:
    first, second, third = published("A"), published("B"), published("C")
    release(declare(second, first))
    release(declare(third, second, effect=Effect.AMENDS))
    with pytest.raises(SuccessionRefused, match="circle"):
        release(declare(Manual.objects.get(pk=first.pk), third))
    with pytest.raises(SuccessionRefused, match="itself"):
        release(declare(Manual.objects.get(pk=first.pk), first))
    with pytest.raises(SuccessionRefused, match="twice"):
        release(declare(draft("D"), third, third))


def test_only_the_owner_ends_what_it_owns() -> None:
    theirs = published("Theirs", department=factories.DepartmentFactory(code="theirs", name="Theirs"))
    mine = draft("Mine", department=factories.DepartmentFactory(code="mine", name="Mine"))
    with pytest.raises(SuccessionRefused, match="belongs to Theirs"):
        release(declare(mine, theirs))
    release(declare(mine, theirs, effect=Effect.AMENDS))


def test_what_a_new_version_no_longer_declares_is_given_back() -> None:
    old, new = published("Old"), published("New")
    new = release(declare(new, old))
    new.relations = []
    release(new)
    assert in_force() == {old.pk, new.pk}
    assert not old.editions.get().has_relations


def test_a_draft_changes_nothing() -> None:
    old, new = published("Old"), published("New")
    declare(new, old).save_revision()
    assert in_force() == {old.pk, new.pk}


def test_a_deleted_successor_gives_the_place_back() -> None:
    old, new = published("Old"), published("New")
    release(declare(new, old)).delete()
    assert in_force() == {old.pk}


def test_each_effect_is_recorded_with_who_did_it(oem_user: User) -> None:
    oem_user.is_superuser = True
    oem_user.save()
    old, new = published("Old"), published("New")
    release(declare(new, old), oem_user)
    event = Event.objects.get(verb="publication.replaced")
    assert (event.subject, event.actor, event.data) == (f"manual:{old.pk}", oem_user, {"by": new.pk})
    assert Event.objects.filter(verb="publication.published", subject=f"manual:{new.pk}", actor=oem_user).exists()


def test_lists_count_as_many_statements_for_many(technician: User, django_assert_num_queries: Any) -> None:
    for number in range(6):
        old = published(f"Old {number}")
        release(declare(published(f"New {number}"), old))
    viewer = viewer_for(user=technician)
    with django_assert_num_queries(1):
        assert {one.title for one in library.publications_in_force(viewer=viewer)} == {f"New {n}" for n in range(6)}
    plain = published("Plain")
    with django_assert_num_queries(1):
        library.open_edition(viewer=viewer, manual_id=plain.pk)


NUMBERS = st.integers(0, 3)
DAYS = st.integers(-4, 4)
ACTIONS = st.one_of(
    st.tuples(st.just("issue"), NUMBERS, DAYS),
    st.tuples(st.just("withdraw"), NUMBERS),
    st.tuples(st.just("declare"), NUMBERS, NUMBERS, st.sampled_from(Effect.values)),
    st.tuples(st.just("unpublish"), NUMBERS),
    st.tuples(st.just("republish"), NUMBERS, st.none() | DAYS),
)


class World:
    """Four publications and what authors do to them. What should be so is written out anew here, from the words of the
    rule."""

    def __init__(self) -> None:
        self.now = timezone.now().replace(microsecond=0)
        self.pages = [factories.manual(title=f"P{number}") for number in range(4)]
        self.labels = 0

    def page(self, number: int) -> Manual:
        return Manual.objects.get(pk=self.pages[number].pk)

    def issue(self, number: int, day: int) -> None:
        self.labels += 1
        start = self.now + timedelta(days=day)
        factories.edition(self.page(number), label=str(self.labels), effective_from=start)

    def withdraw(self, number: int) -> None:
        edition = Edition.objects.filter(manual=self.pages[number].pk, withdrawn_at__isnull=True).first()
        if edition is not None:
            library.withdraw(edition_id=edition.pk, actor=None, reason="Wrong torque.")

    def declare(self, number: int, other: int, effect: str) -> None:
        self.release(declare(self.page(number), self.page(other), effect=effect))

    def unpublish(self, number: int) -> None:
        self.page(number).unpublish()

    def republish(self, number: int, day: int | None) -> None:
        page = self.page(number)
        page = page.get_latest_revision_as_object() if page.latest_revision_id else page
        page.expires_at = None if day is None else self.now + timedelta(days=day)
        self.release(page)

    def release(self, page: Manual) -> None:
        """What is refused changes nothing."""
        before = self.state()
        try:
            release(page)
        except SuccessionRefused:
            assert self.state() == before

    def state(self) -> list[Any]:
        kept = Succession.objects.order_by("pk").values_list("successor", "predecessor", "effect")
        return [*kept, *Manual.objects.order_by("pk").values_list("pk", "live", "expires_at")]

    def effect_of(self, page: Manual) -> tuple[datetime, datetime | None] | None:
        issued = [one.effective_from for one in page.editions.all() if one.withdrawn_at is None]
        return (min(issued), page.expires_at) if page.live and issued else None

    def replaced(self, page: Manual, at: datetime) -> bool:
        spans: list[tuple[datetime, datetime | None]] = []
        row, since = page, self.now - timedelta(days=100)
        while True:
            step = Succession.objects.filter(predecessor=row.pk, effect__in=("replaces", "cancels")).first()
            if step is None:
                break
            since, row = max(since, step.since), Manual.objects.get(pk=step.successor_id)
            span = self.effect_of(row)
            if span is not None and (span[1] is None or max(span[0], since) < span[1]):
                spans.append((max(span[0], since), span[1]))
        ends = [end for _start, end in spans if end is not None]
        begun = any(start <= at for start, _end in spans)
        return begun and (len(ends) < len(spans) or at < max(ends))

    def check(self) -> None:
        """At any instant at most one edition of each, exactly one while it has an issued one and is not replaced; the
        predicate, the queryset and the dates in the index say the same."""
        pages = [self.page(number) for number in range(4)]
        facts = facts_of(manual_ids=[page.pk for page in pages])
        for day in range(-5, 6):
            at = self.now + timedelta(days=day, hours=1)
            found = list(Edition.objects.in_force(at=at))
            for page in pages:
                issued = [one for one in page.editions.all() if one.withdrawn_at is None and one.effective_from <= at]
                latest = [max(issued, key=lambda one: (one.effective_from, one.pk))] if issued else []
                expected = [] if self.replaced(page, at) else latest
                assert [one for one in found if one.manual_id == page.pk] == expected, (page.title, day)
                assert [one for one in page.editions.all() if one.is_in_force(at=at)] == expected
            viewer = Viewer(user_id=None, at=at, everything=True)
            visible = set(Edition.objects.readable_by(viewer).in_force(at=at).values_list("pk", flat=True))
            assert {one.edition_id for one in facts if holds(access_filter(viewer=viewer), one)} == visible
        ends = Succession.objects.filter(effect__in=("replaces", "cancels"))
        assert ends.count() == ends.values("predecessor").distinct().count()


class OneInForce(TestCase):
    @given(actions=st.lists(ACTIONS, min_size=4, max_size=12))
    @settings(max_examples=10, deadline=None)
    def test_for_any_sequence_of_actions(self, actions: list[Any]) -> None:
        world = World()
        for name, *values in actions:
            getattr(world, name)(*values)
        world.check()
