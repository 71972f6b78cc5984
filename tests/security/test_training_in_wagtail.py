"""Wagtail's own views of pages, snippets and records: what they show of training, and to whom (`wagtail_table`)."""

from __future__ import annotations

from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from tests.security.training_addresses import addresses, addresses_below
from tests.security.training_asking import VIEWERS, browser, outcome, viewers, world
from tests.security.wagtail_table import BELOW, PROVED_ELSEWHERE, TABLE, arguments, others, query

__all__ = ["world"]
pytestmark = pytest.mark.django_db
AUTHORS = ("author elsewhere", "own author")


def test_every_view_of_pages_has_its_row() -> None:
    below = set(addresses_below(*BELOW)) - set(addresses())
    found = {name for name in below if not name.startswith(PROVED_ELSEWHERE)}
    assert found - set(TABLE) == set(), "a new view of Wagtail's: say in the table what it shows"
    assert set(TABLE) - found == set(), "rows of views that there are no more"


@pytest.mark.timeout(600)
@pytest.mark.parametrize("who", VIEWERS)
def test_drafts_are_their_departments_alone(who: str, world: SimpleNamespace) -> None:
    client, wrong = browser(viewers(world)[who]), []
    takes = addresses_below(*BELOW)
    for name, (elsewhere, elsewhere_draft, own_draft) in TABLE.items():
        # To whom the CMS is closed it is closed whatever is asked for, and who wrote the draft may see the rest too.
        asked = {
            "author elsewhere": [(world.course, elsewhere), (world.draft, elsewhere_draft)],
            "own author": [(world.draft, own_draft)],
        }.get(who, [(world.course, "l")])
        for page, right in asked:
            address = reverse(name, kwargs=arguments(name, takes[name], page))
            address += f"?{urlencode(query(name, page))}" if query(name, page) else ""
            got = outcome(client, name, address)
            if got != right:
                wrong.append(f"{name} of {page}: {got} instead of {right}")
    assert wrong == []


@pytest.mark.parametrize("who", AUTHORS)
def test_what_is_asked_for_otherwise(who: str, world: SimpleNamespace) -> None:
    client = browser(viewers(world)[who])
    got = {address: outcome(client, "", address) for address in others(world)}
    assert got == {address: letters[AUTHORS.index(who)] for address, letters in others(world).items()}
