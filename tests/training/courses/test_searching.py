"""What may be found of courses."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.training import builders
from tests.training.courses_builder import course, lesson, module
from training.courses.api import course_changed, searchable_lessons
from training.courses.files import receive_file
from training.courses.searching import Cue, cues_of

pytestmark = pytest.mark.django_db
CAPTIONS = """WEBVTT - a film

NOTE not said
STYLE
::cue { color: red }

1
00:01.500 --> 00:04.000 align:start
<v Anna>Switch <b>off</b>
and wait.

01:00:02.000 --> 01:00:03.000
Five minutes.
"""


def test_cues_of_captions():
    assert list(cues_of(CAPTIONS)) == [Cue(1.5, "Switch off and wait."), Cue(3602.0, "Five minutes.")]
    assert list(cues_of(CAPTIONS.replace("\n", "\r\n"))) == list(cues_of(CAPTIONS))
    assert list(cues_of("WEBVTT\n\nnothing --> here\n")) == []


def test_lessons_with_their_text_and_no_answer(django_assert_max_num_queries):
    captions = receive_file(
        upload=SimpleUploadedFile("c.vtt", CAPTIONS.encode()),
        kind="captions",
        title="",
        department=builders.department(),
    )
    chinese = receive_file(
        upload=SimpleUploadedFile("zh.vtt", "WEBVTT\n\n00:02.000 --> 00:03.000\n断电。\n".encode()),
        kind="captions",
        title="",
        department=builders.department(),
    )
    asked = builders.assessment(builders.ready("coolant", builders.questions.COOLANT))
    taught = course(
        module(
            lesson(title="Safety"),
            lesson(
                "video",
                title="Film",
                film=1,
                captions=captions.pk,
                subtitles=[{"language": "zh-hans", "file": chinese.pk}],
                chapters=[{"at": "0:01", "title": "Off"}],
            ),
            lesson("assessment", title="Test", assessment=asked.pk),
            title="First",
        ),
        title="High voltage",
    )
    draft = course(module(lesson()), publish=False)
    with django_assert_max_num_queries(10):
        [found] = searchable_lessons(course_ids=[taught.pk, draft.pk])
    assert (found.title, found.version, found.objectives) == ("High voltage", 1, "Isolate it.")
    safety, film, test = found.lessons
    assert (safety.text, safety.module) == ("Key off.", "First")
    assert film.text == "Off"
    assert film.cues == (
        Cue(1.5, "Switch off and wait.", "en"),
        Cue(3602.0, "Five minutes.", "en"),
        Cue(2.0, "断电。", "zh-hans"),
    )
    assert test.text == ""
    assert found.visibility.live


def test_a_course_that_was_renamed_is_found_by_its_new_title():
    taught = course(module(lesson()), title="High voltage")
    taught.title = "Traction battery"
    taught.save_revision().publish()
    [found] = searchable_lessons(course_ids=[taught.pk])
    assert (found.title, found.version) == ("Traction battery", 1), "a name is nothing that is learnt"


def test_a_change_is_told():
    told = []

    def listen(course_id, **_kwargs):
        told.append(course_id)

    course_changed.connect(listen)
    taught = course(module(lesson()))
    taught.unpublish()
    assert told == [taught.pk, taught.pk]
    assert list(searchable_lessons(course_ids=[taught.pk])) == []
    draft = course(module(lesson()), publish=False)
    draft.delete()
    assert told[2:] == [draft.pk]
    course_changed.disconnect(listen)
