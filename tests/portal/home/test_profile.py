"""The profile, and the switch of the language."""

from __future__ import annotations

import pytest
from django.test import Client

from portal.network.models import User

pytestmark = pytest.mark.django_db


def test_the_profile_shows_where_a_person_works(technician_client: Client) -> None:
    html = technician_client.get("/profile/").content.decode()
    assert "D-TECH" in html
    assert "Technician" in html


def test_the_language_of_the_profile_is_kept(technician_client: Client, technician: User) -> None:
    assert technician_client.post("/profile/", {"language": "zh-hans"}).status_code == 302
    technician.refresh_from_db()
    assert technician.language == "zh-hans"
    assert '<html lang="zh-hans"' in technician_client.get("/profile/").content.decode()


def test_a_language_that_does_not_exist_is_refused(technician_client: Client, technician: User) -> None:
    assert technician_client.post("/profile/", {"language": "xx"}).status_code == 200
    technician_client.post("/language/", {"language": "xx", "next": "/profile/"})
    technician.refresh_from_db()
    assert technician.language == ""


def test_nothing_else_of_a_person_can_be_posted(technician_client: Client, technician: User) -> None:
    technician_client.post("/profile/", {"language": "en", "is_superuser": "1", "username": "boss"})
    technician.refresh_from_db()
    assert (technician.username, technician.is_superuser) == ("technician", False)


def test_the_switch_is_kept_for_the_person_and_for_the_browser(technician_client: Client, technician: User) -> None:
    response = technician_client.post("/language/", {"language": "zh-hans", "next": "/profile/"})
    assert response.url == "/profile/"
    technician.refresh_from_db()
    assert technician.language == "zh-hans"
    guest = Client()
    guest.post("/language/", {"language": "zh-hans", "next": "/account/login/"})
    assert '<html lang="zh-hans"' in guest.get("/account/login/").content.decode()


def test_the_switch_does_not_send_people_elsewhere() -> None:
    response = Client().post("/language/", {"language": "en", "next": "https://elsewhere.example/"})
    assert "elsewhere" not in response.url
