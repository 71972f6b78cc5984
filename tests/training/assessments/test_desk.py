"""The trainers' desk: assessments are written, checked, tried, doubled and put away; attempts are looked at, graded,
voided and graded again; people are let in."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from portal.core.models import Event
from tests import factories
from tests.training import builders, questions
from tests.training.bank.authors import author_of, browser_of, departments
from tests.training.builders import PURPOSE
from training.assessments import keeping
from training.assessments.admin.fields import ClockField, MinutesField
from training.assessments.api import MayNotBegin, begin, hand_in, prospect
from training.assessments.attempts.marking import mark_item, preview
from training.assessments.attempts.outcomes import outcomes
from training.assessments.attempts.saving import SaveRefused, save_answer
from training.assessments.checking import check
from training.assessments.models import Allowance, AnswerFile, Assessment, Attempt, Mark, Regrade, Response, Slot
from training.bank.editing import move_to, revise_question
from training.bank.models import Question
from training.bank.shapes import body_of, question_from

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return author_of(departments()[0])


@pytest.fixture
def user():
    return factories.MembershipFactory(dealer__code="D-77").user


def take(user, assessment, **answers):
    """Begin, save answers by position, hand in."""
    attempt = begin(user=user, assessment=assessment, purpose=PURPOSE, language="en")
    for position, answer in answers.items():
        save_answer(
            user=user,
            attempt_id=attempt.pk,
            position=int(position[1:]),
            payload=answer,
            client_key="k" * 8,
            based_on=0,
        )
    return hand_in(user=user, attempt_id=attempt.pk)


def slot(**given):
    empty = {"question": "", "category": "", "count": "1", "easiest": "1", "hardest": "5", "objective": "", "tag": ""}
    return {**empty, "points": "1", "seconds": "", **given}


def form_of(*slots, **rules):
    given = {
        "title": "High voltage",
        "department": builders.department().pk,
        "pass_share": "80",
        "hint_cost": "0",
        "cool_down_minutes": "0",
        "navigation": "free",
        "feedback": "answers",
        "opening": "free",
        "sections": inline_formset([{"title": "Basics", "shuffle": "", "slots": inline_formset(list(slots))}]),
        **rules,
    }
    return nested_form_data(given)


def test_an_assessment_is_written_with_a_fixed_question_and_a_draw(client):
    fixed = builders.ready("Coolant", questions.COOLANT)
    form = form_of(slot(question=fixed.pk), slot(category=fixed.category_id, count="2", hardest="4", points="2"))
    answer = client.post(reverse("assessments_desk:add"), form)
    made = Assessment.objects.get()
    assert answer["Location"] == reverse("training_desk:check", args=[made.pk])
    rows = Slot.objects.filter(section__assessment=made).order_by("position", "pk")
    assert [(row.question_id, row.category_id, row.count) for row in rows] == [
        (fixed.pk, None, 1),
        (None, fixed.category_id, 2),
    ]
    assert Event.objects.filter(verb="assessment.created", subject=f"assessment:{made.pk}").exists()
    assert client.get(reverse("assessments_desk:edit", args=[made.pk])).status_code == 200


def test_time_is_written_in_minutes_and_shares_in_percent(client):
    form = form_of(slot(objective="x"), pass_share="72.5", hint_cost="25", time_limit_seconds="7:30")
    answer = client.post(reverse("assessments_desk:add"), form)
    made = Assessment.objects.get()
    assert (made.pass_share, made.hint_cost, made.time_limit_seconds) == (Decimal("0.725"), Decimal("0.25"), 450)
    page = client.get(answer["Location"]).content.decode()
    assert "7:30 min" in page
    shown = client.get(reverse("assessments_desk:edit", args=[made.pk])).context["form"]
    assert [shown[name].value() for name in ("pass_share", "hint_cost", "time_limit_seconds")] == ["72.5", "25", "7:30"]
    assert not shown.fields["pass_share"].has_changed(made.pass_share, "72.5")
    assert shown.fields["time_limit_seconds"].has_changed(made.time_limit_seconds, "7:31")


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("", None), (" ", None), ("30", 1800), ("30:00", 1800), ("0:45", 45), ("7：05", 425), ("10080", 604_800)],
)
def test_minutes_as_people_write_them(written, seconds):
    field = MinutesField(required=False)
    assert field.clean(written) == seconds
    assert field.clean(field.prepare_value(seconds)) == seconds


@pytest.mark.parametrize(
    "written", ["0", "0:00", "-5", "1:2", "1:60", "1.5", "30 min", "10081", "9" * 30, "٣٠", "\x00"]
)
def test_what_is_no_time_is_refused(written):
    with pytest.raises(ValidationError):
        MinutesField(required=False).clean(written)


@pytest.mark.parametrize(("written", "seconds"), [("", None), ("1:30", 90), ("0:45", 45), ("2:00", 120), ("0：05", 5)])
def test_the_time_of_a_question_is_written_as_its_clock_shows_it(written, seconds):
    field = ClockField(required=False)
    assert field.clean(written) == seconds
    assert field.clean(field.prepare_value(seconds)) == seconds


@pytest.mark.parametrize("written", ["45", "90", "0:00", "1:60", "1:3", "45 s", "-1:00", "10080:01"])
def test_a_bare_number_could_be_minutes_or_seconds_and_is_refused(written):
    with pytest.raises(ValidationError):
        ClockField(required=False).clean(written)


def test_a_question_has_a_time_of_its_own_that_author_and_learner_read_alike(client, user):
    live = builders.ready("Live", questions.LIVE)
    client.post(reverse("assessments_desk:add"), form_of(slot(question=live.pk, seconds="1:30")))
    made = Assessment.objects.get()
    assert Slot.objects.get().seconds == 90
    shown = client.get(reverse("assessments_desk:edit", args=[made.pk])).content.decode()
    assert 'value="1:30"' in shown
    assert "1:30 min" in client.get(reverse("training_desk:check", args=[made.pk])).content.decode()
    assert prospect(user=user, assessment=made, purpose=PURPOSE).question_seconds == (90, 90)
    Allowance.objects.create(user=user, assessment=made, time_factor="1.5", reason="dyslexia")
    assert prospect(user=user, assessment=made, purpose=PURPOSE).question_seconds == (135, 135)
    assert prospect(user=user, assessment=builders.assessment(live), purpose=PURPOSE).question_seconds is None


@pytest.mark.parametrize(
    ("slots", "rules", "words"),
    [
        ([slot(objective="x", seconds="90")], {}, "Write minutes and seconds"),
        ([slot(objective="x")], {"time_limit_seconds": "half an hour"}, "Write minutes"),
        ([slot()], {}, "Choose a question, a category or an objective"),
        ([slot(objective="x", easiest="4", hardest="2")], {}, "wrong way round"),
        ([slot(objective="x")], {"pass_share": "120"}, "less than or equal to 100"),
        ([slot(objective="x")], {"opening": "password"}, "Give the password"),
    ],
)
def test_what_the_model_refuses_is_said_in_the_form(client, slots, rules, words):
    answer = client.post(reverse("assessments_desk:add"), form_of(*slots, **rules))
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not Assessment.objects.exists()


def test_questions_and_categories_of_another_department_are_not_taken(client):
    parts = builders.Category.objects.create(name="Parts", department=builders.department("parts"))
    theirs = builders.ready("theirs", questions.COOLANT, into=parts)
    for one in (slot(question=theirs.pk), slot(category=parts.pk)):
        answer = client.post(reverse("assessments_desk:add"), form_of(one))
        assert "belongs to another department" in answer.content.decode()
    assert not Assessment.objects.exists()
    fits = client.get(reverse("training_desk:count"), {"category": parts.pk}).json()["fits"]
    assert fits == 0


def test_the_live_count_is_what_a_draw_would_find(client):
    category = builders.category()
    for number in range(1, 6):
        builders.ready(f"q{number}", questions.COOLANT, difficulty=number, tags=("hv",) if number > 2 else ())
    url = reverse("training_desk:count")
    asks = {"category": category.pk, "easiest": "2", "hardest": "4"}
    assert client.get(url, asks).json() == {"fits": 3}
    assert client.get(url, {**asks, "tag": "hv"}).json() == {"fits": 2}
    assert client.get(url, {**asks, "category": "9" * 30, "easiest": "x"}).status_code == 200


def test_the_check_names_what_is_impossible(client):
    made = builders.assessment()
    assert any("no question" in fault for fault in check(made).faults)
    section = made.sections.get()
    category = builders.category()
    builders.ready("one", questions.COOLANT)
    Slot.objects.create(section=section, category=category, count=3)
    assert any("asks for 3 questions, and 1 fit" in fault for fault in check(made).faults)
    page = client.get(reverse("training_desk:check", args=[made.pk])).content.decode()
    assert "asks for 3 questions, and 1 fit" in page
    for number in range(3):
        builders.ready(f"more{number}", questions.LIVE)
    assert not check(made).faults
    # Two draws that each find enough, and together not.
    Slot.objects.create(section=section, position=1, category=category, count=2)
    assert any("share their questions" in fault for fault in check(made).faults)


def test_a_fixed_question_that_is_not_ready_is_named():
    question = builders.ready("Coolant", questions.COOLANT)
    made = builders.assessment(question)
    assert not check(made).faults
    move_to(actor=None, question=question, state=Question.State.RETIRED)
    assert any("Coolant" in fault for fault in check(made).faults)


def test_a_trial_leaves_no_record_and_grades_like_an_attempt(client):
    made = builders.of_every_kind()
    page = client.get(reverse("training_desk:assessment", args=[made.pk]))
    assert page.status_code == 200
    seed = page.context["seed"]
    answers = {"0": {"option": "g48"}, "2": {"value": False}, "1": {"options": "hostile"}}
    sent = {"seed": seed, "language": "en", "answers": json.dumps(answers)}
    judged = client.post(reverse("training_desk:check_assessment", args=[made.pk]), sent)
    assert judged.context["score"].points == 2
    assert not Attempt.objects.exists()
    assert not Response.objects.exists()
    again = client.get(reverse("training_desk:assessment", args=[made.pk]), {"seed": seed})
    assert [item.face for item in again.context["items"]] == [item.face for item in page.context["items"]]


@pytest.mark.parametrize("kind", sorted(set(questions.EVERY) - {"hotspot"}))
def test_a_question_is_shown_while_it_is_written(client, kind):
    body = json.dumps(body_of(questions.EVERY[kind]))
    page = client.post(reverse("training_desk:question"), {"body": body, "language": "zh-hans"})
    assert page.status_code == 200
    assert f'data-kind="{kind}"' in page.content.decode()
    sent = {"body": body, "language": "en", "answers": "{}"}
    assert client.post(reverse("training_desk:check_question"), sent).status_code == 200
    assert client.post(reverse("training_desk:question"), {"body": "{}"}).status_code == 422


def test_a_double_has_the_rules_and_draws_and_none_of_the_people(client, user):
    made = builders.assessment(builders.ready("q", questions.COOLANT), pass_share=Decimal("0.9"))
    Allowance.objects.create(assessment=made, user=user, reason="x")
    take(user, made)
    client.post(reverse("training_desk:duplicate", args=[made.pk]))
    copy = Assessment.objects.exclude(pk=made.pk).get()
    assert (copy.title, copy.pass_share) == ("Test (copy)", Decimal("0.9"))
    assert [one.question.name for one in Slot.objects.filter(section__assessment=copy)] == ["q"]
    assert Slot.objects.filter(section__assessment=made).count() == 1
    assert not copy.allowances.exists()
    assert not copy.attempts.exists()


def test_what_has_attempts_is_archived_and_not_deleted(client, user):
    made = builders.assessment(builders.ready("q", questions.COOLANT))
    take(user, made)
    answer = client.post(reverse("assessments_desk:delete", args=[made.pk]), follow=True)
    assert "Archive it instead" in answer.content.decode()
    assert Assessment.objects.filter(pk=made.pk).exists()
    client.post(reverse("training_desk:archive", args=[made.pk]))
    made.refresh_from_db()
    assert made.archived_at is not None
    with pytest.raises(MayNotBegin):
        begin(user=factories.UserFactory(), assessment=made, purpose=PURPOSE, language="en")
    client.post(reverse("training_desk:archive", args=[made.pk]))
    made.refresh_from_db()
    assert begin(user=factories.UserFactory(), assessment=made, purpose=PURPOSE, language="en")


def test_what_nobody_took_is_deleted_unless_a_room_above_uses_it(client, monkeypatch):
    made = builders.assessment(builders.ready("q", questions.COOLANT))
    url = reverse("assessments_desk:delete", args=[made.pk])
    monkeypatch.setattr(keeping, "_uses", [lambda one: [keeping.Use("A course", "/")]])
    assert "A course" in client.post(url, follow=True).content.decode()
    assert Assessment.objects.exists()
    monkeypatch.setattr(keeping, "_uses", [])
    client.post(url)
    assert not Assessment.objects.exists()


def test_an_allowance_names_one_person_and_a_reason(client, user):
    made = builders.assessment(builders.ready("q", questions.COOLANT))
    url = reverse("allowances_desk:add")
    given = {"assessment": made.pk, "person": user.email, "time_factor": "1.5", "extra_attempts": "1", "closes_at": ""}
    assert client.post(url, given).status_code == 200
    assert not Allowance.objects.exists()
    client.post(url, {**given, "reason": "dyslexia"})
    kept = Allowance.objects.get()
    assert (kept.user, kept.time_factor, kept.granted_by.username) == (user, Decimal("1.5"), "author-service")
    assert Event.objects.filter(verb="allowance.granted", subject=f"allowance:{kept.pk}").exists()
    assert "already" in client.post(url, {**given, "reason": "again"}).content.decode()
    assert "Nobody" in client.post(url, {**given, "person": "who", "reason": "x"}).content.decode()
    client.post(reverse("allowances_desk:edit", args=[kept.pk]), {**given, "extra_attempts": "2", "reason": "more"})
    kept.refresh_from_db()
    assert kept.extra_attempts == 2


def test_where_a_question_is_asked(client):
    question = builders.ready("Coolant", questions.COOLANT, difficulty=2)
    builders.assessment(question, title="Fixed")
    drawn = builders.assessment(title="Drawn")
    Slot.objects.create(section=drawn.sections.get(), category=question.category, hardest=2)
    never = builders.assessment(title="Never")
    Slot.objects.create(section=never.sections.get(), category=question.category, easiest=3)
    page = client.get(reverse("question_bank:edit", args=[question.pk]))
    assert [(use.title, use.how) for use in page.context["uses"]] == [
        ("Drawn", "may be drawn"),
        ("Fixed", "always asked"),
    ]


def test_attempts_are_narrowed_and_the_dealer_is_that_of_the_day(client, user):
    made = builders.assessment(builders.ready("q", questions.COOLANT))
    other = factories.MembershipFactory().user
    mine, theirs = take(user, made, p0={"option": "g48"}), take(other, made)
    url = reverse("attempts_desk:index")
    shown = lambda **given: {row.pk for row in client.get(url, given).context["object_list"]}  # noqa: E731
    assert shown() == {mine.pk, theirs.pk}
    assert shown(dealer="d-77") == {mine.pk}
    assert shown(passed="true") == {mine.pk}
    assert shown(q=user.username) == {mine.pk}
    assert shown(state=["in_progress"]) == set()
    assert shown(since="2999-01-01") == set()
    user.memberships.update(ends="2000-01-01", starts="1999-01-01")
    assert shown(dealer="D-77") == set()


def test_an_attempt_is_shown_as_the_person_saw_it_whatever_became_of_the_question(client, user):
    question = builders.ready("q", questions.COOLANT)
    made = builders.assessment(question, shuffle_options=True)
    attempt = take(user, made, p0={"option": "water"})
    before = client.get(reverse("attempts_desk:sheet", args=[attempt.pk])).context["items"]
    body = body_of(questions.COOLANT)
    body["options"] = [{**body["options"][0], "text": {"en": "CHANGED"}}, body["options"][3]]
    revise_question(actor=None, question=question, asked=question_from(body), reason="new")
    after = client.get(reverse("attempts_desk:sheet", args=[attempt.pk]))
    assert after.context["items"] == before
    assert "CHANGED" not in after.content.decode()
    graded = client.get(reverse("attempts_desk:sheet", args=[attempt.pk]), {"graded": ""}).content.decode()
    assert "water" in graded
    page = client.get(reverse("attempts_desk:attempt", args=[attempt.pk])).content.decode()
    assert "&quot;water&quot;" in page
    assert "version 1" in page


def test_an_attempt_is_voided_with_a_reason(client, user):
    attempt = take(user, builders.assessment(builders.ready("q", questions.COOLANT)))
    url = reverse("attempts_desk:void", args=[attempt.pk])
    client.post(url, {"reason": " "})
    attempt.refresh_from_db()
    assert attempt.state == Attempt.State.GRADED
    client.post(url, {"reason": "helped by a colleague"})
    attempt.refresh_from_db()
    assert (attempt.state, attempt.passed) == (Attempt.State.VOIDED, None)
    assert Event.objects.get(verb="attempt.voided").data == {"reason": "helped by a colleague"}
    assert client.get(reverse("attempts_desk:attempt", args=[attempt.pk])).status_code == 200


def essay_attempts(count: int, **more):
    made = builders.assessment(builders.ready("report", question_from({**body_of(questions.REPORT), **more})))
    return [take(factories.UserFactory(), made, p0={"text": f"answer {n}"}) for n in range(count)]


LEVELS = {"level-cause": "yes", "level-words": "poor"}


def test_essays_are_graded_one_after_the_other_and_a_second_mark_keeps_the_first(client):
    first, second = essay_attempts(2)
    queue = client.get(reverse("training_desk:queue"))
    assert [item.attempt_id for item in queue.context["page"]] == [first.pk, second.pk]
    one, two = first.items.get(), second.items.get()
    url = reverse("training_desk:grade", args=[one.pk])
    assert "answer 0" in client.get(url).content.decode()
    # Half a rubric is none.
    assert "every criterion" in client.post(url, {"seen": "0", "level-cause": "yes"}).content.decode()
    answer = client.post(url, {"seen": "0", **LEVELS, "comment": "good"})
    assert answer["Location"] == reverse("training_desk:grade", args=[two.pk])
    first.refresh_from_db()
    assert (first.state, first.share) == (Attempt.State.GRADED, Decimal("0.75"))
    # Who had not seen that mark is told; who has, adds theirs.
    assert "Somebody else" in client.post(url, {"seen": "0", **LEVELS}).content.decode()
    seen = str(one.marks.get().pk)
    client.post(url, {"seen": seen, "level-cause": "yes", "level-words": "good"})
    first.refresh_from_db()
    assert first.share == 1
    assert list(one.marks.order_by("pk").values_list("fraction", flat=True)) == [Decimal("0.75"), Decimal(1)]
    last = client.post(reverse("training_desk:grade", args=[two.pk]), {"seen": "0", **LEVELS})
    assert last["Location"] == reverse("training_desk:queue")


@pytest.mark.parametrize(
    ("share", "kept"), [("62,5", "0.625"), ("101", None), ("-1", None), ("NaN", None), ("1e9", None)]
)
def test_without_a_rubric_a_share_is_given(client, share, kept):
    (attempt,) = essay_attempts(1, criteria=[])
    item = attempt.items.get()
    client.post(reverse("training_desk:grade", args=[item.pk]), {"seen": "0", "share": share})
    assert [str(mark.fraction.normalize()) for mark in item.marks.all()] == ([kept] if kept else [])


def test_the_proctor_lets_in_one_or_all_who_were_seen(client):
    made = builders.assessment(builders.ready("q", questions.COOLANT), opening="proctor")
    people = [factories.UserFactory() for _n in range(3)]
    held = [begin(user=one, assessment=made, purpose=PURPOSE, language="en") for one in people]
    page = client.get(reverse("training_desk:proctor"))
    assert [row.pk for row in page.context["held"]] == [one.pk for one in held]
    client.post(reverse("training_desk:let_in"), {"attempt": held[0].pk})
    assert [one.pk for one in Attempt.objects.filter(released_at__isnull=False)] == [held[0].pk]
    client.post(reverse("training_desk:let_in"), {"attempt": [one.pk for one in held[:2]]})
    assert Attempt.objects.filter(released_at__isnull=True).get() == held[2]
    started = begin(user=people[0], assessment=made, purpose=PURPOSE, language="en")
    assert started.state == Attempt.State.IN_PROGRESS


def test_a_regrade_is_shown_before_it_is_done_and_told_afterwards(client):
    question = builders.ready("q", questions.COOLANT)
    made = builders.assessment(question)
    wrong = take(factories.UserFactory(), made, p0={"option": "oil"})
    right = take(factories.UserFactory(), made, p0={"option": "g48"})
    url = reverse("training_desk:regrade", args=[question.pk])
    page = client.get(url, {"how": "full_marks"})
    assert [(one.attempt.pk, one.after, one.passed, one.turns) for one in page.context["changed"]] == [
        (wrong.pk, Decimal(1), True, True)
    ]
    assert not Regrade.objects.exists()
    assert "Say why" in client.post(url, {"how": "full_marks", "reason": ""}).content.decode()
    assert not Regrade.objects.exists()
    client.post(url, {"how": "full_marks", "reason": "two right answers"})
    wrong.refresh_from_db()
    right.refresh_from_db()
    assert (wrong.passed, right.passed) == (True, True)
    made_log = Regrade.objects.get()
    assert (made_log.attempts, made_log.reason, made_log.made_by.username) == (1, "two right answers", "author-service")
    assert "two right answers" in client.get(url).content.decode()
    assert Mark.objects.filter(item__attempt=wrong).count() == 2


@pytest.mark.parametrize("how", ["full_marks", "leave_out", "new_key"])
def test_what_is_shown_before_a_regrade_is_what_comes_of_it(client, how):
    question = builders.ready("q", questions.COOLANT)
    made = builders.assessment(question, builders.ready("other", questions.LIVE), pass_share=Decimal("0.6"))
    for option in ("oil", "g12", "g48", "water"):
        take(factories.UserFactory(), made, p0={"option": option}, p1={"value": option != "g48"})
    body = body_of(questions.COOLANT)
    for one in body["options"]:
        one["fraction"] = 1.0 if one["id"] == "g12" else 0.0
    revise_question(actor=None, question=question, asked=question_from(body), reason="key")
    question.refresh_from_db()
    told = {one.attempt.pk: (one.share, one.passed) for one in outcomes(preview(question=question, how=how))}
    client.post(reverse("training_desk:regrade", args=[question.pk]), {"how": how, "reason": "x"})
    assert told
    assert told == {a.pk: (a.share, a.passed) for a in Attempt.objects.filter(pk__in=told)}


def upload(name="report.pdf", data=b"%PDF-1.7 a report"):
    return SimpleUploadedFile(name, data)


def test_a_file_is_handed_in_with_an_essay_and_reaches_two_people_only(client, user):
    made = builders.assessment(builders.ready("report", questions.REPORT))
    attempt = begin(user=user, assessment=made, purpose=PURPOSE, language="en")
    own = browser_of(user)
    sent = own.post(reverse("attempts:file", args=[attempt.pk, 0]), {"file": upload()})
    assert sent.status_code == 200, sent.content
    kept = AnswerFile.objects.get()
    # The same again is the same; somebody else's attempt is none.
    own.post(reverse("attempts:file", args=[attempt.pk, 0]), {"file": upload()})
    stranger = browser_of(factories.MembershipFactory(dealer=user.memberships.get().dealer, is_manager=True).user)
    assert stranger.post(reverse("attempts:file", args=[attempt.pk, 0]), {"file": upload()}).status_code == 404
    assert AnswerFile.objects.count() == 1
    payload = {"text": "see file", "files": [kept.sha256]}
    save_answer(user=user, attempt_id=attempt.pk, position=0, payload=payload, client_key="k" * 8, based_on=0)
    hand_in(user=user, attempt_id=attempt.pk)
    mine, desk = (
        reverse("attempts:handed_in", args=[attempt.pk, kept.pk]),
        reverse("attempts_desk:file", args=[kept.pk]),
    )
    assert b"".join(own.get(mine).streaming_content) == b"%PDF-1.7 a report"
    assert b"".join(client.get(desk).streaming_content) == b"%PDF-1.7 a report"
    assert "attachment" in client.get(desk)["Content-Disposition"]
    assert stranger.get(mine).status_code == 404
    assert author_of(builders.department("parts")).get(desk).status_code == 404
    assert own.get(desk).status_code in (302, 403)
    assert "report.pdf" in client.get(reverse("training_desk:grade", args=[attempt.items.get().pk])).content.decode()
    assert "report.pdf" in own.get(reverse("attempts:result", args=[attempt.pk])).content.decode()
    late = own.post(reverse("attempts:file", args=[attempt.pk, 0]), {"file": upload(data=b"%PDF-1.7 late")})
    assert late.status_code == 422
    assert AnswerFile.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("run.exe", b"MZ"),
        ("page.html", b"<script>"),
        ("report.pdf", b"<html>"),
        ("x.docx", b"not a zip"),
        ("photo.jpg", b"GIF89a<script>"),
        ("empty.pdf", b""),
        ("note.txt", b"a\0b"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(user, name, data):
    attempt = begin(
        user=user, assessment=builders.assessment(builders.ready("r", questions.REPORT)), purpose=PURPOSE, language="en"
    )
    answer = browser_of(user).post(reverse("attempts:file", args=[attempt.pk, 0]), {"file": upload(name, data)})
    assert answer.status_code == 422
    assert not AnswerFile.objects.exists()


def test_an_answer_names_no_file_that_was_not_handed_in_for_it(user):
    attempt = begin(
        user=user, assessment=builders.assessment(builders.ready("r", questions.REPORT)), purpose=PURPOSE, language="en"
    )
    payload = {"text": "", "files": ["a" * 64]}
    with pytest.raises(SaveRefused):
        save_answer(user=user, attempt_id=attempt.pk, position=0, payload=payload, client_key="k" * 8, based_on=0)
    assert not Response.objects.exists()


def test_a_question_without_files_takes_none(user):
    attempt = begin(user=user, assessment=builders.of_every_kind(), purpose=PURPOSE, language="en")
    answer = browser_of(user).post(reverse("attempts:file", args=[attempt.pk, 0]), {"file": upload()})
    assert answer.status_code == 422


def whole_desk(user):
    """One of everything, owned by the department "service": the attempts, and every address of the desk."""
    question = builders.ready("SECRETNAME", questions.REPORT)
    made = builders.assessment(question, title="SECRETNAME")
    attempt = begin(user=user, assessment=made, purpose=PURPOSE, language="en")
    browser_of(user).post(reverse("attempts:file", args=[attempt.pk, 0]), {"file": upload()})
    save_answer(user=user, attempt_id=attempt.pk, position=0, payload={"text": "x"}, client_key="k" * 8, based_on=0)
    hand_in(user=user, attempt_id=attempt.pk)
    allowance = Allowance.objects.create(assessment=made, user=user, reason="SECRETNAME")
    gets = [
        reverse("assessments_desk:edit", args=[made.pk]),
        reverse("assessments_desk:delete", args=[made.pk]),
        reverse("allowances_desk:edit", args=[allowance.pk]),
        reverse("allowances_desk:delete", args=[allowance.pk]),
        reverse("attempts_desk:attempt", args=[attempt.pk]),
        reverse("attempts_desk:sheet", args=[attempt.pk]),
        reverse("attempts_desk:file", args=[AnswerFile.objects.get().pk]),
        reverse("training_desk:check", args=[made.pk]),
        reverse("training_desk:assessment", args=[made.pk]),
        reverse("training_desk:grade", args=[attempt.items.get().pk]),
        reverse("training_desk:regrade", args=[question.pk]),
    ]
    posts = [
        (reverse("training_desk:duplicate", args=[made.pk]), {}),
        (reverse("training_desk:archive", args=[made.pk]), {}),
        (reverse("training_desk:check_assessment", args=[made.pk]), {}),
        (reverse("attempts_desk:void", args=[attempt.pk]), {"reason": "x"}),
        (reverse("training_desk:grade", args=[attempt.items.get().pk]), {"seen": "0", **LEVELS}),
        (reverse("training_desk:regrade", args=[question.pk]), {"how": "full_marks", "reason": "x"}),
        (reverse("assessments_desk:delete", args=[made.pk]), {}),
        (reverse("allowances_desk:delete", args=[allowance.pk]), {}),
    ]
    return attempt, gets, posts


LISTS = [
    "assessments_desk:index",
    "allowances_desk:index",
    "attempts_desk:index",
    "training_desk:queue",
    "training_desk:proctor",
]


def unchanged(attempt) -> bool:
    attempt.refresh_from_db()
    kept = attempt.state == Attempt.State.SUBMITTED and not Mark.objects.exists() and not Regrade.objects.exists()
    assessments = Assessment.objects.filter(archived_at__isnull=True).count()
    return kept and assessments == 1 and Allowance.objects.count() == 1


def test_authors_of_another_department_see_and_change_nothing(user):
    attempt, gets, posts = whole_desk(user)
    other = author_of(builders.department("parts"))
    for url in gets:
        assert other.get(url).status_code == 404, url
    for url, given in posts:
        assert other.post(url, given).status_code == 404, url
    for name in LISTS:
        page = other.get(reverse(name))
        assert page.status_code == 200
        assert "SECRETNAME" not in page.content.decode()
        assert user.username not in page.content.decode()
    assert unchanged(attempt)


def test_people_of_dealers_reach_no_address_of_the_desk(user):
    attempt, gets, posts = whole_desk(user)
    manager = browser_of(factories.MembershipFactory(dealer=user.memberships.get().dealer, is_manager=True).user)
    for person in (browser_of(user), manager):
        for url in [*gets, *map(reverse, LISTS), reverse("training_desk:count")]:
            answer = person.get(url)
            assert answer.status_code in (302, 403, 404), url
            assert "SECRETNAME" not in answer.content.decode()
        for url, given in [*posts, (reverse("training_desk:question"), {"body": "{}"})]:
            assert person.post(url, given).status_code in (302, 403, 404), url
    assert unchanged(attempt)


@pytest.mark.parametrize("name", LISTS)
def test_lists_take_as_many_statements_for_many_rows_as_for_few(client, name):
    def more(number: int) -> None:
        made = builders.assessment(builders.ready(f"r{number}", questions.REPORT), title=f"a{number}")
        person = factories.UserFactory()
        Allowance.objects.create(assessment=made, user=person, reason="x")
        take(person, made, p0={"text": "x"})
        proctored = builders.assessment(builders.ready(f"p{number}", questions.COOLANT), opening="proctor")
        begin(user=person, assessment=proctored, purpose=PURPOSE, language="en")

    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(reverse(name)).status_code == 200
        return len(seen)

    more(0)
    statements()
    few = statements()
    for number in range(1, 6):
        more(number)
    assert statements() == few


def test_the_check_and_one_attempt_take_as_many_statements_for_many_questions_as_for_few(client, user):
    def statements(url: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(url).status_code == 200
        return len(seen)

    few = builders.assessment(*(builders.ready(f"f{n}", questions.COOLANT) for n in range(2)))
    many = builders.assessment(*(builders.ready(f"m{n}", questions.COOLANT) for n in range(12)))
    one, other = take(user, few), take(user, many)
    for name, small, large in (
        ("training_desk:check", few, many),
        ("training_desk:assessment", few, many),
        ("attempts_desk:attempt", one, other),
        ("attempts_desk:sheet", one, other),
    ):
        statements(reverse(name, args=[small.pk]))
        assert statements(reverse(name, args=[small.pk])) == statements(reverse(name, args=[large.pk])), name


def test_a_mark_that_was_not_seen_is_not_covered(client):
    (attempt,) = essay_attempts(1)
    item = attempt.items.get()
    page = client.get(reverse("training_desk:grade", args=[item.pk]))
    mark_item(actor=factories.UserFactory(), item_id=item.pk, levels={"cause": "no", "words": "poor"})
    client.post(reverse("training_desk:grade", args=[item.pk]), {"seen": str(page.context["seen"]), **LEVELS})
    assert item.marks.count() == 1
