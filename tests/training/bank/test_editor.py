"""Writing questions in the CMS: every kind is kept as it was written, and what is wrong is said at its field."""

from __future__ import annotations

import json
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from portal.core.models import Event
from tests.training import builders, questions
from tests.training.bank.authors import author_of, departments, learner
from training.bank.admin.fields import ending, kinds, stem
from training.bank.admin.versions import differences
from training.bank.models import Category, Question, QuestionVersion
from training.bank.pictures import keep_picture
from training.bank.shapes import KINDS, body_of, question_from

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return author_of(departments()[0])


@pytest.fixture
def brakes():
    return builders.category()


def picture() -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (40, 30), "red").save(buffer, "PNG")
    return buffer.getvalue()


def send(client, body, *, question=None, category=None, based_on=0, **more):
    url = reverse("question_bank:save", args=[question.pk] if question else [])
    given = {"name": "Coolant", "difficulty": "3", "category": category.pk if category else "", **more}
    return client.post(url, {"body": json.dumps(body), "based_on": based_on, **given})


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_kept_as_it_was_written_and_comes_back_unchanged(client, brakes, kind):
    body = body_of(questions.EVERY[kind])
    if kind == "hotspot":
        body["picture"]["sha256"] = keep_picture(picture()).sha256
    answer = send(client, body, category=brakes, tags="hv, brakes")
    assert answer.status_code == 200, answer.content
    question = Question.objects.get()
    assert body_of(question.current.asked) == body
    assert sorted(question.tags.names()) == ["brakes", "hv"]
    page = client.get(answer.json()["url"])
    assert page.context["setup"]["body"] == body
    assert Event.objects.filter(verb="question.created", subject=f"question:{question.pk}").exists()


@pytest.mark.parametrize("kind", KINDS)
def test_the_fields_of_the_editor_are_those_of_the_shape(kind):
    drawn = {field["name"] for field in (*stem(), *kinds()[kind], *ending())}
    model = type(questions.EVERY[kind])
    assert drawn == set(model.model_fields) - {"kind"}


@pytest.mark.parametrize(
    ("change", "path", "words"),
    [
        ({"stem": {"en": " "}}, "", "Write the question"),
        ({"options": [questions.option("a", 0.5), questions.option("b")]}, "", "One option has to be worth 100"),
        ({"options": [questions.option("a", 1.0)]}, "options", "at least 2"),
        ({"options": [questions.option("a", 3), questions.option("b")]}, "options.0.fraction", "at most"),
        (
            {"options": [{**questions.option("a", 1), "fraction": None}, questions.option("b")]},
            "options.0.fraction",
            "number",
        ),
    ],
)
def test_what_is_wrong_is_said_at_its_field(client, brakes, change, path, words):
    answer = send(client, {**body_of(questions.COOLANT), **change}, category=brakes)
    assert answer.status_code == 422
    faults = answer.json()["body"]
    assert any(fault["path"] == path and words in fault["message"] for fault in faults), faults
    assert not Question.objects.exists()


def test_gaps_are_named_without_their_kind_in_the_path(client, brakes):
    body = body_of(questions.GAPS)
    body["gaps"][0]["keys"] = []
    faults = send(client, body, category=brakes).json()["body"]
    assert [fault["path"] for fault in faults] == ["gaps.0.keys"]


def test_wrong_facts_and_a_wrong_question_are_told_together(client, brakes):
    answer = send(client, {"kind": "choice"}, category=brakes, difficulty="9", name="").json()
    assert set(answer["fields"]) == {"difficulty", "name"}
    assert answer["body"]


@pytest.mark.parametrize("body", ["", "[]", "{", '{"kind": "riddle"}', "[" * 100_000])
def test_a_body_that_is_none_is_refused(client, brakes, body):
    url = reverse("question_bank:save")
    answer = client.post(url, {"body": body, "name": "x", "difficulty": "1", "category": brakes.pk})
    assert answer.status_code == 422
    assert not Question.objects.exists()


def test_scripts_and_foreign_pictures_do_not_stay(client, brakes):
    body = body_of(questions.COOLANT)
    body["stem"] = {"en": '<p onclick="x()">Which?<script>x()</script><img src="http://evil.example/i.png"></p>'}
    assert send(client, body, category=brakes).status_code == 200
    kept = Question.objects.get().current.body["stem"]["en"]
    assert kept == "<p>Which?<img></p>"


