"""Training: every address against everybody who might ask for it. `training_table` says what each gets; an address that
it does not know fails here, and so does a page that shows what is another's, or what is right in a question."""

from __future__ import annotations

import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.content.delivery.stores import local_store
from tests.security.training_addresses import addresses, arguments, values
from tests.security.training_table import NOT_OPENED, OPEN, PROVED_ELSEWHERE, TABLE, of_the_cms
from tests.security.training_world import KEY, MARK, NUMBER, PERSON, build, viewers

__all__ = ["local_store"]
pytestmark = pytest.mark.django_db
STATUS = {400: "b", 403: "3", 404: "4", 409: "c", 422: "u"}
ANSWER = {"answer": {"option": "b"}, "key": "leak-0001", "based_on": 0}
POSTED = {"attempts:answer": ANSWER, "attempts:hint": ANSWER, "courses:kept_done": {"done": []}}
"""What is sent, where an empty request is refused before it is asked whose it is."""


def is_cms(path: str) -> bool:
    return path.startswith("cms/")


def test_every_address_of_the_portal_has_its_row() -> None:
    found = {name for name, (path, _takes) in addresses().items() if not is_cms(path)}
    assert found - set(TABLE) == set(), "a new address of training says in the table who gets what"
    assert set(TABLE) - found == set(), "rows of addresses that there are no more"
    assert all(len(row) == 7 for row in TABLE.values())


def test_no_row_is_about_what_is_not_there() -> None:
    for name, (path, takes) in addresses().items():
        if takes and not is_cms(path) and name not in PROVED_ELSEWHERE | OPEN:
            assert len(set(TABLE[name][1:])) > 1, f"{name}: everybody gets the same, so that it proves nothing"
    assert set(NOT_OPENED) <= set(addresses())


@pytest.mark.timeout(600)
def test_everybody_gets_what_is_theirs(local_store: str) -> None:
    cache.clear()
    world = build()
    assert list(wrong(world)) == []


def wrong(world: SimpleNamespace) -> Iterator[str]:
    """What somebody gets that they should not, or does not get."""
    given = values(world)
    for column, (who, user) in enumerate(viewers(world).items()):
        client = Client(raise_request_exception=False)
        if user is not None:
            client.force_login(user)
        for name, (path, takes) in addresses().items():
            if is_cms(path) and who == "own author" and not takes:
                continue  # that their own lists are not empty is proved in their rooms
            right = of_the_cms(name, takes, who) if is_cms(path) else TABLE[name][column]
            got = outcome(client, name, reverse(name.partition("/")[0], kwargs=arguments(name, takes, given)))
            if got not in right:
                yield f"{name} to {who}: {got} instead of {right}"


def outcome(client: Client, name: str, address: str) -> str:
    """One letter: l to sign-in, g elsewhere, 3 4 b c u refused, e a page without anything of the world, S one that
    shows it, K one that shows what is right in a question, ! a refusal that does. Nothing that is done stays done."""
    hold = transaction.savepoint()
    answer = client.get(address)
    if answer.status_code == 405:
        answer = client.post(address, **_sent(name))
    text = b"".join(answer).decode(errors="replace").replace(address, "")
    transaction.savepoint_rollback(hold)
    client.cookies.pop("messages", None)  # what was said of this belongs to no other page
    if KEY in text or NUMBER in text:
        return "K"
    shows = MARK in text or PERSON in text
    if answer.status_code == 200:
        return "S" if shows else "e"
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
