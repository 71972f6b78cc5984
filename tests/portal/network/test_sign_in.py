"""Signing in through the real view, the lockout, and what stays closed."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from portal.network.models import User
from tests import factories

pytestmark = pytest.mark.django_db

LOGIN = "/account/login/"


def _attempt(client: Client, login: str, password: str, address: str = "10.0.0.1") -> int:
    return client.post(LOGIN, {"login": login, "password": password}, REMOTE_ADDR=address).status_code


@pytest.mark.parametrize("login", ["technician", "technician@example.com", "Technician@Example.com"])
def test_a_person_signs_in_by_name_or_by_address(technician: User, login: str) -> None:
    client = Client()
    assert _attempt(client, login, factories.PASSWORD) == 302
    assert client.session["_auth_user_id"] == str(technician.pk)


def test_five_failures_lock_the_account_at_that_address(technician: User) -> None:
    client = Client()
    assert [_attempt(client, "technician", "wrong") for _ in range(5)] == [200, 200, 200, 200, 429]
    locked = client.post(LOGIN, {"login": "technician", "password": factories.PASSWORD}, REMOTE_ADDR="10.0.0.1")
    assert locked.status_code == 429
    assert "Try again in 15 minutes" in locked.content.decode()
    assert locked["Retry-After"] == "900"
    assert "_auth_user_id" not in client.session


def test_the_lock_is_for_that_person_at_that_address_only(technician: User, outsider: User) -> None:
    for _ in range(5):
        _attempt(Client(), "technician", "wrong")
    assert _attempt(Client(), "outsider", factories.PASSWORD) == 302
    assert _attempt(Client(), "technician", factories.PASSWORD, address="10.0.0.2") == 302


def test_name_and_address_share_one_count(technician: User) -> None:
    client = Client()
    for login in ["technician", "TECHNICIAN", "technician@example.com", "TECHNICIAN@example.com"]:
        assert _attempt(client, login, "wrong") == 200
    assert _attempt(client, "technician@example.com", "wrong") == 429
    assert _attempt(client, "technician", factories.PASSWORD) == 429


def test_unknown_names_are_locked_like_known_ones(technician: User) -> None:
    assert [_attempt(Client(), "nobody@example.com", "wrong") for _ in range(5)][-1] == 429


def test_a_success_forgets_earlier_failures(technician: User) -> None:
    client = Client()
    for _ in range(4):
        _attempt(client, "technician", "wrong")
    assert _attempt(client, "technician", factories.PASSWORD) == 302
    other = Client()
    assert [_attempt(other, "technician", "wrong") for _ in range(4)] == [200] * 4


def test_an_inactive_person_does_not_get_in(technician: User) -> None:
    User.objects.update(is_active=False)
    client = Client()
    _attempt(client, "technician", factories.PASSWORD)
    assert "_auth_user_id" not in client.session


def test_nobody_signs_up() -> None:
    page = Client().get("/account/signup/")
    assert "Accounts are made for you" in page.content.decode()
    Client().post(
        "/account/signup/",
        {"username": "x", "email": "x@example.com", "password1": factories.PASSWORD, "password2": factories.PASSWORD},
    )
    assert not User.objects.filter(username="x").exists()


def test_a_forgotten_password_is_reset_by_mail(technician: User) -> None:
    client = Client()
    assert client.post("/account/password/reset/", {"email": "technician@example.com"}).status_code == 302
    (message,) = mail.outbox
    assert message.to == ["technician@example.com"]
    assert message.subject == "[Forecourt] Choose a new password"
    link = next(word for word in message.body.split() if "/password/reset/key/" in word)
    form = client.get(link.removeprefix("http://testserver"), follow=True)
    address = form.redirect_chain[-1][0]
    new = "Another-horse-8-battery"
    done = client.post(address, {"password1": new, "password2": new})
    assert done.status_code == 302
    assert _attempt(Client(), "technician", new) == 302


def test_an_unknown_address_gets_the_same_answer(technician: User) -> None:
    known = Client().post("/account/password/reset/", {"email": "technician@example.com"})
    unknown = Client().post("/account/password/reset/", {"email": "nobody@example.com"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert "no such account" in mail.outbox[-1].body


@pytest.mark.parametrize("password", ["short1", "technician", "1234567890", "password123"])
def test_weak_passwords_are_refused(technician: User, technician_client: Client, password: str) -> None:
    response = technician_client.post(
        "/account/password/change/",
        {"oldpassword": factories.PASSWORD, "password1": password, "password2": password},
    )
    assert response.status_code == 200
    technician.refresh_from_db()
    assert technician.check_password(factories.PASSWORD)


@pytest.mark.parametrize("path", ["/cms/", "/cms/pages/", "/cms/reports/site-history/", "/cms/login/"])
def test_dealers_never_see_the_cms(technician_client: Client, path: str) -> None:
    response = technician_client.get(path, follow=True)
    assert response.status_code == 403
    assert "wagtail" not in response.content.decode().lower()


def test_the_cms_asks_guests_to_sign_in_through_the_portal() -> None:
    response = Client().get("/cms/", follow=True)
    assert response.redirect_chain[-1][0] == f"{LOGIN}?next=%2Fcms%2F"
    # A password posted to Wagtail's own form would pass the second step by: there is no such form.
    assert Client().post("/cms/login/", {"username": "oem", "password": "x"}).status_code == 302


def test_oem_staff_reach_the_cms_after_signing_in(oem_user: User) -> None:
    client = Client()
    response = client.post(f"{LOGIN}?next=/cms/", {"login": "oem", "password": factories.PASSWORD, "next": "/cms/"})
    assert response.url == "/cms/"
    assert client.get("/cms/").status_code == 200
    assert client.post(reverse("wagtailadmin_logout")).url == LOGIN
    assert client.get("/cms/").status_code == 302


def test_signing_out_clears_what_the_browser_kept(technician: User) -> None:
    client = Client()
    client.force_login(technician)
    assert "Clear-Site-Data" not in client.get("/account/logout/")
    assert client.post("/account/logout/")["Clear-Site-Data"] == '"cache"'


def test_there_is_no_page_of_addresses(technician: User) -> None:
    client = Client()
    client.force_login(technician)
    assert client.get("/account/email/").url == "/profile/"
