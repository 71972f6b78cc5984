"""From what a reader found to a question that the bank can keep, or a sentence that says why it cannot."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from pydantic import ValidationError

from training.bank.exchange.values import ItemRefused
from training.bank.markup import cleaned
from training.bank.shapes import AnyQuestion, question_from

_KNOWN = (
    (r"The question has no text\.", gettext_noop("The question has no text.")),
    (r"No option is worth 100 %\.", gettext_noop("No option is worth 100 %.")),
    (r"No value is worth 100 %\.", gettext_noop("No value is worth 100 %.")),
    (r"No wording is worth 100 %\.", gettext_noop("No wording is worth 100 %.")),
    (
        r"The right options are worth (?P<share>\S+) together, not 100 %\.",
        gettext_noop("The right options are worth %(share)s together, not 100 %%."),
    ),
    (
        r"The right regions are worth (?P<share>\S+), not 100 %\.",
        gettext_noop("The right regions are worth %(share)s, not 100 %%."),
    ),
    (r"More than (?P<count>\d+) .*", gettext_noop("The question has more than %(count)s parts of one kind.")),
    (r"Two .* have the same id\.", gettext_noop("Two parts of the question have the same id.")),
    (r"A unit is required, but none is given\.", gettext_noop("A unit is required, but none is given.")),
    (
        r"The text \((?P<language>.+)\) has no (?P<gap>\[\[.+\]\])\.",
        gettext_noop("The text (%(language)s) has no %(gap)s."),
    ),
    (r"The rubric has no points\.", gettext_noop("The rubric has no points.")),
    (r".*belongs to a choice that is not there\.", gettext_noop("A prompt belongs to a choice that is not there.")),
)
_PLACES = {
    "options": gettext_noop("the options"),
    "keys": gettext_noop("the accepted answers"),
    "items": gettext_noop("the items"),
    "pairs": gettext_noop("the pairs"),
    "choices": gettext_noop("the choices"),
    "gaps": gettext_noop("the gaps"),
    "regions": gettext_noop("the regions"),
    "units": gettext_noop("the units"),
    "criteria": gettext_noop("the rubric"),
    "stem": gettext_noop("the text"),
}


def made(body: dict[str, Any]) -> AnyQuestion:
    """The question that `body` describes, its texts cleaned. Raises ItemRefused."""
    try:
        return cleaned(question_from(body))
    except ValidationError as error:
        raise ItemRefused(sentence(error)) from error


def sentence(error: ValidationError) -> str:
    """The first thing that is wrong, for a person."""
    first = error.errors(include_input=False, include_url=False)[0]
    said = str(first.get("ctx", {}).get("error", first["msg"]))
    for pattern, text in _KNOWN:
        if found := re.fullmatch(pattern, said):
            return _(text) % found.groupdict() if found.groupdict() else _(text).replace("%%", "%")
    place = next((_(_PLACES[name]) for name in first["loc"] if name in _PLACES), _("the question"))
    if first["type"] == "too_short":
        return _("There are too few: %(place)s.") % {"place": place}
    if first["type"] in ("string_too_long", "too_long"):
        return _("Too long: %(place)s.") % {"place": place}
    return _("Something is wrong with %(place)s: %(message)s.") % {"place": place, "message": first["msg"]}


def worded(texts: Iterable[str], what: str) -> None:
    """Raises ItemRefused when one of the texts that a learner has to choose from is empty."""
    if not all(text.strip() for text in texts):
        raise ItemRefused(_("One of %(what)s has no text.") % {"what": what})
