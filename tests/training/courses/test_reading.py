"""Reading lessons: the same pages in another edition, which edition was read, and asking again when they changed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from content.library.api import relink
from portal.notices.api import sentence
from portal.notices.models import Notice
from tests import factories
from tests.training import builders
from tests.training.builders import browser
from tests.training.courses_builder import course, lesson, module
from training.courses.models import CourseVersion, LessonState, Reading, Registration
from training.courses.reading.following import ask_to_read_again
from training.courses.reading.pages import Leaf, counterpart, says_the_same
from training.courses.registering import register
from training.courses.tasks import check_readings

pytestmark = pytest.mark.django_db
OLD = ["Cover", "Brakes first", "Brakes second", "Steering"]


def leaves(*headings):
    return [Leaf(number, str(number), (heading,)) for number, heading in enumerate(headings, 1)]


def test_pages_are_found_by_their_headings_when_others_come_before():
    old = leaves("Cover", "Brakes", "Brakes", "Steering")
    new = leaves("Cover", "Safety", "Safety", "Brakes", "Brakes", "Steering")
    assert counterpart(first=2, last=3, old=old, new=new) == (4, 5)
    assert counterpart(first=4, last=4, old=old, new=new) == (6, 6)


def test_a_section_that_grew_is_taken_in_whole():
    old, new = leaves("A", "B", "B", "C"), leaves("A", "B", "B", "B", "C")
    assert counterpart(first=2, last=3, old=old, new=new) == (2, 4)


def test_without_headings_by_the_printed_number_else_by_place():
    old = [Leaf(1, "1-1"), Leaf(2, "1-2"), Leaf(3, "2-1")]
    new = [Leaf(1, "i"), Leaf(2, "1-1"), Leaf(3, "1-2"), Leaf(4, "2-1")]
    assert counterpart(first=2, last=3, old=old, new=new) == (3, 4)
    bare = [Leaf(n) for n in range(1, 4)]
    assert counterpart(first=2, last=9, old=bare, new=bare) == (2, 3)
    assert counterpart(first=9, last=9, old=bare, new=bare) is None


HEADINGS = st.lists(st.sampled_from("ABC"), min_size=1, max_size=8).map(sorted)


@given(HEADINGS, st.data())
def test_in_the_same_edition_the_pages_are_themselves(headings, data):
    book = leaves(*headings)
    first = data.draw(st.integers(1, len(book)))
    last = data.draw(st.integers(first, len(book)))
    assert counterpart(first=first, last=last, old=book, new=book) == (first, last)


@given(HEADINGS, HEADINGS, st.integers(1, 8), st.integers(0, 3))
def test_what_is_found_are_pages_of_the_new_edition(old, new, first, more):
    found = counterpart(first=first, last=first + more, old=leaves(*old), new=leaves(*new))
    assert found is None or 1 <= found[0] <= found[1] <= len(new)


def test_spaces_and_printed_numbers_are_no_change():
    assert says_the_same([("3", "Torque\n 30 N·m\n3")], [("7", "Torque 30\nN·m"), ("8", "8")])
    assert not says_the_same([("3", "Torque 30 N·m")], [("3", "Torque 35 N·m")])


@pytest.fixture
def manual():
    builders.department()
    return factories.manual()


def book(manual, pages, *, days_ago, label):
    """An edition with a heading for each first word."""
    made = factories.edition(manual, pages=pages, label=label, effective_from=timezone.now() - timedelta(days=days_ago))
    for page in made.pages.all():
        page.heading = [page.text.split()[0]]
        page.save()
    return made


def took(user, manual):
    one = lesson("reading", title="Read the brakes", manual=manual.pk, first_page=2, last_page=3)
    taught = course(module(one), title="Brakes")
    CourseVersion.objects.update(published_at=timezone.now() - timedelta(days=5))
    registration = register(actor=user, user=user, course=taught, source=Registration.Source.SELF)
    client = browser(user)
    client.post(reverse("courses:done", kwargs={"key": registration.key, "lesson_id": one["id"]}))
    return registration, reverse("courses:lesson", kwargs={"key": registration.key, "lesson_id": one["id"]})


def test_changed_pages_are_to_be_read_again_and_the_record_stays(learner, manual):
    book(manual, OLD, days_ago=9, label="1")
    registration, url = took(learner, manual)
    registration.refresh_from_db()
    completed = registration.completed_at
    assert completed
    assert Reading.objects.get().edition_label == "1"
    book(manual, ["Cover", "Safety", "Brakes first", "Brakes third", "Steering"], days_ago=1, label="2")
    assert ask_to_read_again(manual_id=manual.pk) == 1
    assert ask_to_read_again(manual_id=manual.pk) == 0
    registration.refresh_from_db()
    assert (registration.state, registration.completed_at) == (Registration.State.COMPLETED, completed)
    notice = Notice.objects.get(user=learner)
    assert "edition 2" in sentence(notice)
    client = browser(learner)
    assert "Read again" in client.get(reverse("courses:mine")).content.decode()
    page = client.get(url).content.decode()
    assert "have changed since you read them in edition 1" in page
    assert "pages 3 to 4" in page
    client.post(url + "done")
    assert [one.edition_label for one in Reading.objects.order_by("pk")] == ["1", "2"]
    assert LessonState.objects.get().read_again_since is None
    assert "Read again" not in client.get(reverse("courses:mine")).content.decode()
    check_readings()
    assert Notice.objects.count() == 1


def test_pages_that_only_moved_are_not_asked_for(learner, manual):
    book(manual, OLD, days_ago=9, label="1")
    _registration, url = took(learner, manual)
    book(manual, ["Cover", "Safety", "Brakes first", "Brakes\n second", "Steering new"], days_ago=1, label="2")
    check_readings()
    assert not Notice.objects.exists()
    assert "pages 3 to 4" in browser(learner).get(url).content.decode()


def test_an_edition_that_takes_effect_later_asks_later(learner, manual):
    book(manual, OLD, days_ago=9, label="1")
    took(learner, manual)
    book(manual, ["Cover", "Brakes other", "Brakes second"], days_ago=-5, label="2")
    assert ask_to_read_again(manual_id=manual.pk) == 0
    assert ask_to_read_again(manual_id=manual.pk, now=timezone.now() + timedelta(days=6)) == 1


def test_who_left_or_takes_it_again_is_not_asked(learner, manual):
    book(manual, OLD, days_ago=9, label="1")
    registration, _url = took(learner, manual)
    register(actor=learner, user=learner, course=registration.course, source=Registration.Source.SELF)
    other = factories.MembershipFactory().user
    left, _url = took(other, manual)
    Registration.objects.filter(pk=left.pk).update(state=Registration.State.WITHDRAWN)
    book(manual, ["Cover", "Brakes other", "Brakes second"], days_ago=1, label="2")
    assert ask_to_read_again(manual_id=manual.pk) == 0


def test_the_job_takes_as_many_statements_for_many_people_as_for_few(manual, django_assert_max_num_queries):
    book(manual, OLD, days_ago=9, label="1")
    for _n in range(6):
        took(factories.MembershipFactory().user, manual)
    book(manual, ["Cover", "Brakes other", "Brakes second"], days_ago=1, label="2")
    with django_assert_max_num_queries(40):
        # One course each: five statements a range, whoever read it.
        assert ask_to_read_again(manual_id=manual.pk) == 6


def test_a_change_of_the_manual_queues_the_job(learner, manual, monkeypatch):
    sent = []
    monkeypatch.setattr("training.courses.receivers.send_after_commit", lambda *args: sent.append(args))
    book(manual, OLD, days_ago=9, label="1")
    assert sent == []
    took(learner, manual)
    relink(manual_id=manual.pk)
    assert sent == [("training.courses.tasks.ask_again", manual.pk)]


def test_the_reader_leads_back_and_nowhere_else(learner, manual):
    edition = book(manual, OLD, days_ago=9, label="1")
    _registration, url = took(learner, manual)
    client = browser(learner)
    assert "p/2?back=%2Ftraining%2Fr%2F" in client.get(url).content.decode()
    reader = reverse("reader:edition_page", args=[manual.pk, edition.pk, 2])
    assert f'href="{url}"' in client.get(reader, {"back": url}).content.decode()
    for bad in ("https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"):
        assert "reader-return" not in client.get(reader, {"back": bad}).content.decode()
