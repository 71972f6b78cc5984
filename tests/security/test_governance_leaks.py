"""What stands where something was: a successor's title, a reason, a question about overlaps. Only for whom it is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from content.library import api as library
from content.library import conflicts
from content.library.models import Manual
from content.library.withdrawing import withdraw_publication
from portal.network.api import viewer_for
from portal.network.departments import create_department
from portal.network.models import Brand, User
from tests import factories
from tests.content.library.governance import declare, draft, published, release

pytestmark = pytest.mark.django_db
REASON = "The torque in step 3 is wrong."


@pytest.fixture
def north(technician: User) -> Brand:
    return technician.memberships.get().dealer.brands.get()


@pytest.fixture
def administrator(db: None) -> User:
    return factories.oem_person(username="admin", is_superuser=True)


def browser(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def withdrawn(administrator: User, **fields: Any) -> Manual:
    page = published("Withdrawn manual", **fields)
    withdraw_publication(manual_id=page.pk, actor=administrator, reason=REASON)
    return page


def addresses(page: Manual) -> list[str]:
    edition = page.editions.get()
    return [
        reverse("reader:manual", args=[page.pk]),
        reverse("reader:page", args=[page.pk, 1]),
        reverse("reader:edition_page", args=[page.pk, edition.pk, 1]),
    ]


def test_who_could_see_it_is_told_and_nobody_else(
    technician: User, outsider: User, oem_user: User, administrator: User, north: Brand
) -> None:
    page = withdrawn(administrator, brands=[north])
    for address in addresses(page):
        for user in (technician, oem_user):
            answer = browser(user).get(address)
            assert answer.status_code == 410
            assert REASON in answer.content.decode()
        answer = browser(outsider).get(address)
        assert answer.status_code == 404
        assert REASON not in answer.content.decode()
        assert "Withdrawn manual" not in answer.content.decode()
        assert browser(None).get(address).status_code == 302


@pytest.mark.parametrize("dates", [{"effective_from": 5}, {"expires_at": -1}])
def test_an_embargo_or_an_end_says_nothing_of_it(technician: User, administrator: User, dates: dict[str, int]) -> None:
    (name, days), *_rest = dates.items()
    page = withdrawn(administrator, **{name: timezone.now() + timedelta(days=days)})
    for address in addresses(page):
        assert browser(technician).get(address).status_code == 404


def test_images_and_files_of_what_is_withdrawn_are_gone(technician: User, administrator: User) -> None:
    page = withdrawn(administrator)
    edition = page.editions.get()
    for address in (
        reverse("reader:image", args=[page.pk, edition.pk, 1]),
        reverse("delivery:download", args=[edition.pk]),
    ):
        assert browser(technician).get(address).status_code == 404


def test_a_withdrawn_edition_is_told_to_who_could_read_it(technician: User, outsider: User, north: Brand) -> None:
    page = published("Manual", brands=[north])
    later = factories.edition(page, label="2", effective_from=timezone.now() - timedelta(hours=1), pages=["Torque"])
    library.withdraw(edition_id=later.pk, actor=None, reason=REASON)
    address = reverse("reader:edition_page", args=[page.pk, later.pk, 1])
    told = browser(technician).get(address)
    assert told.status_code == 410
    assert reverse("reader:manual", args=[page.pk]) in told.content.decode()
    assert browser(outsider).get(address).status_code == 404


def test_the_banner_names_only_what_the_reader_may_see(technician: User, oem_user: User, north: Brand) -> None:
    other = factories.BrandFactory(code="other-brand")
    old = published("Old manual", brands=[north])
    release(declare(published("Secret successor", brands=[other]), old))
    amended = published("Amended manual", brands=[north])
    release(declare(published("Secret amendment", brands=[other]), amended, effect="amends"))
    future = published("Secret plan", effective_from=timezone.now() + timedelta(days=3))
    release(declare(future, amended, effect="amends"))
    for page in (old, amended):
        for address in addresses(page):
            assert "Secret" not in browser(technician).get(address).content.decode()
    assert "Not in force since" in browser(technician).get(addresses(old)[0]).content.decode()
    assert "Secret successor" in browser(oem_user).get(addresses(old)[0]).content.decode()


def test_what_is_replaced_leaves_lists_and_counts(technician: User) -> None:
    old = published("Old manual")
    release(declare(published("New manual"), old))
    viewer = viewer_for(user=technician)
    assert {one.title for one in library.publications_in_force(viewer=viewer)} == {"New manual"}
    page = browser(technician).get(reverse("reader:list")).content.decode()
    assert "New manual" in page
    assert "Old manual" not in page


def test_authors_elsewhere_learn_nothing_of_drafts(technician: User) -> None:
    factories.home_page()
    mine, theirs = create_department(code="mine", name="Mine"), create_department(code="theirs", name="Theirs")
    author = factories.UserFactory(username="elsewhere")
    author.groups.add(mine.authors, mine.reviewers, mine.releasers)
    page = draft("Secret draft", department=theirs)
    release(published("Own", department=mine))
    for name in ("conflicts", "withdraw", "emergency"):
        address = reverse(f"governance:{name}", args=[page.pk])
        for user in (author, technician, None):
            for send in (browser(user).get, browser(user).post):
                answer = send(address, follow=True)
                assert "Secret draft" not in answer.content.decode(), (name, user)
    assert "Secret draft" not in {one.other.title for one in conflicts.questions(published("Mine", department=mine))}
