"""How people are named."""

from __future__ import annotations

import pytest

from portal.network.models import User


@pytest.mark.parametrize(
    ("first", "last", "full", "short"),
    [
        ("伟", "陈", "陈伟", "陈伟"),
        ("晓明", "欧阳", "欧阳晓明", "欧阳晓明"),
        ("Tina", "Brandt", "Tina Brandt", "Tina"),
        ("Wei", "陈", "Wei 陈", "Wei"),
        ("伟", "", "伟", "伟"),
        ("", "", "", ""),
    ],
)
def test_a_chinese_name_begins_with_the_family(first: str, last: str, full: str, short: str) -> None:
    person = User(first_name=first, last_name=last)
    assert (person.get_full_name(), person.get_short_name()) == (full, short)
