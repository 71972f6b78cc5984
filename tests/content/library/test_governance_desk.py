"""Releasing in the CMS: who may, what is asked first, and what happens without a review."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import localize
from wagtail.models import TaskState, Workflow, WorkflowState
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from content.bulletins.models import Bulletin
from content.library import conflicts
from content.library.models import (
    Applicability,
    Conflict,
    ConflictAnswer,
    DepartmentPage,
    EmergencyRelease,
    Manual,
    Succession,
    Withdrawal,
)
from content.library.releasing import edition_refusal
from portal.core.models import Event
from portal.network.departments import create_department
from portal.network.models import Department, User
from portal.notices.models import Notice
from tests import factories
from tests.content.library.governance import release

pytestmark = pytest.mark.django_db
AUDIENCE = {f"audience_{name}": [] for name in ("brands", "regions", "tiers", "roles", "dealers")}


@pytest.fixture
def department(db: None) -> Department:
    factories.home_page()
    return create_department(code="service", name="Service")


@pytest.fixture
def staff(department: Department) -> Callable[..., User]:
    def member(name: str, *groups: str, **fields: Any) -> User:
        user: User = factories.UserFactory(username=name, **fields)
        user.groups.add(*(getattr(department, group) for group in groups))
        return user

    return member


@pytest.fixture
def author(staff: Callable[..., User]) -> User:
    return staff("author", "authors")


@pytest.fixture
def releaser(staff: Callable[..., User]) -> User:
    return staff("releaser", "releasers")


@pytest.fixture
def reviewer(staff: Callable[..., User]) -> User:
    return staff("reviewer", "reviewers")


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def written(author: User, department: Department, *, category: str = "service_bulletin", **fields: Any) -> Bulletin:
    """A draft that the author saved."""
    number = factories.next_number()
    fields.setdefault("title", f"Bulletin {number}")
    page = Bulletin(
        slug=f"b-{number}", document_number=f"SB-{number}", category=category, live=False, owner=author, **fields
    )
    section = DepartmentPage.objects.get(department=department)
    section.add_child(instance=page)
    page.save_revision(user=author)
    return Bulletin.objects.get(pk=page.pk)


def form(page: Bulletin, **fields: Any) -> dict[str, Any]:
    body = streamfield([("symptom", rich_text("<p>Fault code U0073 is stored.</p>", features=["bold"]))])
    given = {
        "title": page.title,
        "slug": page.slug,
        "document_number": page.document_number,
        "category": page.category,
        "language": page.language,
        "description": "",
        "body": body,
        "applicability": inline_formset([]),
        "relations": inline_formset([]),
        "confirm_days": "14",
        "allow_download": "on",
        "allow_print": "on",
        "comments": inline_formset([]),
        **AUDIENCE,
        **fields,
    }
    return nested_form_data(given)


def edit(page: Bulletin, user: User, action: str = "", **fields: Any) -> Any:
    data = form(page, **fields) | ({action: "1"} if action else {})
    return browser(user).post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data, follow=True)


def is_live(page: Manual) -> bool:
    return Manual.objects.filter(pk=page.pk, live=True).exists()


def step(page: Manual) -> TaskState:
    state = WorkflowState.objects.get(object_id=str(page.pk), status=WorkflowState.STATUS_IN_PROGRESS)
    assert state.current_task_state is not None
    return state.current_task_state


def approve(page: Manual, user: User) -> Any:
    """As Wagtail's window of actions does."""
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", step(page).pk])
    return browser(user).post(address, {"comment": "Good."})


# ---- Recall notices: by every way ----------------------------------------------------------------------------------


def publish_button(page: Bulletin, user: User) -> None:
    edit(page, user, "action-publish")


def in_bulk(page: Bulletin, user: User) -> None:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    browser(user).post(f"{address}?id={page.pk}", {"include_descendants": ""})


def by_schedule(page: Bulletin, user: User) -> None:
    edit(page, user, "action-publish", go_live_at=(timezone.now() + timedelta(days=1)).strftime("%Y-%m-%d %H:%M"))


def by_code(page: Bulletin, user: User) -> None:
    try:
        page.get_latest_revision().publish(user=user)
    except PermissionDenied:
        return


def by_workflow(page: Bulletin, user: User) -> None:
    Workflow.objects.get(workflow_pages__page=page.get_parent()).start(page, user)
    step(page).task.specific.on_action(step(page), user, "approve")
    try:
        step(page).task.specific.on_action(step(page), user, "approve")
    except conflicts.ReleaseStopped:
        return


def in_an_emergency(page: Bulletin, user: User) -> None:
    browser(user).post(reverse("governance:emergency", args=[page.pk]), {"reason": "It cannot wait."})


