"""Surveys: answered once, kept without a name, shown only of enough people."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.core.models import Event
from tests import factories
from tests.training import builders
from tests.training.builders import browser
from tests.training.courses_builder import course, lesson, module
from tests.training.evaluation.worlds import staff
from training.courses.models import Registration
from training.courses.outline import Outline
from training.courses.registering import register
from training.evaluation import reactions, surveying
from training.evaluation.models import SurveyAnswered, SurveyComment, SurveyResponse
from training.evaluation.surveys import questions_of, surveys_of

pytestmark = pytest.mark.django_db


def survey(**more):
    return lesson(
        "survey",
        title="What did you think?",
        questions=[
            {"text": "It was useful.", "kind": "scale", "options": []},
            {"text": "How long was it?", "kind": "choice", "options": ["Too short", "Right", "Too long"]},
            {"text": "What should change?", "kind": "text", "options": []},
        ],
        **more,
    )


@pytest.fixture
def taught():
    return course(module(survey()))


def asked(taught):
    version = taught.versions.order_by("-number").first()
    return surveys_of(Outline.read(version.body))[0]


def enrolled(user, taught):
    return register(actor=user, user=user, course=taught, source=Registration.Source.SELF)


def fields(one, scale=4, option=1, text=""):
    first, second, third = questions_of(one)
    return {first.id: str(scale), second.id: second.options[option][0], third.id: text}


def answer(user, taught, **more):
    registration = enrolled(user, taught)
    surveying.answer_survey(registration=registration, lesson=asked(taught), payload=fields(asked(taught), **more))
    return registration


def test_from_the_lesson_to_the_end_of_the_course(taught):
    user = factories.MembershipFactory().user
    registration, one = enrolled(user, taught), asked(taught)
    client = browser(user)
    lesson_url = reverse("courses:lesson", args=[registration.key, one.id])
    page = client.get(lesson_url).content.decode()
    assert "It was useful." in page
    assert "without your name" in page
    url = reverse("evaluation:survey", args=[registration.key, one.id])
    done = client.post(url, fields(one, text="More practice."), follow=True)
    assert "Thank you" in done.content.decode()
    registration.refresh_from_db()
    assert registration.state == Registration.State.COMPLETED
    assert "You have answered this survey" in client.get(lesson_url).content.decode()
    again = client.post(url, fields(one), follow=True).content.decode()
    assert "You have answered this survey" in again
    assert (SurveyResponse.objects.count(), SurveyComment.objects.count(), SurveyAnswered.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize("wrong", ["6", "0", "", "4.5", "x", "٤"])
def test_what_was_not_offered_is_refused(taught, wrong):
    user = builders.person()
    registration, one = enrolled(user, taught), asked(taught)
    given = fields(one) | {questions_of(one)[0].id: wrong}
    with pytest.raises(surveying.SurveyRefused):
        surveying.answer_survey(registration=registration, lesson=one, payload=given)
    with pytest.raises(surveying.SurveyRefused):
        surveying.answer_survey(registration=registration, lesson=one, payload=fields(one, text="x" * 2001))
    other = fields(one) | {questions_of(one)[1].id: "another"}
    with pytest.raises(surveying.SurveyRefused):
        surveying.answer_survey(registration=registration, lesson=one, payload=other)
    assert not SurveyAnswered.objects.exists()
    assert not SurveyResponse.objects.exists()


def test_only_ones_own_and_only_surveys(taught):
    owner, other = factories.MembershipFactory().user, factories.MembershipFactory().user
    registration, one = enrolled(owner, taught), asked(taught)
    url = reverse("evaluation:survey", args=[registration.key, one.id])
    assert browser(other).post(url, fields(one)).status_code == 404
    text = lesson()
    plain = enrolled(owner, course(module(text), title="Plain"))
    path = reverse("evaluation:survey", args=[plain.key, text["id"]])
    assert browser(owner).post(path, {}).status_code == 404
    assert not SurveyAnswered.objects.exists()


class TestNoName:
    def test_nothing_joins_an_answer_with_a_person(self, taught):
        people = staff(factories.DealerFactory(), 6)
        for number, user in enumerate(people):
            answer(user, taught, scale=number % 5 + 1, text=f"Comment {number}")
        columns = {field.name for field in SurveyResponse._meta.get_fields()}
        assert columns == {"id", "course", "version", "lesson", "answers", "satisfaction", "region", "dealer"}
        assert {field.name for field in SurveyComment._meta.get_fields()} == {
            "id",
            "course",
            "lesson",
            "question",
            "text",
        }
        marks = {field.name for field in SurveyAnswered._meta.get_fields()}
        assert marks == {"id", "registration", "lesson"}
        kept = json.dumps([*SurveyResponse.objects.values_list("answers", flat=True)])
        keys = {str(one.key) for one in Registration.objects.all()}
        assert not any(key in kept for key in keys)
        told = json.dumps([*Event.objects.values_list("verb", "subject", "data")])
        assert "Comment" not in told
        assert not any(str(pk) in told for pk in SurveyResponse.objects.values_list("pk", flat=True))

    def test_the_order_of_rows_tells_nothing(self, taught):
        """Of three answers each of the six orders in which the table gives them comes up, in about as many cases."""
        table, orders = SurveyResponse._meta.db_table, Counter()
        physical = "rowid" if connection.vendor == "sqlite" else "ctid"
        for _round in range(100):
            SurveyResponse.objects.all().delete()
            for scale in (1, 3, 5):
                surveying._add(
                    SurveyResponse(
                        course=taught,
                        version=taught.versions.get(),
                        lesson="one",
                        answers={"q": scale},
                        satisfaction=scale,
                    ),
                    ("version_id", "answers", "satisfaction", "region_id", "dealer_id"),
                )
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT satisfaction FROM {table} ORDER BY {physical}")
                orders[tuple(row[0] for row in cursor.fetchall())] += 1
        assert all(sorted(order) == [1, 3, 5] for order in orders)
        # Each order comes up in a sixth of the rounds; that one of six never does has a chance of 1 in ten million.
        assert len(orders) == 6 or connection.vendor != "sqlite"

    def test_the_dealer_is_kept_only_where_enough_take_the_course(self, taught):
        region = factories.RegionFactory()
        small, large = factories.DealerFactory(region=region), factories.DealerFactory(region=region)
        alone = factories.MembershipFactory().user
        for user in staff(large, 5):
            enrolled(user, taught)
        answer(staff(small, 1)[0], taught)
        assert [*SurveyResponse.objects.values_list("dealer", "region")] == [(None, region.pk)]
        answer(alone, taught)
        assert SurveyResponse.objects.filter(dealer=None, region=None).count() == 1
        member = large.memberships.first().user
        answer(member, taught)
        assert SurveyResponse.objects.filter(dealer=large, region=region).count() == 1


class TestResults:
    def test_by_question_and_version(self, taught):
        for scale in (1, 2, 3, 4, 5, 5):
            answer(builders.person(), taught, scale=scale, option=2, text="Longer.")
        found = reactions.reactions(taught.pk)[0]
        assert (found.n, found.mean) == (6, pytest.approx(20 / 6))
        scale, choice = found.questions
        assert (scale.n, list(scale.counts)) == (6, [1, 1, 1, 1, 2])
        assert [*scale.by_version] == [(1, pytest.approx(20 / 6), 6)]
        assert dict(zip(choice.labels, choice.counts, strict=True)) == {"Too short": 0, "Right": 0, "Too long": 6}
        assert reactions.comments(taught.pk, found.lesson.id).count() == 6

    def test_nothing_of_fewer_than_five(self, taught):
        for _one in range(4):
            answer(builders.person(), taught, text="Me.")
        found = reactions.reactions(taught.pk)[0]
        assert (found.n, found.mean, found.questions, found.dealers) == (4, None, (), ())
        assert not reactions.comments(taught.pk, found.lesson.id).exists()

    def test_groups_of_fewer_than_five_are_not_shown(self, taught):
        large, small = factories.DealerFactory(name="Large"), factories.DealerFactory(name="Small")
        people = staff(small, 5)
        for user in people:
            enrolled(user, taught)
        for user in staff(large, 6):
            enrolled(user, taught)
        for user in [*people[:3], *(one.user for one in large.memberships.all())]:
            answer(user, taught, scale=2)
        found = reactions.reactions(taught.pk)[0]
        assert [row.name for row in found.dealers] == [], "of 9, three are hidden, so that the rest could be worked out"
        for user in people[3:]:
            answer(user, taught, scale=5)
        found = reactions.reactions(taught.pk)[0]
        assert {row.name: row.n for row in found.dealers} == {"Large": 6, "Small": 5}

    def test_statements_do_not_grow(self, taught):
        def count():
            with CaptureQueriesContext(connection) as captured:
                reactions.reactions(taught.pk)
            return len(captured)

        answer(builders.person(), taught)
        few = count()
        for _one in range(8):
            answer(builders.person(), taught)
        assert count() == few
