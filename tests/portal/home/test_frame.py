"""The frame of every page, and the pages for what goes wrong."""

from __future__ import annotations

import re

import pytest
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from portal.conf.urls import handler400, handler403, handler404, handler500  # noqa: F401
from portal.conf.urls import urlpatterns as portal_patterns

pytestmark = pytest.mark.django_db


def _broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("the password is hunter2")


def _missing(request: HttpRequest) -> HttpResponse:
    raise Http404("secret manual 42")


urlpatterns = [path("broken/", _broken), path("missing/", _missing), *portal_patterns]


@override_settings(ROOT_URLCONF=__name__)
def test_a_broken_page_says_nothing_of_what_broke() -> None:
    response = Client(raise_request_exception=False).get("/broken/")
    assert response.status_code == 500
    assert "Something broke on our side" in response.content.decode()
    assert "hunter2" not in response.content.decode()


@override_settings(ROOT_URLCONF=__name__)
def test_a_missing_page_has_the_portals_frame_and_no_reason(technician_client: Client) -> None:
    response = technician_client.get("/missing/")
    html = response.content.decode()
    assert response.status_code == 404
    assert 'role="search"' in html
    assert "secret manual" not in html


def test_a_form_without_its_token_is_explained() -> None:
    response = Client(enforce_csrf_checks=True).post("/account/login/", {"login": "x", "password": "x"})
    assert response.status_code == 403
    assert "This form is too old" in response.content.decode()


@override_settings(ALLOWED_HOSTS=["portal.example"])
def test_a_foreign_host_is_refused_without_breaking_the_refusal() -> None:
    response = Client().get("/", HTTP_HOST="evil.example")
    assert response.status_code == 400
    assert "evil.example" not in response.content.decode()


def test_too_many_requests_has_a_page() -> None:
    request = RequestFactory().get("/")
    assert "Too many requests" in render_to_string("429.html", request=request)


def test_nothing_is_loaded_from_elsewhere_and_no_script_is_inline(technician_client: Client) -> None:
    response = technician_client.get("/")
    html = response.content.decode()
    assert re.findall(r'(?:src|href|action)="(?:https?:)?//', html) == []
    assert re.findall(r"<script(?![^>]*\bsrc=)", html) == []
    assert re.findall(r"\son[a-z]+=", html) == []
    assert "script-src 'self'" in response["Content-Security-Policy"]


def test_dealers_have_no_door_to_the_cms_and_oem_staff_have(technician_client: Client, oem_user: object) -> None:
    assert 'href="/cms/"' not in technician_client.get("/").content.decode()
    client = Client()
    client.force_login(oem_user)
    assert 'href="/cms/"' in client.get("/").content.decode()


def test_what_was_searched_for_is_escaped_in_the_frame(technician_client: Client) -> None:
    html = technician_client.get("/profile/", {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert(1)" not in html
