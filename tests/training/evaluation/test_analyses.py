"""From attempts to what is kept of them, and what trainers see of it."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from tests import factories
from tests.training import builders
from tests.training.builders import browser
from tests.training.courses_builder import course, lesson, module
from tests.training.evaluation.worlds import attempt, choice, staff, trainer
from training.assessments.api import begin, hand_in
from training.assessments.attempts.marking import regrade
from training.assessments.models import Attempt, Regrade
from training.bank.editing import revise_question
from training.bank.shapes import Choice, Option
from training.courses.receivers import purpose_of
from training.courses.registering import register
from training.evaluation import analyses
from training.evaluation.comparing import may_be_shown
from training.evaluation.flags import flags
from training.evaluation.models import AttemptDigest, ItemAnalysis
from training.evaluation.sampling import chosen, times

pytestmark = pytest.mark.django_db
# Rows of five people on three questions: totals 3 2 2 1 0.
ROWS = [(1, 1, 1), (1, 1, 0), (1, 0, 1), (1, 0, 0), (0, 0, 0)]


@pytest.fixture
def questions():
    return [choice(name) for name in ("One", "Two", "Three")]


@pytest.fixture
def assessment(questions):
    return builders.assessment(*questions)


def analysed(assessment, **more):
    found = analyses.analyse(actor=None, assessment_id=assessment.pk, **more)
    found.refresh_from_db()
    assert found.state == ItemAnalysis.State.READY
    return found


def by_name(found, question):
    return next(one for one in found.result["questions"] if one["question"] == question.pk)


def test_numbers_by_hand(assessment, questions):
    for row in ROWS:
        attempt(assessment, questions, row)
    found = analysed(assessment)
    test = found.result["test"]
    # Mean of 3 2 2 1 0 thirds: 8/15. Variances (sample) .2 .3 .3, totals 1.3: 1.5 (1 - .8/1.3) = .576923.
    assert test["scores"]["mean"] == pytest.approx(8 / 15, abs=1e-6)
    assert test["reliability"]["alpha"] == pytest.approx(0.576923, abs=1e-6)
    assert test["reliability"]["kr20"] is True
    assert (test["passed"], test["drawn"], found.attempts) == (3, False, 5)
    one = by_name(found, questions[0])
    assert (one["n"], one["facility"]) == (5, 0.8)
    # Rests of question 1: 2 1 1 0 0, marks 1 1 1 1 0. Sums of products .8, of squares .8 and 2.8.
    assert one["corrected"] == pytest.approx(0.8 / (0.8 * 2.8) ** 0.5, abs=1e-5)
    assert one["times"]["median"] == 30
    version = one["versions"][0]
    assert version["right"] == {"a": True, "b": False, "c": False, "d": False}
    assert [sum(counts) for counts in zip(*version["options"].values(), strict=True)] == [2, 2, 1]
    assert {option: sum(counts) for option, counts in version["options"].items()} == {"a": 4, "b": 1}


def test_first_attempts_only_unless_asked(assessment, questions):
    user = builders.person()
    attempt(assessment, questions, (0, 0, 0), user=user)
    attempt(assessment, questions, (1, 1, 1), user=user, number=2)
    attempt(assessment, questions, (1, 1, 1), user=user, purpose="test:2")
    attempt(assessment, questions, (1, 0, 0))
    assert by_name(analysed(assessment), questions[0])["facility"] == 0.5
    assert analyses.since(analyses.newest(assessment.pk)) == 0, "nothing is new, though not every attempt was a first"
    every = analysed(assessment, first_only=False)
    assert (every.attempts, by_name(every, questions[0])["facility"]) == (4, 0.75)


def test_what_is_void_or_open_does_not_count(assessment, questions):
    attempt(assessment, questions, (1, 1, 1))
    attempt(assessment, questions, (0, 0, 0), state=Attempt.State.VOIDED)
    attempt(assessment, questions, (0, 0, 0), state=Attempt.State.SUBMITTED)
    assert analysed(assessment).attempts == 1


def test_drawn_questions_count_who_saw_them(assessment, questions):
    for row in ROWS:
        attempt(assessment, questions, row)
    attempt(assessment, questions[:2], (0, 0))
    found = analysed(assessment)
    assert [by_name(found, one)["n"] for one in questions] == [6, 6, 5]
    assert found.result["test"]["drawn"] is True
    assert found.result["test"]["reliability"]["alpha"] is None


def test_versions_apart_and_together(assessment, questions):
    attempt(assessment, questions, (1, 1, 0))
    attempt(assessment, questions, (1, 0, 0))
    before = questions[0].current_id
    options = tuple(Option(id=one, text={"en": one}, fraction=float(one == "a")) for one in "ab")
    revise_question(actor=None, question=questions[0], asked=Choice(stem={"en": "Better"}, options=options), reason="")
    questions[0].refresh_from_db()
    attempt(assessment, questions, (0, 1, 0))
    one = by_name(analysed(assessment), questions[0])
    assert (one["n"], one["facility"]) == (3, pytest.approx(2 / 3))
    assert {row["version"]: (row["n"], row["facility"]) for row in one["versions"]} == {
        before: (2, 1.0),
        questions[0].current_id: (1, 0.0),
    }


def test_undefined_is_nothing(assessment, questions):
    attempt(assessment, questions, (1, 1, 1))
    attempt(assessment, questions, (1, 1, 1))
    found = analysed(assessment)
    one = by_name(found, questions[0])
    assert (one["facility"], one["discrimination"], one["corrected"], one["efficiency"]) == (1.0, None, None, None)
    assert found.result["test"]["reliability"]["alpha"] is None
    assert found.result["test"]["scores"]["skewness"] is None


def test_nothing_to_analyse_is_refused(assessment):
    with pytest.raises(analyses.AnalysisRefused):
        analyses.analyse(actor=None, assessment_id=assessment.pk)
    assert not ItemAnalysis.objects.exists()


def test_scoring_keeps_a_digest_and_regrading_renews_it(assessment, questions):
    made = begin(user=builders.person(), assessment=assessment, purpose="test:1", language="en")
    assert not AttemptDigest.objects.exists()
    hand_in(user=made.user, attempt_id=made.pk)
    before = bytes(AttemptDigest.objects.get(attempt=made).marks)
    assert by_name(analysed(assessment), questions[1])["facility"] == 0.0
    regrade(actor=trainer(), question=questions[1], how=Regrade.How.FULL_MARKS, reason="Two are right.")
    assert bytes(AttemptDigest.objects.get(attempt=made).marks) != before
    assert by_name(analysed(assessment), questions[1])["facility"] == 1.0
    regrade(actor=trainer(), question=questions[1], how=Regrade.How.LEAVE_OUT, reason="Nobody can know.")
    assert questions[1].pk not in [one["question"] for one in analysed(assessment).result["questions"]]


def test_statements_do_not_grow_with_attempts(assessment, questions):
    def count():
        analysis = analyses.request_analysis(actor=None, assessment_id=assessment.pk)
        with CaptureQueriesContext(connection) as captured:
            analyses.run(analysis_id=analysis.pk)
        return len(captured)

    attempt(assessment, questions, (1, 0, 1))
    count()
    few = count()
    for _one in range(3):
        for row in ROWS:
            attempt(assessment, questions, row)
    count()
    assert count() == few


def test_many_are_left_to_a_job_once(assessment, questions, monkeypatch, django_capture_on_commit_callbacks):
    sent = []
    monkeypatch.setattr(analyses, "AT_ONCE", 1)
    monkeypatch.setattr(analyses, "send_after_commit", lambda name, *args: sent.append((name, *args)))
    attempt(assessment, questions, (1, 0, 1))
    attempt(assessment, questions, (1, 0, 0))
    first = analyses.analyse(actor=None, assessment_id=assessment.pk)
    again = analyses.analyse(actor=None, assessment_id=assessment.pk)
    assert (first.pk, first.state) == (again.pk, ItemAnalysis.State.QUEUED)
    assert set(sent) == {("training.evaluation.tasks.analyse", first.pk)}
    analyses.run(analysis_id=first.pk)
    analyses.run(analysis_id=first.pk)
    assert analyses.newest(assessment.pk).pk == first.pk
    attempt(assessment, questions, (1, 1, 1))
    assert analyses.since(analyses.newest(assessment.pk)) == 1


def test_an_abandoned_analysis_gives_way(assessment, questions):
    attempt(assessment, questions, (1, 0, 1))
    dead = analyses.request_analysis(actor=None, assessment_id=assessment.pk)
    ItemAnalysis.objects.filter(pk=dead.pk).update(touched_at=timezone.now() - timedelta(hours=1))
    assert analyses.request_analysis(actor=None, assessment_id=assessment.pk).pk != dead.pk


class TestGroups:
    def test_small_groups_are_hidden(self, assessment, questions):
        large, small = factories.DealerFactory(name="Large"), factories.DealerFactory(name="Small")
        for user in staff(large, 6):
            attempt(assessment, questions, (1, 1, 0), user=user)
        for user in staff(small, 5):
            attempt(assessment, questions, (0, 0, 0), user=user)
        compared = analysed(assessment).result["groups"]["dealer"]
        assert {one["id"]: (one["people"], one["passed"]) for one in compared["shown"]} == {
            large.pk: (6, 6),
            small.pk: (5, 0),
        }

    def test_a_hidden_group_cannot_be_worked_out(self, assessment, questions):
        large, middle, small = (factories.DealerFactory() for _one in range(3))
        for dealer, count in ((large, 7), (middle, 5), (small, 2)):
            for user in staff(dealer, count):
                attempt(assessment, questions, (1, 0, 1), user=user)
        compared = analysed(assessment).result["groups"]["dealer"]
        assert [one["id"] for one in compared["shown"]] == [large.pk]
        assert compared["hidden"] == 7

    def test_the_day_decides_whose_they_were(self, assessment, questions):
        before, now = factories.DealerFactory(), factories.DealerFactory()
        today = timezone.localdate()
        for _one in range(5):
            user = builders.person()
            old = factories.MembershipFactory(user=user, dealer=before, starts=today - timedelta(days=100))
            old.ends = today - timedelta(days=10)
            old.save()
            factories.MembershipFactory(user=user, dealer=now, starts=today - timedelta(days=9))
            attempt(assessment, questions, (1, 0, 1), user=user)
        assert [one["id"] for one in analysed(assessment).result["groups"]["dealer"]["shown"]] == [now.pk]

    def test_versions_of_the_course(self, assessment, questions):
        asked = lesson("assessment", title="Test", assessment=assessment.pk)
        taught = course(module(asked))
        for _one in range(5):
            user = builders.person()
            registration = register(actor=None, user=user, course=taught, source="self")
            attempt(assessment, questions, (1, 1, 1), user=user, purpose=purpose_of(registration, asked["id"]))
        version = taught.versions.get()
        shown = analysed(assessment).result["groups"]["version"]["shown"]
        assert [(one["id"], one["n"]) for one in shown] == [(version.pk, 5)]

    @pytest.mark.parametrize(
        ("people", "shown"),
        [
            ({}, set()),
            ({"a": 5, "b": 4, "c": 9}, {"c"}),
            ({"a": 5, "b": 9}, {"a", "b"}),
            ({"a": 3, "b": 3, "c": 9}, {"c"}),
            ({"a": 4, "b": 9}, set()),
        ],
    )
    def test_which_may_be_shown(self, people, shown):
        assert may_be_shown(people) == shown


class TestFlags:
    def question(self, **more):
        version = {
            "right": {"a": True, "b": False, "c": False},
            "options": {"a": [5, 8, 9], "b": [4, 2, 1], "c": [1, 0, 0]},
        }
        return {"n": 100, "facility": 0.7, "corrected": 0.4, "versions": [version], **more}

    def texts(self, **more):
        return [flag.text for flag in flags(self.question(**more))]

    def test_a_good_question_has_none(self):
        assert self.texts(versions=[{"right": {}, "options": {}}]) == []

    def test_numbers(self):
        none = [{"right": {}, "options": {}}]
        assert self.texts(facility=0.97, corrected=0.1, versions=none) == ["too easy"]
        assert self.texts(facility=0.1, versions=none) == ["too hard"]
        assert self.texts(corrected=0.1, versions=none) == ["hardly discriminates"]
        assert self.texts(corrected=-0.1, versions=none) == ["discriminates negatively: check the key"]
        assert self.texts(n=19, corrected=-1) == ["too few answers to judge"]

    def test_options(self):
        assert self.texts() == ["distractor hardly ever chosen"]
        never = {"right": {"a": True, "b": False}, "options": {"a": [10, 10, 10]}}
        assert self.texts(versions=[never]) == ["distractor never chosen"]
        wrong_key = {"right": {"a": True, "b": False}, "options": {"a": [9, 5, 2], "b": [1, 5, 8]}}
        found = flags(self.question(versions=[wrong_key], facility=0.97))
        assert [flag.grave for flag in found] == [True, False]


def test_what_an_answer_chose():
    options = tuple(Option(id=one, text={"en": one}, fraction=float(one == "a")) for one in "ab")
    asked = Choice(stem={"en": "?"}, options=options)
    assert chosen(asked, {"option": "b"}) == ["b"]
    assert chosen(asked, None) == chosen(asked, {"option": None}) == [""]


def test_quartiles_of_times():
    found = times([10, 20, 30, 40, 1000])
    assert (found.n, found.lower, found.median, found.upper) == (5, 20, 30, 40)
    assert (sum(found.bins), found.bins[0], found.bins[-1]) == (5, 1, 1)
    assert times([]).median is None


class TestPages:
    @pytest.fixture
    def analysis(self, assessment, questions):
        for row in ROWS:
            attempt(assessment, questions, row)
        return analysed(assessment)

    def url(self, name, assessment, *more):
        return reverse(f"training_evaluation:{name}", args=[assessment.pk, *more])

    def test_a_trainer_sees_their_own(self, assessment, questions, analysis):
        client = browser(trainer())
        listed = client.get(reverse("training_evaluation:assessments")).content.decode()
        assert assessment.title in listed
        assert "0.58" in listed
        page = client.get(self.url("assessment", assessment)).content.decode()
        assert "53.3 %" in page
        assert "too few answers to judge" in page
        one = client.get(self.url("question", assessment, questions[0].pk)).content.decode()
        assert "Stem of One" in one
        assert "Upper third" in one
        for text in (page, one):
            ids = re.findall(r'\bid="([^"]+)"', text)
            assert len(set(ids)) == len(ids), "a plot finds its data by its id"
        assert client.get(self.url("question", assessment, 999)).status_code == 404

    def test_analysing_from_the_page(self, assessment, questions):
        client = browser(trainer())
        assert "not been analysed" in client.get(self.url("assessment", assessment)).content.decode()
        refused = client.post(self.url("analyse", assessment), follow=True).content.decode()
        assert "Nobody has handed in" in refused
        attempt(assessment, questions, (1, 0, 1))
        client.post(self.url("analyse", assessment))
        assert ItemAnalysis.objects.get().attempts == 1

    def test_nobody_else(self, assessment, questions, analysis):
        paths = [
            self.url("assessment", assessment),
            self.url("question", assessment, questions[0].pk),
            self.url("export", assessment, "csv"),
        ]
        other = browser(trainer("marketing"))
        assert assessment.title not in other.get(reverse("training_evaluation:assessments")).content.decode()
        manager = browser(factories.MembershipFactory(is_manager=True).user)
        for path in paths:
            assert other.get(path).status_code == 404
            assert manager.get(path).status_code in (302, 403)
        assert other.post(self.url("analyse", assessment)).status_code == 404
        assert manager.get(reverse("training_evaluation:assessments")).status_code in (302, 403)
        assert ItemAnalysis.objects.count() == 1

    def test_files_have_the_numbers_and_no_formula(self, assessment, questions, analysis):
        questions[0].name = "=HYPERLINK(1)"
        questions[0].save()
        client = browser(trainer())
        data = client.get(self.url("export", assessment, "csv")).content.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(data)))
        cells = {row[0]: row[1:3] for row in rows[1:]}
        assert cells["'=HYPERLINK(1)"] == ["5", "0.8"]
        book = load_workbook(io.BytesIO(client.get(self.url("export", assessment, "xlsx")).content))
        values = {row[0].value: row[2].value for row in book.active.iter_rows(min_row=2)}
        assert values["Two"] == 0.4
        assert "'=HYPERLINK(1)" in values
        assert client.get(self.url("export", assessment, "exe")).status_code == 404

    def test_statements_of_pages(self, assessment, questions, django_assert_max_num_queries):
        client = browser(trainer())
        attempt(assessment, questions[:1], (1,))
        analysed(assessment)

        def count(path):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(path).status_code == 200
            return len(captured)

        paths = [reverse("training_evaluation:assessments"), self.url("assessment", assessment)]
        for path in paths:
            count(path)
        before = [count(path) for path in paths]
        for row in ROWS:
            attempt(assessment, questions, row)
        for _one in range(3):
            builders.assessment(title="Another")
        analysed(assessment)
        assert [count(path) for path in paths] == before


def test_a_mark_between_is_read_as_it_is(assessment, questions):
    made = attempt(assessment, questions, (0.5, 0.25, 1))
    assert made.share == Decimal("0.583333")
    found = analysed(assessment)
    assert [by_name(found, one)["facility"] for one in questions] == [0.5, 0.25, 1.0]
