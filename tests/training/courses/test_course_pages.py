"""The pages of courses: what a learner and a manager see, and what they do not."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.network.models import User
from tests import factories
from tests.training import builders
from tests.training.builders import browser
from tests.training.courses_builder import course, lesson, module
from training.courses.files import FileRefused, receive_file
from training.courses.models import Course, LessonFile, Registration
from training.courses.registering import register

pytestmark = pytest.mark.django_db


def enrolled(user, taught):
    return register(actor=user, user=user, course=taught, source=Registration.Source.SELF)


def lesson_url(registration, one, name="lesson", **more):
    return reverse(f"courses:{name}", kwargs={"key": registration.key, "lesson_id": one["id"], **more})


def upload(data=b"%PDF-1.7 a sheet", name="sheet.pdf", kind="document"):
    return receive_file(upload=SimpleUploadedFile(name, data), kind=kind, title="", department=builders.department())


def test_from_the_catalogue_to_the_end(learner):
    one, two = lesson(title="Key off"), lesson(title="Measure")
    taught = course(module(one, two), title="High voltage 1")
    client = browser(learner)
    assert "High voltage 1" in client.get(reverse("courses:list")).content.decode()
    page = client.get(reverse("courses:course", args=[taught.pk])).content.decode()
    assert "Key off" in page
    assert "Enrol" in page
    first = client.post(reverse("courses:enrol", args=[taught.pk]), follow=True)
    registration = Registration.objects.get()
    assert first.redirect_chain[-1][0] == lesson_url(registration, one)
    assert "Key off." in first.content.decode()
    assert client.get(lesson_url(registration, two)).status_code == 404, "not open yet"
    second = client.post(lesson_url(registration, one, "done"), follow=True)
    assert second.redirect_chain[-1][0] == lesson_url(registration, two)
    end = client.post(lesson_url(registration, two, "done"), follow=True).content.decode()
    assert "You have completed the course." in end
    mine = client.get(reverse("courses:mine")).content.decode()
    assert "Nothing is waiting for you." in mine
    assert "High voltage 1" in mine


def test_one_goes_on_where_one_was_on_another_device(learner):
    one, two = lesson(title="One"), lesson(title="Two")
    registration = enrolled(learner, course(module(one, two), in_order=False))
    browser(learner).get(lesson_url(registration, two))
    answer = browser(learner).get(reverse("courses:resume", args=[registration.key]))
    assert answer.headers["Location"] == lesson_url(registration, two)


def test_anothers_registration_is_as_none(learner, manager):
    kept = upload()
    one = lesson("download", title="Sheet", file=kept.pk)
    registration = enrolled(learner, course(module(one)))
    for client in (browser(manager), browser(builders.person())):
        assert client.get(reverse("courses:resume", args=[registration.key])).status_code == 404
        assert client.get(lesson_url(registration, one)).status_code == 404
        assert client.get(lesson_url(registration, one, "file", file_id=kept.pk)).status_code == 404
        assert client.post(lesson_url(registration, one, "done")).status_code == 404
    registration.refresh_from_db()
    assert registration.lessons_done == 0


def test_a_file_leaves_only_through_a_lesson_that_is_open(learner):
    kept, other = upload(), upload(b"%PDF-1.7 another", "other.pdf")
    one, two = lesson("download", title="A", file=kept.pk), lesson("download", title="B", file=other.pk)
    registration = enrolled(learner, course(module(one, two)))
    client = browser(learner)
    answer = client.get(lesson_url(registration, one, "file", file_id=kept.pk))
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 a sheet"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert client.get(lesson_url(registration, one, "file", file_id=other.pk)).status_code == 404
    assert client.get(lesson_url(registration, two, "file", file_id=other.pk)).status_code == 404, "not open yet"


def test_a_withdrawn_registration_opens_nothing(learner):
    one = lesson()
    registration = enrolled(learner, course(module(one)))
    client = browser(learner)
    client.post(reverse("courses:withdraw", args=[registration.pk]))
    registration.refresh_from_db()
    assert registration.state == Registration.State.WITHDRAWN
    assert client.get(lesson_url(registration, one)).status_code == 404


def test_courses_of_others_are_not_listed(learner):
    taught = course(module(lesson()), title="Not for you")
    taught.audience_dealers.set([factories.DealerFactory()])
    taught.save()
    client = browser(learner)
    assert "Not for you" not in client.get(reverse("courses:list")).content.decode()
    assert client.get(reverse("courses:course", args=[taught.pk])).status_code == 404
    assert (
        "There is no such course."
        in client.post(reverse("courses:enrol", args=[taught.pk]), follow=True).content.decode()
        or not Registration.objects.exists()
    )
    assert not Registration.objects.exists()


def test_a_manager_sees_their_dealership_alone(learner, manager):
    stranger = factories.MembershipFactory().user
    taught = course(module(lesson()), title="Brakes")
    enrolled(learner, taught)
    enrolled(stranger, taught)
    client = browser(manager)
    page = client.get(reverse("courses:team")).content.decode()
    assert learner.username in page
    assert stranger.username not in page
    assert "Brakes" in client.get(reverse("courses:person", args=[learner.pk])).content.decode()
    assert client.get(reverse("courses:person", args=[stranger.pk])).status_code == 404
    assert client.post(reverse("courses:assign", args=[stranger.pk]), {"course": taught.pk}).status_code == 404
    assert browser(learner).get(reverse("courses:team")).status_code == 404


def test_a_manager_assigns_and_the_learner_sees_by_when(learner, manager):
    taught = course(module(lesson()), title="Brakes", enrolment=Course.Enrolment.ASSIGNED)
    due = timezone.localdate() + timedelta(days=9)
    answer = browser(manager).post(
        reverse("courses:assign", args=[learner.pk]), {"course": taught.pk, "due_on": due.isoformat()}, follow=True
    )
    assert "is assigned to “Brakes”" in answer.content.decode()
    page = browser(learner).get(reverse("courses:mine")).content.decode()
    assert "Brakes" in page
    assert "due on" in page
    assert "by a manager" in page


def test_a_request_is_answered(learner, manager):
    taught = course(module(lesson()), enrolment=Course.Enrolment.APPROVAL)
    browser(learner).post(reverse("courses:enrol", args=[taught.pk]))
    request = Registration.objects.get()
    url = reverse("courses:decide", args=[request.pk])
    assert browser(builders.person()).post(url, {"answer": "approve"}).status_code == 404
    assert browser(learner).post(url, {"answer": "approve"}).status_code == 404
    client = browser(manager)
    assert "Say why" in client.post(url, {"answer": "decline"}, follow=True).content.decode()
    client.post(url, {"answer": "approve"})
    request.refresh_from_db()
    assert request.state == Registration.State.ENROLLED


def test_a_film_is_done_when_enough_of_it_was_watched(learner):
    film = upload(b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 200, "film.mp4", "video")
    one = lesson("video", title="Film", film=film.pk, share=90, captions=None, chapters=[])
    registration = enrolled(learner, course(module(one)))
    client, url = browser(learner), lesson_url(registration, one, "watched")

    def report(*ranges):
        body = json.dumps({"ranges": ranges, "at": ranges[-1][1], "length": 100})
        return client.post(url, body, content_type="application/json").json()

    assert report([0, 50]) == {"share": 0.5, "done": False}
    assert report([0, 50], [99, 100]) == {"share": 0.51, "done": False}
    assert report([48, 95])["done"] is True
    registration.refresh_from_db()
    assert registration.state == Registration.State.COMPLETED
    for bad in ("{}", '{"ranges": [[5, 1]], "at": 1, "length": 9}', '{"ranges": [[0, 1e99]], "at": 1, "length": 9}'):
        assert client.post(url, bad, content_type="application/json").status_code == 422


def test_a_film_has_a_track_for_each_language(learner):
    film = upload(b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 200, "film.mp4", "video")
    spoken, read, foreign = (upload(b"WEBVTT " + name, "c.vtt", "captions") for name in (b"en", b"zh", b"other"))
    subtitles = [{"language": "zh-hans", "file": read.pk}]
    one = lesson("video", title="Film", film=film.pk, share=90, captions=spoken.pk, subtitles=subtitles)
    registration = enrolled(learner, course(module(one)))
    client, address = browser(learner), lesson_url(registration, one)

    def tracks(language):
        page = client.get(address, headers={"Accept-Language": language}).content.decode()
        return re.findall(r'<track kind="(\w+)" src="(.+?)" srclang="(.+?)" label="(.+?)"( default)?>', page)

    files = [lesson_url(registration, one, "file", file_id=file.pk) for file in (spoken, read)]
    english = [("captions", files[0], "en", "English"), ("subtitles", files[1], "zh-hans", "简体中文")]
    assert tracks("en") == [(*english[0], " default"), (*english[1], "")]
    User.objects.filter(pk=learner.pk).update(language="zh-hans")
    client = browser(learner)
    assert tracks("zh-hans") == [(*english[0], ""), (*english[1], " default")]
    assert [client.get(file).content for file in files] == [b"WEBVTT en", b"WEBVTT zh"]
    assert client.get(lesson_url(registration, one, "file", file_id=foreign.pk)).status_code == 404


def test_a_part_of_a_film_is_sent(learner):
    film = upload(b"\x00\x00\x00\x18ftypmp42" + bytes(range(200)), "film.mp4", "video")
    one = lesson("video", title="Film", film=film.pk, share=90, captions=None, chapters=[])
    registration = enrolled(learner, course(module(one)))
    answer = browser(learner).get(
        lesson_url(registration, one, "file", file_id=film.pk), headers={"Range": "bytes=0-9"}
    )
    assert answer.status_code == 206
    assert len(b"".join(answer.streaming_content)) == 10


@pytest.mark.parametrize(
    ("kind", "name", "data", "words"),
    [
        ("video", "film.mp4", b"MZ not a film", "no MP4 or WebM"),
        ("captions", "c.vtt", b"1\n00:00 --> 00:01", "WEBVTT"),
        ("document", "run.exe", b"MZ", "type cannot be offered"),
        ("document", "page.html", b"<script>", "type cannot be offered"),
        ("picture", "x.svg", b"<svg onload='alert(1)'/>", "no picture"),
        ("picture", "x.png", b"\x89PNG broken", "no picture"),
        ("document", "empty.pdf", b"", "empty"),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_refused(kind, name, data, words):
    with pytest.raises(FileRefused, match=words):
        upload(data, name, kind)
    assert not LessonFile.objects.exists()


def test_the_assessment_of_a_lesson(learner):
    asked = builders.assessment(builders.ready("coolant", builders.questions.COOLANT), most_attempts=1)
    one = lesson("assessment", title="Final test", assessment=asked.pk)
    registration = enrolled(learner, course(module(one)))
    client = browser(learner)
    assert "Begin" in client.get(lesson_url(registration, one)).content.decode()
    attempt_page = client.post(lesson_url(registration, one, "begin"), follow=True)
    assert 'data-kind="choice"' in attempt_page.content.decode()
    attempt = learner.attempts.get()
    client.post(reverse("attempts:hand_in", args=[attempt.pk]))
    page = client.get(lesson_url(registration, one)).content.decode()
    assert "No attempts are left" in page
    assert "Not passed" in page
    again = client.post(lesson_url(registration, one, "begin"), follow=True).content.decode()
    assert "No attempts are left" in again


def test_reading_follows_the_edition_in_force(learner):
    edition = factories.edition(factories.manual(), pages=["one", "two", "three"])
    one = lesson("reading", title="Read", manual=edition.manual_id, first_page=2, last_page=9)
    registration = enrolled(learner, course(module(one)))
    page = browser(learner).get(lesson_url(registration, one)).content.decode()
    assert f"/e/{edition.pk}/p/2" in page
    assert "pages 2 to 3" in page


@pytest.mark.parametrize("name", ["mine", "list", "team"])
def test_lists_take_as_many_statements_for_many_rows_as_for_few(learner, manager, dealer, name):
    counts = []
    for _round in range(2):
        for n in range(6):
            taught = course(module(lesson()), title=f"Course {n}")
            enrolled(manager, taught)
            factories.MembershipFactory(dealer=dealer)
        client = browser(manager)
        client.get(reverse(f"courses:{name}"))
        with CaptureQueriesContext(connection) as seen:
            assert client.get(reverse(f"courses:{name}")).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 12
