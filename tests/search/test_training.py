"""Courses, lessons, cues and sessions in dealer search: found by whom, shown how, and gone when they should be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from portal.network.models import Brand, User
from search.audit import audit, repair
from search.engines.base import SearchEngine
from tests import factories
from tests.search.conftest import Publish
from tests.training import builders
from tests.training.courses_builder import course, lesson, module
from tests.training.sessions.builders import DAY, planned, trainer
from training.courses.api import Course, enrol_oneself
from training.courses.files import receive_file
from training.courses.models import Registration
from training.sessions.api import cancel_session, open_booking

pytestmark = pytest.mark.django_db
Commit = Callable[..., object]
CAPTIONS = """WEBVTT

00:01.000 --> 00:04.000
Open the bonnet.

00:20.000 --> 00:24.000
Look at the reservoir.

01:05.000 --> 01:09.000
The zirconia probe reports P0420.
"""
SUBTITLES = """WEBVTT

01:06.000 --> 01:09.000
氧化锆探头报告 P0420。
"""


def said(text: str, title: str = "Safety") -> dict[str, object]:
    return lesson(title=title, content=[{"type": "text", "id": "t", "value": f"<p>{text}</p>"}])


@pytest.fixture
def committed(index: SearchEngine, django_capture_on_commit_callbacks: Commit) -> Commit:
    """A block whose changes the (eager) worker has brought to the index when it is left."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def taught(committed: Commit) -> Course:
    """A course of three lessons for everybody, with a film and a test."""
    captions = receive_file(
        upload=SimpleUploadedFile("c.vtt", CAPTIONS.encode()),
        kind="captions",
        title="",
        department=builders.department(),
    )
    subtitles = receive_file(
        upload=SimpleUploadedFile("zh.vtt", SUBTITLES.encode()),
        kind="captions",
        title="",
        department=builders.department(),
    )
    asked = builders.assessment(builders.ready("coolant", builders.questions.COOLANT))
    with committed():  # type: ignore[attr-defined]
        return course(
            module(
                said("Isolate the traction battery before you touch orange cables.", "Switch off"),
                lesson(
                    "video",
                    title="Lambda sensors",
                    film=1,
                    captions=captions.pk,
                    subtitles=[{"language": "zh-hans", "file": subtitles.pk}],
                    minutes=7,
                ),
                lesson("assessment", title="Short test", assessment=asked.pk),
                title="Electric drive",
            ),
            title="High voltage",
            document_number="C-HV1",
        )


def ask(client: Client, q: str, **parameters: object) -> dict[str, object]:
    return client.get("/api/v1/search", {"q": q, **parameters}).json()


def test_a_course_and_its_lessons_are_found(taught: Course, technician_client: Client) -> None:
    body = ask(technician_client, "traction battery")
    [hit] = body["hits"]
    assert (hit["kind"], hit["id"], hit["title"], hit["edition"]) == ("course", taught.pk, "High voltage", "Version 1")
    [page] = hit["pages"]
    assert (page["number"], page["label"], page["heading"]) == (1, "1", ["Electric drive", "Switch off"])
    assert "<mark>traction</mark>" in page["snippet"]
    assert body["facets"]["type"] == [{"value": "course", "label": "Course", "count": 1}]
    assert ask(technician_client, "isolate")["total"] == 1
    assert ask(technician_client, "battery", type="workshop")["total"] == 0
    assert ask(technician_client, "battery", type="course")["total"] == 1


def test_what_is_said_in_a_film_leads_to_its_second(
    taught: Course, technician: User, technician_client: Client
) -> None:
    [page] = ask(technician_client, "zirconia")["hits"][0]["pages"]
    film = next(one for one in taught.outline.lessons if one.kind == "video")
    assert (page["number"], page["label"]) == (2, "1:05")
    assert page["url"] == f"/search/lesson/{taught.pk}/{film.id}?t=65"
    assert ask(technician_client, "氧化锆")["hits"][0]["pages"][0]["label"] == "1:05", "in the words of the subtitles"
    assert ask(technician_client, "reservoir")["hits"][0]["pages"][0]["label"] == "0:01"
    assert technician_client.get(page["url"]).url == f"/training/courses/{taught.pk}/"
    Course.objects.filter(pk=taught.pk).update(in_order=False)
    own = Registration.objects.create(
        user=technician, course=taught, version=taught.versions.get(), source="self", lessons_required=3
    )
    own.version.__class__.objects.filter(pk=own.version_id).update(in_order=False)
    assert technician_client.get(page["url"]).url == f"/training/r/{own.key}/{film.id}/#t=65"
    assert technician_client.get(page["url"] + "9999999").url.endswith(f"{film.id}/")


def test_a_lesson_that_is_not_open_leads_to_the_course(
    taught: Course, technician_client: Client, technician: User
) -> None:
    from portal.network.api import viewer_for

    enrol_oneself(viewer=viewer_for(user=technician), user=technician, course_id=taught.pk)
    film = next(one for one in taught.outline.lessons if one.kind == "video")
    found = technician_client.get(f"/search/lesson/{taught.pk}/{film.id}?t=65")
    assert found.url == f"/training/courses/{taught.pk}/"
    assert technician_client.get(f"/search/lesson/{2**80}/x").status_code == 404


