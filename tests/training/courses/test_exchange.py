"""A course as a file: out and in again, into another department, and files that are broken or mean harm."""

from __future__ import annotations

import json
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from content.library.sections import open_section
from portal.core import storage
from portal.network.departments import create_department
from tests import factories
from tests.training import builders, questions
from tests.training.builders import browser
from tests.training.courses_builder import course, lesson, module
from training.assessments.composing import plan, sections_of
from training.assessments.models import Assessment, Section, Slot
from training.bank.api import keep_picture
from training.bank.models import Category, Question
from training.bank.shapes import question_from
from training.courses.exchange import package as packages
from training.courses.exchange.package import PackageRefused, read_package
from training.courses.exchange.packing import pack
from training.courses.exchange.undecided import forget_undecided
from training.courses.exchange.unpacking import preview, unpack
from training.courses.files import receive_file
from training.courses.models import Course, CourseImport, LessonFile

pytestmark = pytest.mark.django_db
CHAPTER = {"at": "0:01", "title": "Off"}


def author_of(department):
    user = builders.person()
    user.groups.add(department.authors)
    department.authors.permissions.add(
        Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin")
    )
    return user


@pytest.fixture
def trainer():
    return author_of(builders.department())


@pytest.fixture
def sales():
    factories.home_page()
    department = create_department(code="sales", name="Sales")
    open_section(department=department)
    return department


def upload(kind, name, data):
    sent = SimpleUploadedFile(name, data)
    return receive_file(upload=sent, kind=kind, title=name, department=builders.department())


def png(colour="red"):
    buffer = BytesIO()
    Image.new("RGB", (30, 20), colour).save(buffer, "PNG")
    return buffer.getvalue()


def whole_course():
    """Of every kind that has something beside the page: files, a drawn assessment with a picture, a manual."""
    picture = keep_picture(png("blue"))
    body = {**questions.COOLANT.model_dump(mode="json"), "media": [{"sha256": picture.sha256, "alt": {"en": "A pump"}}]}
    asked = builders.ready("pump", question_from(body), tags=("ev",))
    drawn = builders.assessment(
        asked, title="Drawn", introduction="Take your time", introduction_zh="慢慢来", most_attempts=2
    )
    Slot.objects.create(section=Section.objects.get(), position=1, category=asked.category, count=1, points=2)
    manual = factories.manual(document_number="WM-7", department=builders.department())
    first = lesson(
        title="Safety",
        content=[
            {"type": "text", "id": "t1", "value": "<p>Key <b>off</b>.</p>"},
            {"type": "picture", "id": "p1", "value": {"file": upload("picture", "p.png", png()).pk, "alt": "A key"}},
        ],
    )
    return course(
        module(
            first,
            lesson("video", title="Film", share=80, chapters=[{"type": "item", "id": "c1", "value": CHAPTER}],
                   film=upload("video", "f.mp4", b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 99).pk,
                   captions=upload("captions", "c.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\nOff.\n").pk,
                   subtitles=[{"type": "item", "id": "s1", "value": {"language": "zh-hans", "file": upload(
                       "captions", "zh.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n断电。\n".encode()).pk}}]),
            lesson("download", title="Sheet", file=upload("document", "s.pdf", b"%PDF-1.7 sheet").pk),
            lesson("reading", title="Read", manual=manual.pk, first_page=2, last_page=3),
            lesson("assessment", title="Test", assessment=drawn.pk,
                   after=[{"type": "item", "id": "a1", "value": {"lesson": first["id"], "percent": None}}]),
            title="All",
        ),
        title="High voltage",
        document_number="HV-1",
        pass_percent=60,
        days=30,
    )  # fmt: skip


@pytest.fixture
def packed(tmp_path):
    path = tmp_path / "course.zip"
    with path.open("wb") as target:
        pack(whole_course(), target)
    return path


def counts():
    models = (Course, LessonFile, Question, Assessment, Category)
    return [model.objects.count() for model in models]


