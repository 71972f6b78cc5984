"""What is wrong with a question that was written in the editor, field by field, in the person's language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError

from training.bank.shapes import KINDS

_TAGS = {*KINDS, "gap_choice", "gap_text", "gap_number", "rectangle", "ellipse", "polygon"}
_SENTENCES: dict[str, Callable[..., str] | Any] = {
    "no_text": gettext_lazy("Write the question."),
    "no_whole_option": gettext_lazy("One option has to be worth 100 %."),
    "options_not_whole": gettext_lazy("The right options are worth %(share)s together. It has to be 100 %%."),
    "no_whole_value": gettext_lazy("One value has to be worth 100 %."),
    "no_unit": gettext_lazy("A unit is asked for: give at least one."),
    "no_whole_wording": gettext_lazy("One wording has to be worth 100 %."),
    "no_such_choice": gettext_lazy("Choose what belongs to each prompt."),
    "no_such_gap": gettext_lazy("The text (%(language)s) has no [[%(id)s]]: write it where the gap is."),
    "places_not_whole": gettext_lazy("The right places are worth %(share)s. It has to be 100 %%."),
    "no_points": gettext_lazy("No level of the rubric has points."),
    "same_id": gettext_lazy("Two parts have the same name."),
    "too_many": gettext_lazy("There are more than %(most)s parts."),
    "too_short": gettext_lazy("There have to be at least %(min_length)s."),
    "too_long": gettext_lazy("There may be at most %(max_length)s."),
    "string_too_short": gettext_lazy("Fill this in."),
    "string_too_long": gettext_lazy("At most %(max_length)s characters."),
    "missing": gettext_lazy("Fill this in."),
    "greater_than": gettext_lazy("It has to be more than %(gt)s."),
    "greater_than_equal": gettext_lazy("It has to be %(ge)s or more."),
    "less_than_equal": gettext_lazy("It may be %(le)s at most."),
    "float_type": gettext_lazy("Give a number."),
    "float_parsing": gettext_lazy("Give a number."),
    "int_type": gettext_lazy("Give a whole number."),
    "int_parsing": gettext_lazy("Give a whole number."),
    "int_from_float": gettext_lazy("Give a whole number."),
    "finite_number": gettext_lazy("Give a number."),
    "bool_type": gettext_lazy("Choose one."),
}


def faults_of(error: ValidationError) -> list[dict[str, str]]:
    """{path, message} for each: the path as in the question ("options.0.text.en"), "" for the whole of it."""
    return [
        {"path": _path(one["loc"]), "message": _message(one)}
        for one in error.errors(include_url=False, include_input=False)
    ]


def _path(loc: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in loc if part not in _TAGS)


def _message(one: Any) -> str:
    sentence = _SENTENCES.get(one["type"])
    if sentence is None:
        return _("This cannot be used as it is.")
    return str(sentence) % one.get("ctx", {}) if "%(" in str(sentence) else str(sentence)