def test_an_edit_writes_a_version_with_its_reason_and_the_same_again_none(client, brakes):
    question = builders.ready("Coolant", questions.COOLANT)
    changed = {**body_of(questions.COOLANT), "stem": {"en": "Which coolant?", "zh-hans": "哪种冷却液？"}}
    for _again in range(2):
        based_on = question.versions.first().number
        answer = send(client, changed, question=question, category=brakes, based_on=based_on, reason="clearer")
        assert answer.status_code == 200
    assert list(question.versions.values_list("number", "reason")) == [(2, "clearer"), (1, "")]
    page = client.get(reverse("question_bank:versions", args=[question.pk])).content.decode()
    assert "Which coolant?" in page
    assert "clearer" in page


def test_what_another_author_wrote_in_the_meantime_is_not_overwritten(client, brakes):
    question = builders.ready("Coolant", questions.COOLANT)
    first = {**body_of(questions.COOLANT), "stem": {"en": "first"}}
    second = {**body_of(questions.COOLANT), "stem": {"en": "second"}}
    assert send(client, first, question=question, category=brakes, based_on=1).status_code == 200
    answer = send(client, second, question=question, category=brakes, based_on=1)
    assert answer.status_code == 422
    assert "Somebody else" in answer.json()["body"][0]["message"]
    assert QuestionVersion.objects.count() == 2


def test_the_life_of_a_question_is_told(client, brakes):
    send(client, body_of(questions.COOLANT), category=brakes)
    question = Question.objects.get()
    for state in ("in_review", "ready", "retired"):
        client.post(reverse("question_bank:move", args=[question.pk]), {"state": state})
        question.refresh_from_db()
        assert question.state == state
    # From retired it goes back to draft only.
    client.post(reverse("question_bank:move", args=[question.pk]), {"state": "ready"})
    question.refresh_from_db()
    assert question.state == "retired"
    moved = Event.objects.filter(verb="question.moved", subject=f"question:{question.pk}").order_by("pk")
    assert [(event.data["from"], event.data["to"]) for event in moved] == [
        ("draft", "in_review"),
        ("in_review", "ready"),
        ("ready", "retired"),
    ]


def test_a_picture_is_kept_and_shown_to_who_sent_it_alone(client):
    other = author_of(builders.department("parts"))
    sent = client.post(reverse("question_bank:upload_picture"), {"picture": SimpleUploadedFile("p.png", picture())})
    address = sent.json()["address"]
    assert client.get(address)["Content-Type"] == "image/png"
    assert other.get(address).status_code == 404
    assert learner().get(address).status_code in (302, 403)
    assert client.get(address[:-3] + "abc/").status_code == 404
    bad = client.post(
        reverse("question_bank:upload_picture"),
        {"picture": SimpleUploadedFile("p.svg", b"<svg onload='x()' xmlns='http://www.w3.org/2000/svg'/>")},
    )
    assert bad.status_code == 422


def test_the_list_is_narrowed(client):
    top = builders.category("Electrics")
    below = builders.category("Battery", parent=top)
    yesterday = timezone.localdate() - timedelta(days=1)
    builders.ready("one", questions.COOLANT, into=top, difficulty=1, tags=("hv",))
    builders.ready("two", questions.LIVE, into=below, difficulty=5, review_on=yesterday)
    builders.ready("three", questions.TORQUE)
    shown = lambda **given: {  # noqa: E731
        row.name for row in client.get(reverse("question_bank:index"), given).context["object_list"]
    }
    assert shown() == {"one", "two", "three"}
    assert shown(category=top.pk) == {"one", "two"}
    assert shown(category=below.pk) == {"two"}
    assert shown(kind="numeric") == {"three"}
    assert shown(difficulty=["1", "5"]) == {"one", "two"}
    assert shown(review="past") == {"two"}
    assert shown(tags=Question.objects.get(name="one").tags.get().pk) == {"one"}
    assert shown(q="thre") == {"three"}


@pytest.mark.parametrize("name", ["question_bank:index", "question_categories:index"])
def test_lists_take_as_many_statements_for_many_rows_as_for_few(client, name):
    def statements() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(reverse(name)).status_code == 200
        return len(seen)

    builders.ready("q0", questions.COOLANT)
    statements()
    few = statements()
    for number in range(1, 9):
        builders.ready(f"q{number}", questions.COOLANT, into=builders.category(f"c{number}"), tags=(f"t{number}",))
    assert statements() == few


