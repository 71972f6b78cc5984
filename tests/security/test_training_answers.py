"""What training answers to machines and in dealer search: each person exactly what is theirs, in hits, totals, facets
and suggestions; nobody what is right in a question, or a draft."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from portal.network import tokens
from portal.network.api import viewer_for
from search import answers, sync_training
from search.engine import writable_engine
from tests.security.training_addresses import addresses_below
from tests.security.training_asking import VIEWERS, browser, viewers, world
from tests.security.training_world import CUE, DRAFT, KEY, MARK, NUMBER, OTHERS, PERSON
from training.certification.models import Certification
from training.courses.models import Registration
from training.needs.models import StandardResult

__all__ = ["world"]
pytestmark = pytest.mark.django_db
OURS, THEIRS = frozenset({"drive", "basics", "session"}), frozenset({"theirs"})
SEEN = {
    "nobody": frozenset(),
    "other technician": THEIRS,
    "other manager": THEIRS,
    "own manager": OURS,
    "author elsewhere": OURS | THEIRS,
    "the person": OURS,
    "own author": OURS | THEIRS,
}
"""What of training each may find."""
SIGNED_IN = VIEWERS[1:]


# --- The API ---------------------------------------------------------------------------------------------------------

ROWS: dict[str, Any] = {
    "api:registrations": lambda: Registration.objects.all(),
    "api:certificates": lambda: Certification.objects.all(),
    "api:standards": lambda: StandardResult.objects.all(),
}
TOLD = {
    "api:registrations": {"own": ("own manager", "the person"), "others": ("other technician", "other manager")},
    "api:certificates": {"own": ("own manager", "the person"), "others": ()},
    "api:standards": {"own": ("own manager",), "others": ()},
}
"""Who is told of the one dealer's people, and who of the other's. Staff of the maker are told of all."""
STAFF = ("author elsewhere", "own author")


def test_every_address_of_the_api_is_among_those_tested() -> None:
    assert set(addresses_below("api/v1/training/")) == set(ROWS) == set(TOLD)


def expected(name: str, who: str, world: SimpleNamespace) -> Counter[str]:
    """Whose rows, and how many of each."""
    key = "dealer__code" if name == "api:standards" else "user__username"
    every = Counter(ROWS[name]().values_list(key, flat=True))
    own = {"quill", "D-OWN"}
    if who in STAFF:
        return every
    kept = [code for code in every if who in TOLD[name]["own" if code in own else "others"]]
    return Counter({code: every[code] for code in kept})


def told(body: dict[str, Any]) -> Counter[str]:
    assert body["total"] == len(body["items"])
    return Counter(item.get("dealer_code") or item["username"] for item in body["items"])


@pytest.mark.parametrize("who", SIGNED_IN)
@pytest.mark.parametrize("name", ROWS)
def test_the_api_tells_each_what_is_theirs_by_session_and_by_token(name: str, who: str, world: SimpleNamespace) -> None:
    user, address, right = viewers(world)[who], reverse(name), expected(name, who, world)
    bearer = {"Authorization": f"Bearer {tokens.issue(user=user, name='leaks')}"}
    assert told(browser(user).get(address).json()) == right
    assert told(browser(None).get(address, headers=bearer).json()) == right
    # A token decides, whoever is signed in besides.
    for another in (world.author, world.colleague):
        assert told(browser(another).get(address, headers=bearer).json()) == right
    narrowed = {"api:standards": {"dealer": world.dealer.pk}}.get(name, {"user": world.learner.pk})
    body = browser(user).get(address, narrowed).json()
    assert told(body) == Counter({code: right[code] for code in right if code in ("quill", "D-OWN")})
    tokens.revoke_all(user=user)
    assert browser(user).get(address, headers=bearer).status_code == 401


@pytest.mark.parametrize("name", ROWS)
def test_the_api_tells_nobody_anything(name: str, world: SimpleNamespace) -> None:
    assert expected(name, "own author", world) != Counter()
    for headers in ({}, {"Authorization": "Bearer forged"}, {"Authorization": "Basic cXVpbGw6eA=="}):
        answer = browser(None).get(reverse(name), headers=headers)
        assert (answer.status_code, MARK in answer.content.decode()) == (401, False)


# --- Dealer search ---------------------------------------------------------------------------------------------------

KINDS = {"drive": "course", "basics": "course", "session": "session", "theirs": "course"}
BRANDS = {"drive": "north", "basics": "north", "session": "north", "theirs": "south"}
WORDS = {
    "": OURS | THEIRS,
    MARK: OURS,
    f"title:{MARK}": OURS,
    f'"{MARK} short"': {"basics"},
    CUE: {"drive"},
    OTHERS: THEIRS,
    KEY: set(),
    f"{KEY}-word": set(),
    NUMBER: set(),
    DRAFT: set(),
    PERSON: set(),
}
"""What is searched for, and what has it."""


@pytest.fixture(scope="module")
def names(world: SimpleNamespace) -> dict[tuple[str, int], str]:
    """An index of all of training, and what each hit in it is called here."""
    engine = writable_engine()
    engine.index(passages=sync_training.all_passages())
    engine.refresh()
    return {
        ("course", world.course.pk): "drive",
        ("course", world.short.pk): "basics",
        ("session", world.session.pk): "session",
        ("course", world.theirs.pk): "theirs",
    }


@pytest.mark.parametrize("who", VIEWERS)
def test_each_finds_exactly_what_is_theirs(who: str, world: SimpleNamespace, names: dict[tuple[str, int], str]) -> None:
    viewer = viewer_for(user=viewers(world)[who] or AnonymousUser())
    for words, having in WORDS.items():
        right = SEEN[who] & having
        found = answers.find(viewer=viewer, query=answers.Query(text=words, page_size=50))
        assert {names[hit.kind, hit.id] for hit in found.hits} == right, words
        assert found.total == len(right), words
        assert counts(found, "type") == Counter(KINDS[name] for name in right), words
        assert counts(found, "brand") == Counter(BRANDS[name] for name in right), words
        said = f"{found.suggestion} {[page.snippet for hit in found.hits for page in hit.pages]}"
        assert not any(text in said for text in (KEY, NUMBER, DRAFT)), words


def counts(found: answers.Answer, facet: str) -> Counter[str]:
    return Counter({value.value: value.count for value in found.facets[facet]})


@pytest.mark.parametrize("who", SIGNED_IN)
def test_the_page_and_the_api_of_search_say_no_more(
    who: str, world: SimpleNamespace, names: dict[tuple[str, int], str]
) -> None:
    client, titles = browser(viewers(world)[who]), {"drive": world.course.title, "basics": world.short.title}
    titles |= {"session": world.session.title, "theirs": world.theirs.title}
    for words in ("", MARK, CUE, KEY, DRAFT):
        right = SEEN[who] & WORDS[words]
        page = client.get("/search/", {"q": words}).content.decode()
        assert {name for name, title in titles.items() if title in page} == right, words
        assert world.draft.title not in page, words
        body = client.get("/api/v1/search", {"q": words, "page_size": 50, "superseded": "true"}).json()
        assert {names[hit["kind"], hit["id"]] for hit in body["hits"]} == right, words
        assert body["total"] == len(right), words
        assert sum(one["count"] for one in body["facets"]["type"]) == len(right), words
    for typed, having in {MARK: OURS, OTHERS: THEIRS, KEY: set(), DRAFT: set(), NUMBER: set(), PERSON: set()}.items():
        suggested = client.get("/search/suggest", {"q": typed[:4]}).content.decode()
        assert (typed in suggested) == bool(SEEN[who] & having), typed
        corrected = client.get("/search/", {"q": f"{typed[:-2]}{typed[-1]}"}).content.decode()
        assert SEEN[who] & having or typed not in corrected, typed


def test_nobody_signed_in_searches_nothing(world: SimpleNamespace) -> None:
    assert browser(None).get("/api/v1/search", {"q": MARK}).status_code == 401
    for address in ("/search/", "/search/suggest", "/search/taught"):
        assert browser(None).get(address, {"q": MARK})["Location"].startswith("/account/login/")
