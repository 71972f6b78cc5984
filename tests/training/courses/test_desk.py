"""The trainers' desk: versions and people, archiving, duplicating, the draft as a learner sees it, review."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import GroupApprovalTask, GroupPagePermission, Workflow, WorkflowPage, WorkflowTask

from portal.core.models import Event
from portal.network.departments import create_department
from tests import factories
from tests.training import builders
from tests.training.builders import browser
from tests.training.courses_builder import course, lesson, module
from training.courses.archiving import ArchiveRefused, archive
from training.courses.completion import complete_lesson
from training.courses.differences import differences
from training.courses.duplicating import duplicate
from training.courses.files import receive_file
from training.courses.models import Course, LessonState, Registration
from training.courses.outline import Outline
from training.courses.registering import RegistrationRefused, register
from training.courses.registering_many import register_many

pytestmark = pytest.mark.django_db
State = Registration.State


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
def other_trainer():
    return author_of(create_department(code="sales", name="Sales"))


def enrolled(user, taught):
    return register(actor=user, user=user, course=taught, source=Registration.Source.SELF)


def desk(name, *args):
    return reverse(f"course_desk:{name}", args=args)


def test_what_is_different_between_versions():
    one, two, three = lesson(title="One"), lesson(title="Two"), lesson(title="Three")
    old = Outline.read([module(one, two, three)])
    changed = {**one, "value": {**one["value"], "title": "First", "minutes": 5}}
    new = Outline.read([module(three, changed, lesson(title="Four"))])
    found = [(each.kind, each.lesson.title, each.before) for each in differences(old, new)]
    assert found == [
        ("moved", "Three", ""),
        ("changed", "First", "One"),
        ("added", "Four", ""),
        ("removed", "Two", ""),
    ]
    assert differences(old, old) == []


def test_versions_with_people_and_moving_those_chosen_or_all(trainer, learner):
    one, two = lesson(title="Key off"), lesson(title="Measure")
    taught = course(module(one, two))
    people = [learner, *(factories.MembershipFactory().user for _n in range(2))]
    rows = [enrolled(user, taught) for user in people]
    complete_lesson(registration=rows[0], lesson_id=one["id"])
    taught.body = [module(one, lesson(title="Isolate"))]
    taught.save_revision(user=trainer).publish()
    client = browser(trainer)
    page = client.get(desk("versions", taught.pk)).content.decode()
    assert "3 on the way" in page
    assert "Isolate" in page
    assert "Measure" in page
    assert learner.username in client.get(desk("people", taught.pk, 1)).content.decode()
    client.post(desk("move", taught.pk, 1), {"registration": [rows[0].pk, "x", 10**30]})
    numbers = Registration.objects.order_by("pk").values_list("version__number", flat=True)
    assert list(numbers) == [2, 1, 1]
    assert Registration.objects.get(pk=rows[0].pk).lessons_done == 1
    client.post(desk("move", taught.pk, 1), {"all": "1"})
    assert list(numbers.all()) == [2, 2, 2]
    assert Event.objects.filter(verb="registration.moved", actor=trainer).count() == 3


def test_the_desk_is_for_the_authors_of_the_department(other_trainer, learner):
    taught = course(module(lesson(title="Secret")), title="Of service")
    row = enrolled(learner, taught)
    pages = [
        desk("versions", taught.pk),
        desk("people", taught.pk, 1),
        desk("archive", taught.pk),
        desk("duplicate", taught.pk),
        reverse("courses:preview_start", args=[taught.pk]),
        reverse("courses:preview", args=[taught.pk, taught.versions.get().outline.lessons[0].id]),
    ]
    client = browser(other_trainer)
    for page in pages:
        assert client.get(page).status_code == 404
    assert client.post(desk("move", taught.pk, 1), {"all": "1"}).status_code == 404
    assert client.post(desk("archive", taught.pk), {"people": "leave", "reason": "x"}).status_code == 404
    for page in pages:
        assert browser(learner).get(page).status_code in (302, 403, 404)
    taught.refresh_from_db()
    row.refresh_from_db()
    assert (taught.archived_at, row.state) == (None, State.ENROLLED)


def test_an_archived_course_takes_nobody_and_keeps_those_on_the_way(trainer, learner):
    one = lesson()
    taught = course(module(one), title="Old")
    row = enrolled(learner, taught)
    client = browser(trainer)
    client.post(desk("archive", taught.pk), {"people": "finish", "reason": ""})
    taught.refresh_from_db()
    assert taught.archived_at
    assert not taught.live
    other = factories.MembershipFactory().user
    with pytest.raises(RegistrationRefused, match="archived"):
        enrolled(other, taught)
    with pytest.raises(RegistrationRefused, match="archived"):
        register_many(actor=trainer, course=taught, due={other.pk: None}, source=Registration.Source.RULE)
    assert "Old" not in browser(other).get(reverse("courses:list")).content.decode()
    own = browser(learner)
    assert own.get(reverse("courses:course", args=[taught.pk])).status_code == 200
    own.post(reverse("courses:done", kwargs={"key": row.key, "lesson_id": one["id"]}))
    row.refresh_from_db()
    assert row.state == State.COMPLETED
    with pytest.raises(ArchiveRefused, match="already"):
        archive(actor=trainer, course_id=taught.pk, end_open=False)
    taught.get_latest_revision().publish()
    taught.refresh_from_db()
    assert taught.archived_at is None


def test_people_leave_an_archived_course_where_that_is_chosen(trainer, learner):
    taught = course(module(lesson()))
    row = enrolled(learner, taught)
    client = browser(trainer)
    assert "Say why" in client.post(desk("archive", taught.pk), {"people": "leave"}).content.decode()
    client.post(desk("archive", taught.pk), {"people": "leave", "reason": "The car is no longer sold."})
    row.refresh_from_db()
    assert (row.state, row.reason) == (State.WITHDRAWN, "The car is no longer sold.")
    assert Event.objects.filter(verb="registration.withdrawn", subject=f"registration:{row.pk}").exists()


def test_deleting_a_course_with_people_is_refused_and_archiving_offered(learner):
    admin = factories.UserFactory(is_superuser=True, is_staff=True)
    taught, free = course(module(lesson())), course(module(lesson()), title="Nobody")
    enrolled(learner, taught)
    client = browser(admin)
    answer = client.post(reverse("wagtailadmin_pages:delete", args=[taught.pk]), follow=True)
    assert answer.redirect_chain[-1][0] == desk("archive", taught.pk)
    assert "Archive it instead" in answer.content.decode()
    section = taught.get_parent()
    assert "Archive it instead" in (
        client.post(reverse("wagtailadmin_pages:delete", args=[section.pk]), follow=True).content.decode()
    )
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    client.post(f"{bulk}?id={taught.pk}&id={free.pk}&next=/cms/")
    assert Course.objects.filter(pk__in=[taught.pk, free.pk]).count() == 2
    client.post(reverse("wagtailadmin_pages:delete", args=[free.pk]))
    assert not Course.objects.filter(pk=free.pk).exists()


def test_a_duplicate_shares_no_progress(trainer, learner):
    one = lesson(title="One")
    two = lesson(title="Two", after=[{"lesson": one["id"], "percent": None}])
    taught = course(module(one, two), title="Brakes", document_number="B-1")
    row = enrolled(learner, taught)
    complete_lesson(registration=row, lesson_id=one["id"])
    made = duplicate(actor=trainer, course=taught, title="Brakes", code="B-2")
    assert (made.live, made.document_number, made.slug) == (False, "B-2", "brakes")
    again = duplicate(actor=trainer, course=taught, title="Brakes", code="B-3")
    assert again.slug == "brakes-2"
    old, new = taught.outline, made.outline
    assert [each.title for each in new.lessons] == ["One", "Two"]
    assert not {each.id for each in old.lessons} & {each.id for each in new.lessons}
    assert new.lessons[1].after[0].lesson == new.lessons[0].id
    assert made.versions.count() == made.registrations.count() == 0
    made.save_revision(user=trainer).publish()
    assert enrolled(learner, made).lessons_done == 0
    taught.refresh_from_db()
    assert taught.outline == old


def test_wagtails_copy_leads_to_ours(trainer):
    taught = course(module(lesson()), title="Brakes", document_number="B-1")
    admin = factories.UserFactory(is_superuser=True)
    client = browser(admin)
    answer = client.get(reverse("wagtailadmin_pages:copy", args=[taught.pk]))
    assert answer.headers["Location"] == desk("duplicate", taught.pk)
    assert "has this code" in client.post(answer.headers["Location"], {"title": "B", "code": "B-1"}).content.decode()
    client.post(answer.headers["Location"], {"title": "B", "code": "B-2"})
    assert Course.objects.filter(document_number="B-2", live=False).count() == 1


def test_the_draft_is_seen_as_a_learner_sees_it_and_leaves_no_record(trainer):
    kept = receive_file(
        upload=SimpleUploadedFile("a.pdf", b"%PDF-1.7 a"), kind="document", title="", department=builders.department()
    )
    other = receive_file(
        upload=SimpleUploadedFile("b.pdf", b"%PDF-1.7 b"), kind="document", title="", department=builders.department()
    )
    asked = builders.assessment(builders.ready("coolant", builders.questions.COOLANT))
    lessons = [
        lesson(title="Published"),
        lesson("download", title="Sheet", file=kept.pk),
        lesson("assessment", title="Test", assessment=asked.pk),
        lesson(
            "practical", title="Do it", task="<p>Do.</p>", checklist=[{"text": "Done", "critical": True}], share=100
        ),
        lesson("session", title="Meet", note="Bring gloves", share=80),
        lesson("survey", title="Say", introduction="Tell us", questions=[{"text": "How?", "kind": "text"}]),
        lesson("video", title="Film", film=kept.pk, captions=None, chapters=[], share=90),
    ]
    taught = course(module(*lessons))
    draft = Course.objects.get(pk=taught.pk)
    draft.body = [module({**lessons[0], "value": {**lessons[0]["value"], "title": "In the draft"}}, *lessons[1:])]
    draft.save_revision(user=trainer)
    client = browser(trainer)
    start = client.get(reverse("courses:preview_start", args=[taught.pk]), follow=True).content.decode()
    assert "In the draft" in start
    assert "nothing is kept" in start
    for one in lessons:
        page = client.get(reverse("courses:preview", args=[taught.pk, one["id"]]))
        assert page.status_code == 200
        assert '<form method="post" action="/training' not in page.content.decode()
    file = reverse("courses:preview_file", args=[taught.pk, lessons[1]["id"], kept.pk])
    assert client.get(file).status_code == 200
    assert client.get(file.replace(f"/{kept.pk}", f"/{other.pk}")).status_code == 404
    assert not Registration.objects.exists()
    assert not LessonState.objects.exists()


def test_a_course_goes_through_review(trainer):
    """Wagtail's own workflow: handed in, approved by a reviewer, published; the version is made then."""
    reviewers = builders.department().authors
    taught = course(module(lesson()), publish=False)
    section = taught.get_parent()
    for codename in ("change_page", "publish_page"):
        permission = Permission.objects.get(codename=codename, content_type__app_label="wagtailcore")
        GroupPagePermission.objects.get_or_create(group=reviewers, page=section, permission=permission)
    task = GroupApprovalTask.objects.create(name="Review")
    task.groups.add(reviewers)
    workflow = Workflow.objects.create(name="Courses")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    WorkflowPage.objects.update_or_create(page=section, defaults={"workflow": workflow})
    taught.save_revision(user=trainer)
    state = taught.get_workflow().start(taught, trainer)
    assert taught.versions.count() == 0
    state.current_task_state.approve(user=trainer)
    taught.refresh_from_db()
    assert taught.live
    assert taught.versions.get().number == 1


@pytest.mark.parametrize("name", ["versions", "people"])
def test_the_desk_takes_as_many_statements_for_many_rows_as_for_few(trainer, name):
    counts = []
    one = lesson()
    taught = course(module(one))
    for _round in range(2):
        for _n in range(4):
            enrolled(factories.MembershipFactory().user, taught)
            if name == "versions":
                taught.body = [module(one, lesson())]
                taught.save_revision().publish()
        client = browser(trainer)
        client.get(desk(name, taught.pk, *([1] if name == "people" else [])))
        with CaptureQueriesContext(connection) as seen:
            assert client.get(desk(name, taught.pk, *([1] if name == "people" else []))).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