def test_the_card_says_how_far_one_is(taught: Course, technician: User, technician_client: Client) -> None:
    page = technician_client.get("/search/", {"q": "battery"}).content.decode()
    for text in ("Basic", "about 7 min", "3 lessons", "Enrol", "Lesson 1", "<strong>1</strong> result"):
        assert text in page
    Registration.objects.create(
        user=technician,
        course=taught,
        version=taught.versions.get(),
        source="self",
        state="in_progress",
        lessons_done=2,
        lessons_required=5,
    )
    assert "In progress, 40 %" in technician_client.get("/search/", {"q": "battery"}).content.decode()
    Registration.objects.update(state="completed")
    page = technician_client.get("/search/", {"q": "battery"}).content.decode()
    assert "Completed" in page
    assert "In progress" not in page


def test_nothing_of_a_question_or_its_key_is_in_the_index(taught: Course, index: SearchEngine) -> None:
    from search import sync_training

    question = builders.questions.COOLANT
    passages = list(sync_training.all_passages())
    assert len(passages) == 6
    stored = "\n".join(str(passage) for passage in passages)
    for text in texts_of(question):
        assert text not in stored
    assert {key for key, _fingerprint in index.fingerprints()} == {passage.id for passage in passages}


def texts_of(value: object) -> list[str]:
    """Every sentence of a question: its text, options, feedback, hints."""
    if isinstance(value, str):
        return [value] if " " in value or len(value) > 6 else []
    if isinstance(value, dict):
        return [text for one in value.values() for text in texts_of(one)]
    return [text for one in value for text in texts_of(one)] if isinstance(value, list | tuple) else []


@pytest.mark.parametrize("everything", [False, True])
def test_nobody_finds_a_question_not_even_staff(
    taught: Course, technician_client: Client, client: Client, everything: bool
) -> None:
    if everything:
        client.force_login(trainer())
        technician_client = client
    for text in texts_of(builders.questions.COOLANT):
        found = ask(technician_client, f'"{text[:200]}"')
        assert (found["total"], found["hits"]) == (0, [])
    [hit] = ask(technician_client, "Short test")["hits"]
    assert [page["snippet"] for page in hit["pages"] if page["number"] == 3] == [""]


HIDDEN = ("brand", "region", "tier", "role", "dealer", "not yet visible", "expired", "unpublished", "archived")


def hide(how: str, taught: Course) -> None:
    now = timezone.now()
    match how:
        case "brand":
            taught.audience_brands = [factories.BrandFactory(code="other")]
        case "region":
            taught.audience_regions = [factories.RegionFactory()]
        case "tier":
            taught.audience_tiers = [factories.DealerTierFactory()]
        case "role":
            taught.audience_roles = [factories.JobRoleFactory()]
        case "dealer":
            taught.audience_dealers = [factories.DealerFactory()]
        case "not yet visible":
            taught.effective_from = now + timedelta(hours=1)
        case "expired":
            taught.expires_at = now - timedelta(seconds=2)
    if how in ("unpublished", "archived"):
        taught.unpublish()
    else:
        taught.save_revision().publish()


@pytest.mark.parametrize("sent", [True, False], ids=["index follows", "index lags"])
@pytest.mark.parametrize("how", HIDDEN)
def test_what_is_hidden_is_found_in_no_way(
    how: str, sent: bool, taught: Course, committed: Commit, technician_client: Client
) -> None:
    session = planned(taught=taught, title="Zephyr practice", dates=None)
    with committed():  # type: ignore[attr-defined]
        open_booking(actor=trainer(), session_id=session.pk, now=session.starts_at - 9 * DAY)
    assert ask(technician_client, "zephyr")["total"] == 1
    assert ask(technician_client, "battery")["total"] == 1
    if sent:
        with committed():  # type: ignore[attr-defined]
            hide(how, taught)
    else:
        hide(how, taught)
    for words in ("battery", "zirconia", "P0420", "C-HV1", "title:voltage", "zephyr", ""):
        body = ask(technician_client, words)
        assert (body["hits"], body["total"]) == ([], 0)
        page = technician_client.get("/search/", {"q": words}).content.decode()
        assert "High voltage" not in page
        assert "Zephyr practice" not in page
        assert "/search/lesson/" not in page
        if sent:
            assert body["facets"]["type"] == []
    assert "High voltage" not in technician_client.get("/search/taught", {"q": "P0420"}).content.decode()
    if sent:
        for typed in ("high", "zeph", "P04", "C-H", "switch"):
            assert not technician_client.get("/search/suggest", {"q": typed}).content.strip()