WAYS = [publish_button, in_bulk, by_schedule, by_code, by_workflow, in_an_emergency]


@pytest.mark.parametrize("needs_review", [False, True])
@pytest.mark.parametrize("who", ["author", "releaser", "administrator"])
@pytest.mark.parametrize("way", WAYS)
def test_nobody_releases_a_recall_that_they_wrote(
    way: Callable[..., None], who: str, needs_review: bool, staff: Callable[..., User], department: Department
) -> None:
    department.release_needs_review = needs_review
    department.save()
    groups = {"author": ["authors"], "releaser": ["authors", "releasers", "reviewers"], "administrator": []}[who]
    user = staff("writer", *groups, is_superuser=who == "administrator")
    page = written(user, department, category="recall")
    way(page, user)
    page.refresh_from_db()
    assert not page.live
    assert not page.revisions.filter(approved_go_live_at__isnull=False).exists()


def test_somebody_else_releases_a_recall_and_the_next_version_asks_anew(
    author: User, releaser: User, staff: Callable[..., User], department: Department
) -> None:
    page = written(author, department, category="recall")
    page.get_latest_revision().publish(user=releaser)
    assert is_live(page)
    fresh = Bulletin.objects.get(pk=page.pk)
    fresh.title = "Sharper"
    fresh.save_revision(user=releaser)
    assert not Bulletin.objects.get(pk=page.pk).permissions_for_user(releaser).can_publish()
    assert Bulletin.objects.get(pk=page.pk).permissions_for_user(author).can_publish(), "the author wrote none of it"


def test_to_change_the_type_is_no_way_around(author: User, releaser: User, department: Department) -> None:
    page = written(author, department, category="recall")
    page.get_latest_revision().publish(user=releaser)
    fresh = Bulletin.objects.get(pk=page.pk)
    fresh.category = "service_bulletin"
    fresh.save_revision(user=author)
    assert not Bulletin.objects.get(pk=page.pk).permissions_for_user(author).can_publish()


def test_a_new_recall_is_not_published_as_it_is_made(author: User, department: Department) -> None:
    section = DepartmentPage.objects.get(department=department)
    address = reverse("wagtailadmin_pages:add", args=["bulletins", "bulletin", section.pk])
    sketch = Bulletin(title="Brakes", slug="brakes", document_number="RC-1", category="recall")
    answer = browser(author).post(address, form(sketch) | {"action-publish": "1"}, follow=True)
    page = Bulletin.objects.get(document_number="RC-1")
    assert not page.live
    assert "somebody else has to release it" in answer.content.decode()


def test_an_edition_of_a_live_recall_is_not_uploaded(author: User, releaser: User, department: Department) -> None:
    page = written(author, department, category="recall")
    page.get_latest_revision().publish(user=releaser)
    assert "not uploaded" in edition_refusal(releaser, Manual.objects.get(pk=page.pk))


# ---- The workflow of a department ----------------------------------------------------------------------------------


def test_without_a_review_authors_publish_by_themselves(author: User, department: Department) -> None:
    page = written(author, department)
    edit(page, author, "action-publish")
    assert is_live(page)


def test_with_a_review_an_author_hands_in_and_two_others_release(
    author: User, reviewer: User, releaser: User, department: Department
) -> None:
    department.release_needs_review = True
    department.save()
    page = written(author, department)
    seen = browser(author).get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "In this department a release needs a review" in seen
    assert 'name="action-publish"' not in seen
    edit(page, author, "action-publish")
    assert not is_live(page)
    edit(page, author, "action-submit")
    assert "Review" in step(page).task.name
    waiting = Notice.objects.filter(kind="governance.waiting", read_at__isnull=True)
    assert list(waiting.values_list("user", flat=True)) == [reviewer.pk]
    approve(page, releaser)
    assert "Review" in step(page).task.name, "the reviewers' step is not the releaser's"
    approve(page, reviewer)
    assert "Release" in step(page).task.name
    assert list(waiting.values_list("user", flat=True)) == [releaser.pk]
    approve(page, reviewer)
    assert not is_live(page)
    approve(page, releaser)
    assert is_live(page)
    assert Event.objects.filter(verb="publication.published", subject=f"manual:{page.pk}", actor=releaser).exists()


def test_a_scheduled_version_goes_through_the_workflow_too(
    author: User, reviewer: User, releaser: User, department: Department
) -> None:
    department.release_needs_review = True
    department.save()
    page = written(author, department, go_live_at=timezone.now() + timedelta(days=1))
    Workflow.objects.get(workflow_pages__page=page.get_parent()).start(page, author)
    approve(page, reviewer)
    approve(page, releaser)
    assert not is_live(page)
    assert page.revisions.filter(approved_go_live_at__isnull=False).exists()
    assert Event.objects.filter(verb="publication.scheduled", subject=f"manual:{page.pk}", actor=releaser).exists()


