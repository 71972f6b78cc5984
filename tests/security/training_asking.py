"""Asking an address as somebody, and what of the answer is of interest: one letter."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import copy
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.test.client import ClientHandler
from pytest_django import DjangoDbBlocker

from portal.network.models import User
from search.engines.registry import engine_for
from tests.security.training_world import DRAFT, KEY, MARK, NUMBER, PERSON, build

VIEWERS = (
    "nobody",
    "other technician",
    "other manager",
    "own manager",
    "author elsewhere",
    "the person",
    "own author",
)
"""Who looks, in the order of the table."""
STATUS = {400: "b", 401: "1", 403: "3", 404: "4", 409: "c", 422: "u"}
ANSWER = {"answer": {"option": "b"}, "key": "leak-0001", "based_on": 0}
WATCHED = {"ranges": [[0, 1]], "at": 1, "length": 100}
POSTED = {
    "attempts:answer": ANSWER,
    "attempts:hint": ANSWER,
    "courses:kept_done": {"done": []},
    "courses:watched": WATCHED,
}
"""What is sent, where an empty request is refused before it is asked whose it is."""


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SimpleNamespace]:
    """One world for all tests of a module, with files and an embedded index of its own. Whatever a test does to it is
    undone; so is the world at the end."""
    folder = tmp_path_factory.mktemp("world")
    with django_db_blocker.unblock(), override_settings(**_places(folder)), transaction.atomic():
        cache.clear()
        yield build()
        transaction.set_rollback(True)
    engine_for.cache_clear()


def _places(folder: Path) -> dict[str, str]:
    return {
        "S3_BUCKET": "",
        "FILES_DIR": f"{folder}/files",
        "SCRATCH_DIR": f"{folder}/scratch",
        "SEARCH_URL": f"embedded://{folder}/index",
        "SEARCH_INDEX_PREFIX": "test-world",
        "SESSION_ENGINE": "django.contrib.sessions.backends.signed_cookies",  # no statement where nothing is kept
    }


def viewers(world: SimpleNamespace) -> dict[str, User | None]:
    """Each of them."""
    managers = world.managers
    people = (None, world.colleague, managers["other"], managers["own"], world.elsewhere, world.learner, world.author)
    return dict(zip(VIEWERS, people, strict=True))


class _SignedIn(ClientHandler):
    """Every request is of one person. Who they are and what they may do in the CMS is read once and not for each of
    some hundred addresses: nothing that is done to the world stays done, so that it is the same for all."""

    def __init__(self, user: User) -> None:
        super().__init__(enforce_csrf_checks=False)
        self.user = User.objects.get(pk=user.pk)
        self.user.get_all_permissions()

    def get_response(self, request: HttpRequest) -> HttpResponse:
        request._cached_user = copy(self.user)  # type: ignore[attr-defined]
        return super().get_response(request)


def browser(user: User | None) -> Client:
    """In which they are signed in, or nobody is."""
    client = Client(raise_request_exception=False)
    if user is not None:
        client.handler = _SignedIn(user)
    return client


def outcome(client: Client, name: str, address: str, **headers: str) -> str:
    """One letter: l to sign-in, g elsewhere, 1 3 4 b c u refused, e a page without anything of the world, S one that
    shows it, D one that shows what is not published, K one that shows what is right in a question, ! a refusal that
    shows anything. Nothing that is done stays done."""
    hold = transaction.savepoint()
    answer = client.get(address, headers=headers)
    if answer.status_code == 405:
        answer = client.post(address, headers=headers, **_sent(name))
    text = b"".join(answer).decode(errors="replace").replace(address, "")
    transaction.savepoint_rollback(hold)
    client.cookies.clear()  # what was said or kept of this belongs to no other page
    if KEY in text or NUMBER in text:
        return "K"
    shows = "D" if DRAFT in text else "S" if MARK in text or PERSON in text else ""
    if answer.status_code == 200:
        return shows or "e"
    if answer.status_code in (301, 302):
        return _elsewhere(answer)
    return "!" if shows else STATUS.get(answer.status_code, "?")


def _sent(name: str) -> dict[str, Any]:
    if name == "attempts:file":
        return {"data": {"file": SimpleUploadedFile("a.txt", b"text")}}
    if name in POSTED:
        return {"data": json.dumps(POSTED[name]), "content_type": "application/json"}
    return {}


def _elsewhere(answer: HttpResponse) -> str:
    path = unquote(answer["Location"]).split("?")[0]
    return "l" if path in ("/account/login/", "/cms/login/") else "g"
