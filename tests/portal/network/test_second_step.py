"""The second step of signing in."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

from portal.network.models import User
from tests import factories

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
LOGIN = {"login": "technician", "password": factories.PASSWORD}


def _code() -> str:
    return format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time())))


@pytest.fixture
def protected(technician: User) -> User:
    """The technician, with an app and recovery codes."""
    TOTP.activate(technician, SECRET)
    RecoveryCodes.activate(technician)
    return technician


def test_a_password_alone_does_not_open_a_protected_account(protected: User) -> None:
    client = Client()
    response = client.post("/account/login/", LOGIN)
    assert response.url == "/account/2fa/authenticate/"
    assert client.get("/").url.startswith("/account/login/")


def test_the_apps_code_opens_it(protected: User) -> None:
    client = Client()
    client.post("/account/login/", LOGIN)
    assert client.post("/account/2fa/authenticate/", {"code": _code()}).status_code == 302
    assert client.get("/profile/").status_code == 200


def test_a_recovery_code_opens_it_once(protected: User) -> None:
    recovery = Authenticator.objects.get(user=protected, type=Authenticator.Type.RECOVERY_CODES).wrap()
    code = recovery.get_unused_codes()[0]
    answers = []
    for _ in range(2):
        client = Client()
        client.post("/account/login/", LOGIN)
        answers.append(client.post("/account/2fa/authenticate/", {"code": code}).status_code)
    assert answers == [302, 200]


def test_guessing_codes_is_stopped(protected: User) -> None:
    client = Client()
    client.post("/account/login/", LOGIN)
    wrong = "000000" if _code() != "000000" else "111111"
    for _ in range(12):
        client.post("/account/2fa/authenticate/", {"code": wrong})
    assert client.post("/account/2fa/authenticate/", {"code": _code()}).status_code == 200
    assert client.get("/profile/").status_code == 302


@pytest.mark.parametrize("path", ["", "totp/activate/", "recovery-codes/"])
def test_its_pages_ask_for_a_sign_in(path: str) -> None:
    assert Client().get(f"/account/2fa/{path}").status_code == 302


def test_who_lost_the_second_step_meanwhile_begins_again(protected: User) -> None:
    client = Client()
    client.post("/account/login/", LOGIN)
    Authenticator.objects.filter(user=protected).delete()
    assert client.get("/account/2fa/authenticate/").url == "/account/login/"
    answer = client.get("/account/login/")
    assert answer.status_code == 200
    assert "switched off" in answer.content.decode()
    assert client.post("/account/login/", LOGIN).url == "/"
