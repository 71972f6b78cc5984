"""Practical tasks: photos, requests, what an assessor sees and writes down, and what nobody else gets."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from portal.core import storage
from portal.network.departments import create_department
from portal.notices.api import sentence
from portal.notices.models import Notice
from tests import factories
from tests.training import builders
from tests.training.builders import browser
from tests.training.courses_builder import course, lesson, module
from training.courses.models import Observation, Photo, Registration, SignOff
from training.courses.practical.judging import RESULTS, Item, verdict
from training.courses.registering import register

pytestmark = pytest.mark.django_db
CHECKLIST = [{"text": "Key off", "critical": True}, {"text": "Gloves", "critical": False}]


def task(**more):
    value = {"task": "<p>Isolate it.</p>", "checklist": CHECKLIST, "share": 50, "photos": 1, "assessor": "trainer"}
    return lesson("practical", title="Isolate", **{**value, **more})


def picture(colour="red"):
    buffer = BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "SECRET-CAMERA"
    Image.new("RGB", (40, 30), colour).save(buffer, "JPEG", exif=exif)
    return buffer.getvalue()


@pytest.fixture
def trainer():
    return author_of(builders.department())


def author_of(department):
    user = builders.person()
    user.groups.add(department.authors)
    return user


def enrolled(user, one):
    taught = course(module(one), title="High voltage")
    return register(actor=user, user=user, course=taught, source=Registration.Source.SELF)


def url(name, registration, one, **more):
    return reverse(f"courses:{name}", kwargs={"key": registration.key, "lesson_id": one["id"], **more})


def add_photo(client, registration, one, data=None, name="p.jpg"):
    sent = SimpleUploadedFile(name, picture() if data is None else data)
    return client.post(url("add_photos", registration, one), {"photos": sent}, follow=True).content.decode()


def asked(learner, one=None):
    one = one or task()
    registration = enrolled(learner, one)
    client = browser(learner)
    add_photo(client, registration, one)
    client.post(url("ask_sign_off", registration, one), {"note": "In bay 2"})
    return registration, one, SignOff.objects.get(registration=registration, state="open")


def answers(*results, **more):
    return {f"result-{n}": result for n, result in enumerate(results)} | more


def test_asked_failed_asked_again_and_signed_off(learner, trainer):
    registration, one, first = asked(learner)
    client, page = browser(trainer), reverse("courses:sign_off", args=[first.pk])
    assert "Isolate" in client.get(reverse("courses:sign_offs")).content.decode()
    assert "In bay 2" in client.get(page).content.decode()
    assert "Say what to do better" in client.post(page, answers("wrong", "right")).content.decode()
    client.post(page, answers("wrong", "right", **{"comment-0": "The key was in."}))
    registration.refresh_from_db()
    assert registration.state != Registration.State.COMPLETED
    own = browser(learner)
    shown = own.get(url("lesson", registration, one)).content.decode()
    assert "The key was in." in shown
    add_photo(own, registration, one)
    own.post(url("ask_sign_off", registration, one))
    second = SignOff.objects.get(registration=registration, state="open")
    client.post(reverse("courses:sign_off", args=[second.pk]), answers("right", "not_seen"))
    registration.refresh_from_db()
    assert (registration.state, registration.share) == (Registration.State.COMPLETED, Decimal("0.5"))
    assert [one.passed for one in Observation.objects.order_by("pk")] == [False, True]
    told = [sentence(one) for one in Notice.objects.filter(user=learner).order_by("pk")]
    assert "not signed off yet" in told[0]
    assert "was signed off" in told[1]
    assert Notice.objects.filter(user=trainer, kind="practical.asked").count() == 2


def test_photos_first_and_pictures_only(learner):
    one = task(photos=2)
    registration = enrolled(learner, one)
    client = browser(learner)
    assert "no picture" in add_photo(client, registration, one, b"<svg onload='alert(1)'/>", "x.jpg")
    assert "larger than 10 MB" in add_photo(client, registration, one, b"\xff\xd8" + b"0" * (10 * 2**20 + 1))
    add_photo(client, registration, one)
    answer = client.post(url("ask_sign_off", registration, one), follow=True).content.decode()
    assert "Add 1 more photo first." in answer
    kept = Photo.objects.get()
    sent = client.get(url("photo", registration, one, photo_key=kept.key))
    assert sent.headers["Content-Type"] == "image/jpeg"
    assert b"SECRET-CAMERA" not in sent.content
    for _n in range(12):
        add_photo(client, registration, one)
    assert Photo.objects.count() == 10


def test_a_photo_is_taken_out_until_it_is_handed_in(learner, django_capture_on_commit_callbacks):
    one = task(photos=0)
    registration = enrolled(learner, one)
    client = browser(learner)
    for _n in range(2):
        add_photo(client, registration, one)
    first, second = Photo.objects.all()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("remove_photo", registration, one, photo_key=first.key))
    assert not storage.exists(name=first.stored_as)
    assert storage.exists(name=second.stored_as), "of equal bytes, and another's own"
    client.post(url("ask_sign_off", registration, one))
    client.post(url("remove_photo", registration, one, photo_key=second.key))
    assert Photo.objects.get().sign_off is not None
    client.post(url("ask_sign_off", registration, one), {"take_back": "1"})
    assert SignOff.objects.get().state == SignOff.State.TAKEN_BACK
    client.post(url("remove_photo", registration, one, photo_key=second.key))
    assert not Photo.objects.exists()


def test_asking_twice_is_asking_once(learner):
    registration, one, first = asked(learner)
    browser(learner).post(url("ask_sign_off", registration, one))
    assert SignOff.objects.get() == first


def test_nobody_else_sees_the_photos_or_decides(learner, manager, trainer):
    registration, one, request = asked(learner)
    photo = Photo.objects.get()
    shown = reverse("courses:sign_off_photo", args=[request.pk, photo.key])
    page = reverse("courses:sign_off", args=[request.pk])
    other_author = author_of(create_department(code="sales", name="Sales"))
    stranger = factories.MembershipFactory(is_manager=True).user
    for user in (manager, other_author, stranger, learner, builders.person()):
        client = browser(user)
        assert client.get(page).status_code == 404
        assert client.get(shown).status_code == 404
        assert client.post(page, answers("right", "right")).status_code == 404
        if user != learner:
            assert client.get(url("photo", registration, one, photo_key=photo.key)).status_code == 404
        listed = client.get(reverse("courses:sign_offs"))
        assert listed.status_code == 404 or "Isolate" not in listed.content.decode()
    assert not Observation.objects.exists()
    assert browser(trainer).get(shown).status_code == 200
    assert Client().get(shown).status_code == 302


def test_a_manager_signs_off_their_own_people_where_the_lesson_lets_them(learner, manager):
    registration, _one, request = asked(learner, task(assessor="manager"))
    stranger = factories.MembershipFactory(is_manager=True).user
    page = reverse("courses:sign_off", args=[request.pk])
    assert browser(stranger).get(page).status_code == 404
    assert Notice.objects.filter(user=manager).exists()
    assert not Notice.objects.filter(user=stranger).exists()
    browser(manager).post(page, answers("right", "right"))
    registration.refresh_from_db()
    assert registration.state == Registration.State.COMPLETED


def test_a_manager_does_not_sign_off_themselves(manager):
    one = task(assessor="manager")
    _registration, _one, request = asked(manager, one)
    assert browser(manager).get(reverse("courses:sign_off", args=[request.pk])).status_code == 404


def test_an_answer_for_each_item_once(learner, trainer):
    _registration, _one, request = asked(learner)
    client, page = browser(trainer), reverse("courses:sign_off", args=[request.pk])
    for bad in (answers("right"), answers("right", "perhaps"), {}):
        assert "Say of each item" in client.post(page, bad).content.decode()
    client.post(page, answers("right", "right"))
    again = client.post(page, answers("right", "right")).content.decode()
    assert "decided or taken back" in again
    written = Observation.objects.get()
    with pytest.raises(TypeError):
        written.save()


def test_an_ended_registration_is_not_signed_off(learner, trainer):
    registration, _one, request = asked(learner)
    Registration.objects.filter(pk=registration.pk).update(state=Registration.State.WITHDRAWN)
    answer = browser(trainer).post(reverse("courses:sign_off", args=[request.pk]), answers("right", "right"))
    assert "does not take this lesson any more" in answer.content.decode()


def test_the_queue_takes_as_many_statements_for_many_as_for_few(trainer):
    counts = []
    for _round in range(2):
        for _n in range(4):
            asked(factories.MembershipFactory().user)
        client = browser(trainer)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(reverse("courses:sign_offs")).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 14


ITEMS = st.lists(st.tuples(st.booleans(), st.sampled_from(RESULTS)), min_size=1, max_size=8)


@given(ITEMS, st.integers(1, 100))
def test_one_more_right_never_fails(seen, percent):
    items = [Item("x", critical) for critical, _result in seen]
    results = [result for _critical, result in seen]
    judged = verdict(items=items, results=results, percent=percent)
    assert 0 <= judged.share <= 1
    if judged.passed:
        assert all(result == "right" for item, result in zip(items, results, strict=True) if item.critical)
        assert judged.share * 100 >= percent - Decimal("0.0001")
    for n in range(len(results)):
        better = verdict(items=items, results=[*results[:n], "right", *results[n + 1 :]], percent=percent)
        assert better.share >= judged.share
        assert better.passed >= judged.passed
    assert verdict(items=items, results=["right"] * len(items), percent=percent).passed
