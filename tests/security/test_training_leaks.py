"""Training: every address against everybody who might ask for it. `training_table` says what each gets; an address that
it does not know fails here, and so does a page that shows what is another's, or what is right in a question."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.urls import reverse

from tests.security.training_addresses import addresses, arguments, values
from tests.security.training_asking import VIEWERS, browser, outcome, viewers, world
from tests.security.training_table import NOT_OPENED, OPEN, PROVED_ELSEWHERE, TABLE, of_the_cms

__all__ = ["world"]
pytestmark = pytest.mark.django_db


def is_cms(path: str) -> bool:
    return path.startswith("cms/")


def test_every_address_of_the_portal_has_its_row() -> None:
    found = {name for name, (path, _takes) in addresses().items() if not is_cms(path)}
    assert found - set(TABLE) == set(), "a new address of training says in the table who gets what"
    assert set(TABLE) - found == set(), "rows of addresses that there are no more"
    assert all(len(row) == len(VIEWERS) for row in TABLE.values())


def test_no_row_is_about_what_is_not_there() -> None:
    for name, (path, takes) in addresses().items():
        if takes and not is_cms(path) and name not in PROVED_ELSEWHERE | OPEN:
            assert len(set(TABLE[name][1:])) > 1, f"{name}: everybody gets the same, so that it proves nothing"
    assert set(NOT_OPENED) <= set(addresses())


@pytest.mark.timeout(600)
@pytest.mark.parametrize("who", VIEWERS)
def test_everybody_gets_what_is_theirs(who: str, world: SimpleNamespace) -> None:
    given, client = values(world), browser(viewers(world)[who])
    wrong = []
    for name, (path, takes) in addresses().items():
        right = of_the_cms(name, takes, who) if is_cms(path) else TABLE[name][VIEWERS.index(who)]
        got = outcome(client, name, reverse(name.partition("/")[0], kwargs=arguments(name, takes, given)))
        if got not in right:
            wrong.append(f"{name}: {got} instead of {right}")
    assert wrong == []
