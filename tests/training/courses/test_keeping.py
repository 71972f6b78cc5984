"""Lessons on a device: which, whose, and what comes back."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.training import builders
from tests.training.builders import browser
from tests.training.courses_builder import course, lesson, module
from training.courses import keeping
from training.courses.files import receive_file
from training.courses.models import LessonFile, LessonState, Registration
from training.courses.registering import register

pytestmark = pytest.mark.django_db


def enrolled(user, taught):
    return register(actor=user, user=user, course=taught, source=Registration.Source.SELF)


def bundle(client, registration):
    return client.get(reverse("courses:bundle", args=[registration.key]))


def send(client, registration, *lessons, **more):
    body = json.dumps({"done": [{"lesson": one["id"], "at": "2026-11-01T10:00:00Z"} for one in lessons], **more})
    return client.post(reverse("courses:kept_done", args=[registration.key]), body, content_type="application/json")


def document(data=b"%PDF-1.7 kept"):
    return receive_file(
        upload=SimpleUploadedFile("a.pdf", data), kind="document", title="", department=builders.department()
    )


def test_what_can_be_reached_by_saying_done_is_kept(learner):
    asked = builders.assessment(builders.ready("coolant", builders.questions.COOLANT))
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    lessons = [
        lesson(title="One"),
        lesson(title="Two"),
        lesson(title="Tomorrow", required=False, available_from=tomorrow),
        lesson("assessment", title="Test", assessment=asked.pk),
        lesson(title="After the test"),
    ]
    registration = enrolled(learner, course(module(*lessons)))
    client = browser(learner)
    found = bundle(client, registration).json()
    assert [one["title"] for one in found["lessons"]] == ["One", "Two"]
    page = client.get(found["lessons"][1]["url"])
    assert "Key off." in page.content.decode()
    assert "csrfmiddlewaretoken" not in page.content.decode()
    assert learner.username not in page.content.decode()
    for one in lessons[2:]:
        url = reverse("courses:kept_lesson", kwargs={"key": registration.key, "lesson_id": one["id"]})
        assert client.get(url).status_code == 404
    assert not LessonState.objects.exists(), "keeping is not opening"


def test_what_was_done_on_the_device_is_taken_over_once(learner):
    one, two, three = lesson(title="One"), lesson(title="Two"), lesson("reading", manual=1, first_page=1, last_page=1)
    registration = enrolled(learner, course(module(one, two, three)))
    client = browser(learner)
    assert send(client, registration, two).json()["results"] == {two["id"]: "waits"}
    for _time in range(2):
        results = send(client, registration, two, one, three, lesson()).json()["results"]
        assert [results[each["id"]] for each in (one, two, three)] == ["done", "done", "refused"]
    registration.refresh_from_db()
    assert registration.lessons_done == 2
    state = LessonState.objects.get(lesson=one["id"])
    assert state.progress == {"kept_on_device": True, "said_at": "2026-11-01T10:00:00+00:00"}
    assert timezone.now() - state.completed_at < timedelta(minutes=5), "the device's clock proves nothing"


@pytest.mark.parametrize("body", ["", "[]", '{"done": 5}', '{"done": [1]}', '{"done": [{"lesson": 3}]}', "{" * 999])
def test_what_cannot_be_read_changes_nothing(learner, body):
    registration = enrolled(learner, course(module(lesson())))
    url = reverse("courses:kept_done", args=[registration.key])
    assert browser(learner).post(url, body, content_type="application/json").status_code == 422
    registration.refresh_from_db()
    assert registration.lessons_done == 0


def test_too_much_at_once_is_refused():
    with pytest.raises(ValueError, match="no list"):
        keeping.read_done({"done": [{"lesson": "x"}] * 201})


def test_files_go_with_their_lesson_and_no_further(learner, monkeypatch):
    kept, large, other = document(), document(b"%PDF-1.7 large " + b"x" * 2000), document(b"%PDF-1.7 other")
    monkeypatch.setattr(keeping, "LARGEST_FILE", 1000)
    one, two = lesson("download", title="A", file=kept.pk), lesson("download", title="B", file=large.pk)
    registration = enrolled(learner, course(module(one, two)))
    client = browser(learner)
    found = bundle(client, registration).json()["lessons"]
    [address] = found[0]["files"]
    assert found[1]["files"] == []
    assert client.get(address).content == b"%PDF-1.7 kept"
    assert client.get(address.replace(f"/{kept.pk}", f"/{other.pk}")).status_code == 404
    assert client.get(address.replace(one["id"], two["id"]).replace(f"/{kept.pk}", f"/{large.pk}")).status_code == 404
    assert LessonFile.objects.count() == 3


def test_nobody_elses_lessons_are_kept(learner):
    one = lesson(title="One")
    kept = document()
    two = lesson("download", title="A", file=kept.pk)
    registration = enrolled(learner, course(module(one, two)))
    other = browser(factories.MembershipFactory().user)
    keys = {"key": registration.key, "lesson_id": one["id"]}
    assert bundle(other, registration).status_code == 404
    assert other.get(reverse("courses:kept_lesson", kwargs=keys)).status_code == 404
    assert other.get(reverse("courses:kept_file", kwargs={**keys, "file_id": kept.pk})).status_code == 404
    assert send(other, registration, one).status_code == 404
    Registration.objects.update(state=Registration.State.WITHDRAWN)
    client = browser(learner)
    assert bundle(client, registration).status_code == 404
    assert send(client, registration, one).status_code == 404


def test_the_worker_and_the_shelf_hold_nothing_of_a_person(learner):
    worker = browser(learner).get(reverse("courses:worker"))
    assert worker.headers["Content-Type"].startswith("text/javascript")
    assert worker.headers["Cache-Control"] == "no-cache"
    assert reverse("courses:worker") == "/training/sw.js", "its scope is the folder that it is in"
    shelf = browser(learner).get(reverse("courses:shelf")).content.decode()
    assert shelf == Client().get(reverse("courses:shelf")).content.decode()
    assert learner.username not in shelf