def test_an_emergency_skips_the_review_tells_the_reviewers_and_is_looked_at_afterwards(
    author: User, reviewer: User, releaser: User, department: Department
) -> None:
    department.release_needs_review = True
    department.save()
    page = written(author, department)
    address = reverse("governance:emergency", args=[page.pk])
    assert browser(author).post(address, {"reason": "Now."}).status_code == 200
    assert not is_live(page)
    assert browser(releaser).post(address, {"reason": ""}).status_code == 200
    assert not is_live(page)
    assert browser(releaser).post(address, {"reason": "Brakes may fail."}).status_code == 302
    assert is_live(page)
    made = EmergencyRelease.objects.get(manual=page.pk)
    assert list(Notice.objects.filter(kind="governance.emergency").values_list("user", "urgent")) == [
        (reviewer.pk, True)
    ]
    assert Event.objects.filter(verb="publication.released_in_emergency", actor=releaser).exists()
    check = reverse("governance:check", args=[made.pk])
    assert browser(releaser).post(check, {"finding": "Fine."}).status_code in (302, 403)
    made.refresh_from_db()
    assert made.checked_at is None
    browser(reviewer).post(check, {"finding": "Torque checked against the drawing."})
    made.refresh_from_db()
    assert (made.checked_by, made.finding) == (reviewer, "Torque checked against the drawing.")


# ---- Conflicts -----------------------------------------------------------------------------------------------------


def test_who_publishes_what_overlaps_is_asked_first(author: User, department: Department) -> None:
    old = written(author, department, title="Old bulletin")
    release(old, author)
    new = written(author, department, title="New bulletin")
    answer = edit(new, author, "action-publish")
    assert not is_live(new)
    assert "Old bulletin" in answer.content.decode()
    questions = f"{reverse('governance:conflicts', args=[new.pk])}?then=publish"
    assert answer.redirect_chain[-1][0] == questions
    refused = browser(author).post(questions, {f"q{old.pk}-decision": "stands", f"q{old.pk}-reason": " "})
    assert refused.status_code == 200
    browser(author).post(questions, {f"q{old.pk}-decision": "replaces"})
    assert is_live(new)
    assert Succession.objects.get(predecessor=old.pk).successor_id == new.pk
    assert Event.objects.filter(verb="publication.replaced", subject=f"manual:{old.pk}", actor=author).exists()


def test_why_both_stand_is_kept_and_asked_again_when_either_changes(author: User, department: Department) -> None:
    brand, other_brand = factories.BrandFactory(), factories.BrandFactory()
    old = written(author, department, title="Old bulletin")
    old.applicability = [Applicability(brand=brand)]
    old = release(old, author).specific
    new = written(author, department, title="New bulletin")
    questions = f"{reverse('governance:conflicts', args=[new.pk])}?then=publish"
    browser(author).post(questions, {f"q{old.pk}-decision": "stands", f"q{old.pk}-reason": "Front and rear axle."})
    assert is_live(new)
    answer = ConflictAnswer.objects.get()
    assert (answer.by, answer.reason) == (author, "Front and rear axle.")
    assert Conflict.objects.get().state == Conflict.State.ANSWERED
    with pytest.raises(TypeError):
        answer.save()
    for page in (old, new):
        shown = browser(author).get(reverse("governance:conflicts", args=[page.pk])).content.decode()
        assert "Front and rear axle." in shown
    old.applicability = [Applicability(brand=brand), Applicability(brand=other_brand)]
    release(old, author)
    assert Conflict.objects.get().state == Conflict.State.OPEN
    assert [one.is_open for one in conflicts.questions(Manual.objects.get(pk=new.pk))] == [True]


def test_what_does_not_overlap_is_not_asked(author: User, department: Department) -> None:
    brand, other_brand = factories.BrandFactory(), factories.BrandFactory()
    north, south = factories.RegionFactory(code="north"), factories.RegionFactory(code="south")
    below = factories.RegionFactory(code="below", parent=north)
    live = {}
    for title, fields in {
        "Other brand": {"applicability": [Applicability(brand=other_brand)]},
        "South": {"audience_regions": [south]},
        "Chinese": {"language": "zh-hans"},
        "Recall": {"category": "recall"},
        "Below north": {"audience_regions": [below]},
        "Ended": {"expires_at": timezone.now() - timedelta(days=1)},
    }.items():
        page = written(author, department, title=title)
        for name, value in fields.items():
            setattr(page, name, value)
        live[title] = release(page)
    mine = written(author, department, title="Mine")
    mine.applicability, mine.audience_regions = [Applicability(brand=brand)], [north]
    assert [one.other.title for one in conflicts.questions(mine)] == ["Below north"]


