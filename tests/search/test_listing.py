from __future__ import annotations

from search.listing import is_listing

CONTENTS = "CONTENTS\n" + "\n".join(f"{at}.1 Removing part {at} . . . . . . . . . . {at * 3}" for at in range(1, 20))
CONTENTS_IN_COLUMNS = "\n".join(f"{at} Part {at} ..............\n{at + 4}" for at in range(1, 20))
INDEX = "\n".join(
    f"{letter}{word}, {at}, {at + 9}" for at, letter in enumerate("abcdefghij", 3) for word in ("xle", "rm")
)
TORQUES = "\n".join(f"Bolt of part {at} . . . . . . . . . . {torque}" for at, torque in enumerate([90, 25, 60, 9] * 4))
CODES = "Code Meaning\n" + "\n".join(f"P04{at} Fault of sensor {at}" for at in range(10, 40))
PROSE = "Remove the caliper.\nTighten the bolts to 90 Nm.\n" * 12


def test_contents_and_indexes_are_listings() -> None:
    assert is_listing(CONTENTS)
    assert is_listing(CONTENTS_IN_COLUMNS)
    assert is_listing(INDEX)


def test_pages_that_answer_are_not() -> None:
    for body in (TORQUES, CODES, PROSE, "", "Chapter 1 . . . . . . . 3"):
        assert not is_listing(body)