def test_a_second_dealer_finds_its_own_courses_alone(
    committed: Commit, technician_client: Client, client: Client
) -> None:
    north, south = Brand.objects.get(code="north"), factories.BrandFactory(code="south")
    other = factories.UserFactory()
    factories.MembershipFactory(user=other, dealer=factories.DealerFactory(brands=[south]))
    with committed():  # type: ignore[attr-defined]
        for brand in (north, south):
            one = course(module(said("Bleed the brakes.")), title=f"Brakes {brand.code}", publish=False)
            one.audience_brands = [brand]
            one.save_revision().publish()
    client.force_login(other)
    for who, mine, theirs in ((technician_client, "north", "south"), (client, "south", "north")):
        body = ask(who, "brakes")
        assert [hit["title"] for hit in body["hits"]] == [f"Brakes {mine}"]
        assert [(one["value"], one["count"]) for one in body["facets"]["brand"]] == [(mine, 1)]
        suggested = who.get("/search/suggest", {"q": "brak"}).content.decode()
        assert f"Brakes {mine}" in suggested
        assert theirs not in suggested


def test_a_new_version_takes_the_place_of_the_old(
    taught: Course, index: SearchEngine, committed: Commit, technician_client: Client
) -> None:
    taught.body = [module(said("Only the quixotic rest."), title="Electric drive")]
    taught.save_revision().publish()
    assert ask(technician_client, "traction battery")["hits"] == []
    with committed():  # type: ignore[attr-defined]
        taught.save_revision().publish()
    assert ask(technician_client, "quixotic")["hits"][0]["edition"] == "Version 2"
    assert ask(technician_client, "traction battery")["total"] == 0
    assert audit(engine=index).is_clean


def test_a_renamed_course_is_found_by_its_new_title_alone(
    taught: Course, index: SearchEngine, committed: Commit, technician_client: Client
) -> None:
    taught.title = "Quixotic drive"
    with committed():  # type: ignore[attr-defined]
        taught.save_revision().publish()
    [hit] = ask(technician_client, "quixotic")["hits"]
    assert (hit["title"], hit["edition"]) == ("Quixotic drive", "Version 1")
    assert ask(technician_client, '"High voltage"')["total"] == 0
    assert audit(engine=index).is_clean


def test_the_audit_mends_courses_and_sessions(taught: Course, index: SearchEngine, committed: Commit) -> None:
    session = planned(taught=taught)
    with committed():  # type: ignore[attr-defined]
        open_booking(actor=trainer(), session_id=session.pk, now=session.starts_at - 9 * DAY)
    assert audit(engine=index).is_clean
    assert audit(engine=index).right == 7
    keys = sorted(key for key, _fingerprint in index.fingerprints())
    index.delete(ids=[keys[0], f"session:{session.pk}"])
    index.refresh()
    found = audit(engine=index)
    assert set(found.missing) == {keys[0], f"session:{session.pk}"}
    with committed():  # type: ignore[attr-defined]
        repair(engine=index, found=found)
    assert audit(engine=index).is_clean


def test_a_session_is_found_while_it_can_be_booked(
    taught: Course, committed: Commit, technician_client: Client
) -> None:
    session = planned(taught=taught, title="Zephyr practice", link="", bring="Bring the gauntlets.")
    assert ask(technician_client, "zephyr")["total"] == 0
    with committed():  # type: ignore[attr-defined]
        open_booking(actor=trainer(), session_id=session.pk, now=session.starts_at - 9 * DAY)
    [hit] = ask(technician_client, "gauntlets")["hits"]
    assert (hit["kind"], hit["id"], hit["url"]) == ("session", session.pk, f"/training/sessions/{session.pk}/")
    page = technician_client.get("/search/", {"q": "zephyr"}).content.decode()
    assert "Training centre" in page
    assert "2 seats left" in page
    type(session).objects.filter(pk=session.pk).update(booking_closes_at=timezone.now() - DAY)
    assert ask(technician_client, "zephyr")["hits"] == []
    type(session).objects.filter(pk=session.pk).update(booking_closes_at=None)
    with committed():  # type: ignore[attr-defined]
        cancel_session(actor=trainer(), session_id=session.pk, reason="Ill", now=timezone.now())
    assert ask(technician_client, "zephyr")["total"] == 0


@pytest.mark.parametrize("count", [1, 6])
def test_statements_are_few_with_results_of_every_kind(
    publish: Publish,
    committed: Commit,
    technician: User,
    technician_client: Client,
    django_assert_max_num_queries: Commit,
    count: int,
) -> None:
    brand = Brand.objects.get(code="north")
    for _ in range(count):
        manual = factories.manual(applicability=[{"brand": brand, "model": factories.VehicleModelFactory(brand=brand)}])
        publish(manual, pages=["torque of the bolt"] * 3)
        with committed():  # type: ignore[attr-defined]
            one = course(module(said("torque of the bolt")), title="Torque")
            session = planned(taught=one, title="Torque practice")
            open_booking(actor=trainer(), session_id=session.pk, now=session.starts_at - 9 * DAY)
        Registration.objects.create(user=technician, course=one, version=one.versions.get(), source="self")
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        body = ask(technician_client, "torque", page_size=50)
    assert len(body["hits"]) == count * 3
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        technician_client.get("/search/", {"q": "torque"})