def test_out_and_into_another_department(packed, sales):
    actor = author_of(sales)
    before = counts()
    package = read_package(packed)
    looked = preview(path=packed, package=package, department=sales, actor=actor, code="HV-2")
    assert counts() == before, "a look keeps nothing"
    done = unpack(path=packed, package=package, department=sales, actor=actor, code="HV-2")
    assert (looked.lessons, looked.files, looked.questions, looked.assessments, looked.pictures) == (5, 5, 1, 1, 1)
    assert (done.lessons, done.lost) == (looked.lessons, looked.lost) == (5, [])
    old, new = Course.objects.get(document_number="HV-1"), Course.objects.get(pk=done.course_id)
    assert (new.live, new.department, new.pass_percent, new.days) == (False, sales, 60, 30)
    assert [one.title for one in new.outline.lessons] == [one.title for one in old.outline.lessons]
    assert not {one.id for one in new.outline.lessons} & {one.id for one in old.outline.lessons}
    safety, film, sheet, read, test = new.outline.lessons
    assert test.after[0].lesson == safety.id
    assert read.value["manual"] == old.outline.lessons[3].value["manual"]
    file = LessonFile.objects.get(pk=sheet.value["file"])
    assert (file.department, storage.read_bytes(name=file.stored_as)) == (sales, b"%PDF-1.7 sheet")
    assert LessonFile.objects.get(pk=film.value["captions"]).department == sales
    [subtitles] = film.value["subtitles"]
    file = LessonFile.objects.get(pk=subtitles["value"]["file"])
    assert (subtitles["value"]["language"], file.name, file.department) == ("zh-hans", "zh.vtt", sales)
    asked = Assessment.objects.get(pk=test.value["assessment"])
    assert (asked.department, asked.introduction, asked.most_attempts) == (sales, "Take your time", 2)
    assert (asked.title_zh, asked.introduction_zh) == ("", "慢慢来")
    [part] = plan(sections_of(asked))
    assert [len(draw.pool) for draw in part.draws] == [1, 1]
    question = Question.objects.get(pk=part.draws[0].pool[0].question)
    assert question.category.department == sales
    assert {tag.name for tag in question.tags.all()} == {"ev"}
    assert question.current.asked.media[0].alt == {"en": "A pump"}
    new.save_revision(user=actor).publish()
    assert new.versions.get().number == 1


def test_the_same_course_makes_the_same_bytes(packed, tmp_path):
    again = tmp_path / "again.zip"
    with again.open("wb") as target:
        pack(Course.objects.get(document_number="HV-1"), target)
    assert again.read_bytes() == packed.read_bytes()


def test_a_code_that_is_taken_is_refused(packed, trainer):
    with pytest.raises(PackageRefused, match="HV-1"):
        unpack(path=packed, package=read_package(packed), department=builders.department(), actor=trainer)


def test_a_manual_that_is_not_here_is_said(packed, sales):
    Course.objects.get(document_number="HV-1").get_latest_revision_as_object()
    documents, files = contents(packed)
    documents["course.json"]["manuals"] = dict.fromkeys(documents["course.json"]["manuals"], "WM-GONE")
    report = bring_in(written(packed, documents, files), sales, code="HV-3")
    assert report.lessons == 4
    assert "WM-GONE" in report.lost[0]


def contents(path):
    with ZipFile(path) as archive:
        documents = {name: json.loads(archive.read(name)) for name in packages.DOCUMENTS}
        files = {name: archive.read(name) for name in archive.namelist() if "/" in name}
    return documents, files


def written(path, documents, files, *, manifest=None, more=()):
    target = path.with_name("changed.zip")
    entries = {name: json.dumps(document).encode() for name, document in documents.items()} | files
    listed = {name: {"sha256": sha256(data).hexdigest(), "size": len(data)} for name, data in entries.items()}
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
        said = {"format": "forecourt-course", "version": 1, "entries": listed, **(manifest or {})}
        archive.writestr("manifest.json", json.dumps(said))
        for name, data in more:
            archive.writestr(name, data)
    return target


def bring_in(path, department, code="NEW-1"):
    package = read_package(path)
    return unpack(path=path, package=package, department=department, actor=author_of(department), code=code)


def test_scripts_in_texts_do_not_come_in(packed, sales):
    documents, files = contents(packed)
    evil = '<p onclick="x()">Hi<script>alert(1)</script><img src=x onerror=alert(1)><a href="javascript:x()">y</a></p>'
    text = documents["course.json"]["body"][0]["value"]["lessons"][0]["value"]["content"][0]
    text["value"] = evil
    documents["course.json"]["objectives"] = evil
    report = bring_in(written(packed, documents, files), sales)
    new = Course.objects.get(pk=report.course_id)
    said = json.dumps(new.body.get_prep_value(), default=str) + new.objectives
    for bad in ("script", "onclick", "onerror", "javascript"):
        assert bad not in said


