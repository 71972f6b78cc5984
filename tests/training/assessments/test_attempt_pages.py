"""The pages and requests of an attempt: what they show, to whom, and what they never show."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.urls import reverse

from portal.network.models import User
from tests.training import builders
from tests.training.builders import PURPOSE
from tests.training.questions import ask, option
from training.assessments.api import begin, hand_in
from training.assessments.models import Attempt, Response
from training.bank.pictures import keep_picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return builders.person()


@pytest.fixture
def client(user):
    browser = Client()
    browser.force_login(user)
    return browser


def start(user, assessment=None):
    return begin(user=user, assessment=assessment or builders.of_every_kind(), purpose=PURPOSE, language="en")


def save(client, attempt, position, answer, *, key="key-00001", based_on=0):
    return client.post(
        reverse("attempts:answer", args=[attempt.pk, position]),
        json.dumps({"answer": answer, "key": key, "based_on": based_on}),
        content_type="application/json",
    )


def picture(colour="red"):
    from io import BytesIO

    from PIL import Image

    buffer = BytesIO()
    Image.new("RGB", (40, 30), colour).save(buffer, "PNG")
    return keep_picture(buffer.getvalue())


SECRET = "SECRET-KEY-7"


def telling():
    """Questions whose keys, feedback and explanations hold a word that must not leave before the end."""
    said = {"en": SECRET}
    return [
        ask(
            "choice",
            options=[option("a", 1.0, feedback=said), option("b", feedback=said)],
            explanation=said,
            hints=[said],
        ),
        ask("true_false", answer=True, feedback_true=said, feedback_false=said, explanation=said),
        ask("short_text", keys=[{"pattern": SECRET, "feedback": said}]),
        ask("numeric", keys=[{"value": 7654321.25, "feedback": said}]),
        ask(
            "gap_fill",
            stem={"en": "Is [[g]]."},
            gaps=[{"kind": "gap_text", "id": "g", "keys": [{"pattern": SECRET}]}],
        ),
        ask("essay", model_answer=said),
        ask(
            "hotspot",
            picture={"sha256": picture().sha256},
            regions=[
                {
                    "id": "r",
                    "label": {"en": "left"},
                    "fraction": 1.0,
                    "feedback": said,
                    "outline": {"kind": "rectangle", "left": 0.123, "top": 0.456, "width": 0.2, "height": 0.1},
                }
            ],
        ),
    ]


@pytest.mark.parametrize("navigation", ["free", "forward"])
def test_an_open_attempt_tells_no_answer(user, client, navigation):
    made = builders.assessment(
        *(builders.ready(f"t{n}", asked) for n, asked in enumerate(telling())), navigation=navigation
    )
    attempt = start(user, made)
    for number in range(1, attempt.items.count() + 1):
        page = client.get(reverse("attempts:attempt", args=[attempt.pk]), {"q": number}).content.decode()
        for leak in (SECRET, "7654321", "0.123", "0.456", "fraction", "model_answer"):
            assert leak not in page
    for number in range(attempt.items.count()):
        answer = save(client, attempt, number, {"option": "b"}).content.decode()
        assert SECRET not in answer


@pytest.mark.parametrize(
    ("feedback", "score", "items", "solution"),
    [
        ("none", False, False, False),
        ("score", True, False, False),
        ("answers", True, True, False),
        ("solution", True, True, True),
    ],
)
def test_the_result_shows_what_the_rule_says_and_no_more(user, client, feedback, score, items, solution):
    asked = ask("choice", options=[option("right-one", 1.0), option("wrong-one")], explanation={"en": "BECAUSE"})
    attempt = start(user, builders.assessment(builders.ready("q", asked), feedback=feedback))
    save(client, attempt, 0, {"option": "wrong-one"})
    page = client.post(reverse("attempts:hand_in", args=[attempt.pk]), follow=True).content.decode()
    assert "Not passed" in page
    assert ("0 of 1 points" in page) is score
    assert ("wrong-one" in page) is items
    assert ("right-one" in page) is solution
    assert ("BECAUSE" in page) is solution


def test_an_attempt_has_a_title_in_ones_language(user, client):
    titles = {"en": "Brake test", "zh-hans": "制动考核"}
    asked = builders.ready("coolant", builders.questions.COOLANT)
    assessment = builders.assessment(asked, title=titles["en"], title_zh=titles["zh-hans"])
    assessment.sections.update(title="First part", title_zh="第一部分")
    attempt = start(user, assessment)
    parts = {"en": "First part", "zh-hans": "第一部分"}
    seen = {}
    for name in ("attempt", "result"):
        for language in titles:
            User.objects.filter(pk=user.pk).update(language=language)
            page = client.get(reverse(f"attempts:{name}", args=[attempt.pk])).content.decode()
            seen[name, language] = [title for title in titles.values() if title in page]
            assert [part for part in parts.values() if part in page] == [parts[language]]
        if name == "attempt":
            hand_in(user=user, attempt_id=attempt.pk)
    assert seen == {(name, language): [titles[language]] for name, language in seen}


def test_another_person_gets_nothing_of_it(user, client):
    shown = picture()
    asked = ask("choice", stem={"en": f'<img src="media:{shown.sha256}">?'}, options=[option("a", 1.0), option("b")])
    attempt = start(user, builders.assessment(builders.ready("q", asked)))
    other = Client()
    other.force_login(builders.person())
    urls = [
        reverse("attempts:attempt", args=[attempt.pk]),
        reverse("attempts:result", args=[attempt.pk]),
        reverse("attempts:picture", args=[attempt.pk, shown.sha256]),
    ]
    for url in urls:
        assert other.get(url).status_code == 404
        assert Client().get(url).status_code == 302
    assert client.get(urls[2]).status_code == 200
    assert save(other, attempt, 0, {"option": "a"}).status_code == 404
    assert other.post(reverse("attempts:hand_in", args=[attempt.pk])).status_code == 404
    assert not Response.objects.exists()
    hand_in(user=user, attempt_id=attempt.pk)
    assert other.get(urls[1]).status_code == 404


def test_only_pictures_of_the_attempts_own_questions_are_sent(user, client):
    attempt = start(user)
    assert client.get(reverse("attempts:picture", args=[attempt.pk, picture("blue").sha256])).status_code == 404


def test_saving_over_http(user, client):
    attempt = start(user)
    first = save(client, attempt, 0, {"option": "oil"})
    assert (first.status_code, first.json()["sequence"]) == (200, 1)
    assert save(client, attempt, 0, {"option": "oil"}).json() == first.json()
    changed = save(client, attempt, 0, {"option": "water"}, key="key-00002")
    assert changed.status_code == 409
    assert changed.json()["latest"] == {"answer": {"option": "oil"}, "sequence": 1}
    assert save(client, attempt, 0, {"option": "petrol"}, key="key-00003", based_on=1).status_code == 422
    assert Response.objects.count() == 1


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"answer":{"option":"oil"}}', b"[" * 5000, b"\xff\xfe"])
def test_a_forged_body_is_refused(user, client, body):
    attempt = start(user)
    answer = client.post(reverse("attempts:answer", args=[attempt.pk, 0]), body, content_type="application/json")
    assert answer.status_code in (409, 422)
    assert not Response.objects.exists()


def test_an_essay_of_a_megabyte_is_refused_and_a_long_one_kept(user, client):
    asked = ask("essay", most_characters=100_000)
    attempt = start(user, builders.assessment(builders.ready("report", asked)))
    assert save(client, attempt, 0, {"text": "电" * 1_000_000, "files": []}).status_code == 422
    assert save(client, attempt, 0, {"text": "电" * 100_000, "files": []}).status_code == 200


def test_saving_takes_few_statements_over_http(user, client, django_assert_max_num_queries):
    attempt = start(user)
    save(client, attempt, 0, {"option": "g48"})
    with django_assert_max_num_queries(8):
        assert save(client, attempt, 1, {"options": ["plug"]}).status_code == 200


def test_the_page_takes_as_many_statements_for_many_questions_as_for_few(user, client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for size in (2, 25):
        questions = [
            builders.ready(f"n{size}-{n}", builders.questions.LIVE, identifier=f"{size}-{n}") for n in range(size)
        ]
        attempt = start(user, builders.assessment(*questions))
        client.get(reverse("attempts:attempt", args=[attempt.pk]))
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(reverse("attempts:attempt", args=[attempt.pk])).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 12


def test_going_back_where_there_is_no_way_back_leads_to_where_one_is(user, client):
    attempt = start(user, builders.of_every_kind(navigation="forward"))
    url = reverse("attempts:attempt", args=[attempt.pk])
    assert client.get(url, {"q": 3}).status_code == 200
    assert client.get(url, {"q": 1}).headers["Location"].endswith("?q=3")
    assert client.get(url, {"q": "x"}).status_code == 404
    assert client.get(url, {"q": 99}).status_code in (302, 404)


def test_every_kind_is_shown_and_reviewed(user, client):
    attempt = start(user, builders.of_every_kind(feedback="solution"))
    page = client.get(reverse("attempts:attempt", args=[attempt.pk])).content.decode()
    for kind in ("choice", "multiple", "true_false", "numeric", "short_text", "ordering", "matching", "gap_fill"):
        assert f'data-kind="{kind}"' in page
    answers = [
        {"option": "g12"},
        {"options": ["plug", "wait"]},
        {"value": True},
        {"text": "120"},
        {"text": "<script>alert(1)</script>"},
        {"order": ["plug-out", "key-off", "wait", "measure"]},
        {"pairs": {"abs": "brakes"}},
        {"gaps": {"t": "30", "tool": "T10"}},
    ]
    for position, answer in enumerate(answers):
        assert save(client, attempt, position, answer).status_code == 200
    page = client.post(reverse("attempts:hand_in", args=[attempt.pk]), follow=True).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    for words in ("partly right", "wrong", "right", "Tighten to [30] with the [T10]"):
        assert words in page
    assert Attempt.objects.get().state == Attempt.State.GRADED