def test_many_are_moved_at_once_and_those_of_others_are_not(client):
    mine = [builders.ready(f"m{n}", questions.COOLANT) for n in range(3)]
    parts = Category.objects.create(name="Parts", department=builders.department("parts"))
    other = builders.ready("theirs", questions.COOLANT, into=parts)
    url = reverse("wagtail_bulk_action", args=["training_bank", "question", "to_retired"])
    ids = "&".join(f"id={one.pk}" for one in [*mine, other])
    client.post(f"{url}?{ids}&next={reverse('question_bank:index')}")
    assert set(Question.objects.filter(state="retired")) == set(mine)
    client.post(f"{url}?id=all&next={reverse('question_bank:index')}")
    other.refresh_from_db()
    assert other.state == "ready"


def test_what_is_done_to_many_at_once_has_a_name_to_be_heard(client):
    builders.ready("coolant", questions.COOLANT)
    page = client.get(reverse("question_bank:index")).content.decode()
    assert 'aria-label="To review"' in page
    assert "property object" not in page


def test_categories_form_a_tree_of_one_department(client):
    service, parts = builders.department("service"), builders.department("parts")
    top = builders.category("Electrics")
    new = reverse("question_categories:add")
    client.post(new, {"name": "Battery", "department": service.pk, "parent": top.pk})
    assert Category.objects.get(name="Battery").path.startswith(top.path)
    client.post(new, {"name": "Theirs", "department": parts.pk})
    assert not Category.objects.filter(name="Theirs").exists()
    # What holds something is not deleted.
    client.post(reverse("question_categories:delete", args=[top.pk]))
    assert Category.objects.filter(pk=top.pk).exists()


def test_differences_name_the_field_and_follow_ids():
    before = body_of(questions.COOLANT)
    after = json.loads(json.dumps(before))
    after["options"].reverse()
    after["options"][0]["text"]["en"] = "used oil"
    changed = differences(before, after)
    assert [(one.place, one.before, one.after) for one in changed] == [("options oil text en", "oil", "used oil")]
    assert question_from(after)


def test_authors_of_another_department_see_and_change_nothing():
    client = author_of(departments()[1])
    question = builders.ready("Coolant", questions.COOLANT)
    pages = [reverse("question_bank:edit", args=[question.pk]), reverse("question_bank:versions", args=[question.pk])]
    pages += [reverse("question_categories:edit", args=[question.category_id])]
    pages += [reverse("question_categories:delete", args=[question.category_id])]
    for url in pages:
        assert client.get(url).status_code == 404, url
    assert client.post(reverse("question_bank:move", args=[question.pk]), {"state": "retired"}).status_code == 404
    body = body_of(questions.LIVE)
    assert send(client, body, question=question, category=question.category, based_on=1).status_code == 404
    # Nor do they put a question into another's category.
    assert "category" in send(client, body, category=question.category).json()["fields"]
    for name in ("question_bank:index", "question_categories:index"):
        assert not client.get(reverse(name)).context["object_list"]
    for chooser in ("question_chooser", "question_category_chooser"):
        page = client.get(reverse(f"{chooser}:choose"))
        assert page.status_code == 200
        assert "Coolant" not in page.content.decode()
        assert "Brakes" not in page.json()["html"]
    assert client.get(reverse("question_chooser:chosen", args=[question.pk])).status_code == 404
    question.refresh_from_db()
    assert (question.state, question.versions.count()) == ("ready", 1)


def test_people_of_dealers_reach_no_address_of_the_bank():
    departments()
    question = builders.ready("Coolant", questions.COOLANT)
    client = learner()
    names = [("index", []), ("add", []), ("edit", [question.pk]), ("versions", [question.pk])]
    urls = [reverse(f"question_bank:{name}", args=args) for name, args in names]
    urls += [reverse("question_categories:index"), reverse("question_chooser:choose")]
    for url in urls:
        answer = client.get(url)
        assert answer.status_code in (302, 403, 404), url
        assert "Coolant" not in answer.content.decode()
    for name, args in (("save", []), ("move", [question.pk]), ("upload_picture", [])):
        assert client.post(reverse(f"question_bank:{name}", args=args), {}).status_code in (302, 403, 404)