def test_another_departments_publication_is_not_replaced_but_amended(author: User, department: Department) -> None:
    theirs = create_department(code="sales", name="Sales")
    old = written(author, theirs, title="Theirs")
    release(old)
    new = written(author, department, title="Mine")
    questions = f"{reverse('governance:conflicts', args=[new.pk])}?then=publish"
    assert browser(author).post(questions, {f"q{old.pk}-decision": "replaces"}).status_code == 200
    assert not is_live(new)
    browser(author).post(questions, {f"q{old.pk}-decision": "amends"})
    assert is_live(new)


def test_who_hands_in_is_asked_and_so_is_who_releases(
    author: User, reviewer: User, releaser: User, department: Department
) -> None:
    old = release(written(author, department, title="Old"), author)
    page = written(author, department, title="New")
    answer = edit(page, author, "action-submit")
    questions = f"{reverse('governance:conflicts', args=[page.pk])}?then=submit"
    assert answer.redirect_chain[-1][0] == questions
    assert not page.workflow_in_progress
    browser(author).post(questions, {f"q{old.pk}-decision": "replaces"})
    assert page.workflow_in_progress
    approve(page, reviewer)
    late = release(written(author, department, title="Came meanwhile"), author)
    answer = approve(page, releaser)
    assert answer["Location"].startswith(reverse("governance:conflicts", args=[page.pk]))
    assert not is_live(page)
    browser(releaser).post(answer["Location"], {f"q{late.pk}-decision": "stands", f"q{late.pk}-reason": "Other axle."})
    approve(page, releaser)
    assert is_live(page)


def test_what_was_published_without_an_answer_stands_in_the_report(
    author: User, department: Department, django_assert_max_num_queries: Any
) -> None:
    for number in range(6):
        release(written(author, department, title=f"=Bulletin {number}"), author)
    client = browser(author)
    address = reverse("governance:open_conflicts")
    assert Conflict.objects.filter(state="open").count() == 15
    with django_assert_max_num_queries(60):
        page = client.get(address).content.decode()
    assert "=Bulletin 5" in page
    table = b"".join(client.get(f"{address}?export=csv").streaming_content).decode()
    assert "'=Bulletin 0" in table
    other = factories.UserFactory(username="elsewhere")
    other.groups.add(create_department(code="other", name="Other").authors)
    assert "=Bulletin" not in browser(other).get(address).content.decode()


def test_reports_of_who_answers_and_what_is_overdue(author: User, department: Department) -> None:
    author.first_name, author.last_name = "Amir", "Haddad"
    author.save()
    late = written(
        author, department, title="Falcon late", responsible=author, review_by=timezone.localdate() - timedelta(days=1)
    )
    release(late, author)
    release(written(author, department, title="Falcon fresh", review_by=timezone.localdate() + timedelta(9)))
    client = browser(author)
    overdue = client.get(reverse("governance:overdue"), {"department": department.pk}).content.decode()
    assert "Falcon late" in overdue
    assert "Falcon fresh" not in overdue
    assert localize(timezone.localdate() - timedelta(days=1)) in overdue, "a day as people write it"
    assert author.get_full_name() in overdue
    none = client.get(reverse("governance:emergencies")).content.decode()
    assert "Nothing was released without a review." in none
    without = client.get(reverse("governance:without_responsible")).content.decode()
    assert "Falcon fresh" in without
    assert "Falcon late" not in without
    assert client.get(f"{reverse('governance:overdue')}?export=xlsx").status_code == 200


# ---- Withdrawal ----------------------------------------------------------------------------------------------------


def test_a_publication_is_withdrawn_with_a_reason(author: User, department: Department, technician: User) -> None:
    page = release(written(author, department, title="Wrong torque"), author)
    factories.edition(page, label="1", pages=["Torque"])
    reader = browser(technician)
    address = reverse("bulletins:bulletin", args=[page.pk])
    assert reader.get(address).status_code == 200
    unpublish = browser(author).get(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    withdraw = reverse("governance:withdraw", args=[page.pk])
    assert unpublish["Location"] == withdraw
    assert browser(author).post(withdraw, {"reason": " "}).status_code == 200
    assert is_live(page)
    browser(author).post(withdraw, {"reason": "The torque in step 3 is wrong."})
    assert not is_live(page)
    gone = reader.get(address)
    assert gone.status_code == 410
    assert "The torque in step 3 is wrong." in gone.content.decode()
    assert Event.objects.filter(verb="publication.withdrawn", subject=f"manual:{page.pk}", actor=author).exists()
    release(Bulletin.objects.get(pk=page.pk), author)
    assert Withdrawal.objects.get().lifted_at is not None
    assert reader.get(address).status_code == 200
