"""A technician watches a film: one that Chromium records itself, with captions in two languages. What was really played
is kept, and nothing else counts."""

from __future__ import annotations

from base64 import b64decode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import Page, expect

from portal.network.models import User
from tests.journeys.conftest import SignIn
from tests.journeys.training_pages import fine, word
from tests.training import builders
from tests.training.courses_builder import course, lesson, module
from training.courses.files import receive_file
from training.courses.models import LessonFile, LessonState, Registration
from training.courses.registering import register

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True), pytest.mark.timeout(240)]
SECONDS = 9
RECORD = """async (seconds) => {
  const canvas = Object.assign(document.createElement("canvas"), {width: 160, height: 90});
  const pen = canvas.getContext("2d");
  const recorder = new MediaRecorder(canvas.captureStream(10), {mimeType: "video/webm;codecs=vp8"});
  const parts = [];
  recorder.ondataavailable = (event) => parts.push(event.data);
  const stopped = new Promise((resolve) => { recorder.onstop = resolve; });
  let turn = 0;
  const draw = () => {
    pen.fillStyle = `hsl(${(turn += 20)} 80% 40%)`;
    pen.fillRect(0, 0, 160, 90);
  };
  draw();
  const drawing = setInterval(draw, 100);
  recorder.start();
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  recorder.stop();
  await stopped;
  clearInterval(drawing);
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}"""
PLAY_UNTIL = """async (until) => {
  const film = document.querySelector("video");
  await film.play();
  await new Promise((resolve) => {
    film.addEventListener("timeupdate", () => { if (film.currentTime >= until) resolve(); });
    film.addEventListener("ended", resolve);
  });
  film.pause();
  return film.currentTime;
}"""
TRACKS = """() => Array.from(document.querySelector("video").textTracks,
  (one) => ({kind: one.kind, label: one.label, mode: one.mode, cues: Array.from(one.cues ?? [], (cue) => cue.text)}))"""


def kept(kind: str, name: str, data: bytes) -> LessonFile:
    upload = SimpleUploadedFile(name, data)
    return receive_file(upload=upload, kind=kind, title="", department=builders.department())


def comes_true(page: Page, condition: str) -> None:
    """Wait for it. Playwright's own way to wait is forbidden by the page's content security policy."""
    for _wait in range(300):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(100)
    pytest.fail(condition)


def ready(page: Page) -> None:
    """The player knows how long the film is, though the recorder wrote no length."""
    comes_true(page, "Number.isFinite(document.querySelector('video').duration)")
    expect(page.locator(".film-state")).not_to_be_empty()


def watch(page: Page, registration: Registration, until: float) -> None:
    """Play to this second, and wait until the portal has heard of it."""
    at = page.evaluate(PLAY_UNTIL, until)
    for _wait in range(100):
        if LessonState.objects.filter(registration=registration, progress__at=at).exists():
            return
        page.wait_for_timeout(100)
    pytest.fail(f"{at} s were never reported")


def test_a_film_is_watched_in_pieces_with_captions_in_ones_language(
    sign_in: SignIn, live_server: object, people: tuple[User, User]
) -> None:
    learner = people[0]
    page = sign_in(learner, width=390, language="zh-hans")
    film = kept("video", "film.webm", b64decode(page.evaluate(RECORD, SECONDS)))
    assert film.content_type == "video/webm"
    english = kept("captions", "en.vtt", b"WEBVTT\n\n00:00.000 --> 00:08.000\nSwitch off.\n")
    chinese = kept("captions", "zh.vtt", "WEBVTT\n\n00:00.000 --> 00:08.000\n断开电源。\n".encode())
    one = lesson(
        "video",
        title="Switch off",
        film=film.pk,
        captions=english.pk,
        subtitles=[{"language": "zh-hans", "file": chinese.pk}],
        chapters=[{"at": "0:00", "title": "Key"}, {"at": "0:06", "title": "Plug"}],
        share=80,
    )
    taught = course(module(one), title="High voltage")
    registration = register(actor=learner, user=learner, course=taught, source=Registration.Source.SELF)
    address = f"{live_server}/training/r/{registration.key}/{one['id']}/"

    page.goto(address)
    ready(page)
    fine(page)
    comes_true(page, "[...document.querySelector('video').textTracks].some((one) => one.cues?.length)")
    assert page.evaluate(TRACKS) == [
        {"kind": "captions", "label": "English", "mode": "disabled", "cues": []},
        {"kind": "subtitles", "label": "简体中文", "mode": "showing", "cues": ["断开电源。"]},
    ]
    page.evaluate("document.querySelector('video').textTracks[0].mode = 'showing'")
    comes_true(page, "document.querySelector('video').textTracks[0].cues?.[0]?.text === 'Switch off.'")

    watch(page, registration, 2)
    page.get_by_role("button", name="Plug").click()
    watch(page, registration, 7)
    state = LessonState.objects.get(registration=registration)
    (first, second), known = state.progress["ranges"], state.progress
    assert first[0] < 0.5
    assert 2 <= first[1] < 5
    assert 5.5 < second[0] <= 6.1
    assert 7 <= second[1] <= known["length"]
    assert SECONDS - 2 < known["length"] < SECONDS + 4
    assert state.completed_at is None, "the middle was not seen"

    page.reload()
    ready(page)
    expect(page.locator(".film-state")).to_contain_text(f"{int(known['share'] * 100)} %")
    page.get_by_role("button", name="Key").click()
    watch(page, registration, SECONDS * 2)
    done = page.evaluate("gettext('Watched. This lesson is done.')")
    expect(page.locator(".film-state")).to_have_text(done)
    state.refresh_from_db()
    assert state.completed_at is not None
    assert state.progress["share"] > 0.9
    registration.refresh_from_db()
    assert registration.state == Registration.State.COMPLETED
    page.reload()
    expect(page.locator(".lesson-done")).to_have_text(word("zh-hans", "Done"))