def test_a_file_that_is_not_what_it_says_is_refused(packed, sales):
    documents, files = contents(packed)
    for said in documents["course.json"]["files"].values():
        if said["kind"] == "document":
            old = said["sha256"]
            data = b"<svg onload=alert(1)>"
            said["sha256"], said["name"] = sha256(data).hexdigest(), "x.svg"
    files = {name: data for name, data in files.items() if not name.endswith(old)}
    files[f"files/{sha256(data).hexdigest()}"] = data
    before = counts()
    with pytest.raises(PackageRefused, match="type cannot be offered"):
        bring_in(written(packed, documents, files), sales)
    assert counts() == before


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (("course.json", "title"), None),
        (("course.json", "level"), "genius"),
        (("course.json", "body"), "text"),
        (("course.json", "body"), [{"type": "module"}]),
        (("course.json", "body"), [{"type": "evil", "id": "1", "value": {"lessons": []}}]),
        (("course.json", "pass_percent"), 1000),
        (("course.json", "pass_percent"), "many"),
        (("course.json", "files"), []),
        (("course.json", "code"), "x" * 100),
        (("assessments.json",), []),
        (("questions.json",), {"1": {"name": "x"}}),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(packed, sales, where, value):
    documents, files = contents(packed)
    if len(where) == 1:
        documents[where[0]] = value
    else:
        documents[where[0]][where[1]] = value
    before = counts()
    with pytest.raises(PackageRefused) as refused:
        bring_in(written(packed, documents, files), sales, code="" if where[-1] == "code" else "NEW-1")
    assert refused.value.reason
    assert counts() == before


def test_hostile_and_broken_files_are_refused(packed, tmp_path, monkeypatch):
    documents, files = contents(packed)
    whole = packed.read_bytes()
    broken = {
        "empty": b"",
        "no zip": b"PK not really",
        "cut": whole[: len(whole) // 2],
        "slip": written(packed, documents, files, more=[("../../etc/passwd", b"x")]).read_bytes(),
        "absolute": written(packed, documents, files, more=[("/etc/passwd", b"x")]).read_bytes(),
        "unlisted": written(packed, documents, files, more=[("files/" + "0" * 64, b"x")]).read_bytes(),
        "bomb": written(packed, documents, files, more=[("media/" + "0" * 64, b"0" * 50_000_000)]).read_bytes(),
        "future": written(packed, documents, files, manifest={"version": 2}).read_bytes(),
        "other": written(packed, documents, files, manifest={"format": "scorm"}).read_bytes(),
        "lie": written(packed, documents, files, manifest={"entries": {}}).read_bytes(),
        "list": written(packed, documents, files, manifest={"entries": []}).read_bytes(),
    }
    flipped = bytearray(whole)
    flipped[whole.index(b"%PDF-1.7 sheet") + 9] ^= 1
    broken["flipped"] = bytes(flipped)
    for name, data in broken.items():
        path = tmp_path / "bad.zip"
        path.write_bytes(data)
        with pytest.raises(PackageRefused) as refused:
            read_package(path)
        assert refused.value.reason, name
    monkeypatch.setattr(packages, "MOST_ENTRIES", 3)
    with pytest.raises(PackageRefused, match="too many"):
        read_package(packed)


def test_the_pages_of_export_and_import(packed, trainer, sales):
    taught = Course.objects.get(document_number="HV-1")
    export = reverse("course_desk:export", args=[taught.pk])
    other = browser(author_of(sales))
    assert other.get(export).status_code == 404
    client = browser(trainer)
    sent = client.get(export)
    data = b"".join(sent.streaming_content)
    assert read_package(packed)
    assert data == packed.read_bytes()
    page = reverse("course_desk:import")
    bad = client.post(page, {"file": SimpleUploadedFile("x.zip", b"PK"), "department": builders.department().pk})
    assert "no zip file" in bad.content.decode()
    foreign = client.post(page, {"file": SimpleUploadedFile("x.zip", data), "department": sales.pk})
    assert foreign.status_code == 200
    assert not CourseImport.objects.exists()
    fields = {"file": SimpleUploadedFile("x.zip", data), "department": builders.department().pk, "code": "HV-9"}
    decide = client.post(page, fields).headers["Location"]
    assert "High voltage (HV-9)" in client.get(decide).content.decode()
    assert not Course.objects.filter(document_number="HV-9").exists()
    assert other.get(decide).status_code == other.post(decide).status_code == 404
    client.post(decide)
    assert Course.objects.filter(document_number="HV-9", live=False).count() == 1
    assert not CourseImport.objects.exists()
    assert client.post(decide).status_code == 404


def test_what_is_not_decided_is_forgotten(packed, trainer):
    sent = CourseImport(user=trainer, department=builders.department(), name="x.zip")
    storage.save(name=sent.stored_as, source=Path(packed), content_type="application/zip")
    sent.save()
    assert forget_undecided() == 0
    assert forget_undecided(now=timezone.now() + timedelta(days=2)) == 1
    assert not storage.exists(name=sent.stored_as)
