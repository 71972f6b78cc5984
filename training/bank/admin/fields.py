"""The fields of each kind of question, as the editor in the browser draws them. One description of
`training.bank.shapes` for authors: names are those of the shapes, labels are for people.

Types: `rich` and `plain` are texts in every language, `share` is kept as 0 to 1 and shown in per cent, `many` is a list
whose entries have `fields`, or `variants` told apart by their `kind`; an entry has an id where `ids` says so.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

Field = dict[str, Any]


def _field(kind: str, name: str, label: str, **more: Any) -> Field:
    return {"type": kind, "name": name, "label": label, **more}


def _many(name: str, label: str, add: str, fields: list[Field] | None = None, **more: Any) -> Field:
    return {"type": "many", "name": name, "label": label, "add": add, "fields": fields or [], **more}


def _worth(start: float = 0.0) -> Field:
    return _field("share", "fraction", _("Worth in %"), start=start, least=-100)


def _feedback() -> Field:
    return _field("rich", "feedback", _("Feedback"), folded=True)


def stem() -> list[Field]:
    """What every kind begins with."""
    return [
        _field("rich", "stem", _("Question"), tall=True),
        _many(
            "media",
            _("Pictures below the question"),
            _("Add a picture"),
            [_field("picture", "", _("Picture"))],
            folded=True,
        ),
    ]


def ending() -> list[Field]:
    """What every kind ends with."""
    return [
        _field("texts", "hints", _("Hints"), add=_("Add a hint"), folded=True),
        _field("rich", "explanation", _("Explanation, shown with the result"), folded=True),
    ]


def _options() -> Field:
    return _many(
        "options",
        _("Options"),
        _("Add an option"),
        [
            _field("rich", "text", _("Text")),
            _worth(),
            _field("flag", "fixed", _("Keeps its place when shuffled")),
            _feedback(),
        ],
        ids="o",
        least=2,
    )


def _text_keys() -> Field:
    return _many(
        "keys",
        _("Accepted wordings"),
        _("Add a wording"),
        [
            _field("text", "pattern", _("Wording (* stands for anything)")),
            _worth(1.0),
            _field("language", "language", _("In the language")),
            _field("flag", "case_sensitive", _("Capital letters matter")),
            _feedback(),
        ],
        least=1,
    )


def _number_keys() -> Field:
    return _many(
        "keys",
        _("Accepted values"),
        _("Add a value"),
        [
            _field("number", "value", _("Value"), start=None),
            _field("number", "tolerance", _("Tolerance (±)"), start=0),
            _field("flag", "relative", _("The tolerance is a share of the value (0.05 is 5 %)")),
            _worth(1.0),
            _feedback(),
        ],
        least=1,
    )


def _gaps() -> Field:
    weight = _field("number", "weight", _("Weight"), start=1)
    return _many(
        "gaps",
        _("Gaps"),
        _("Add a gap"),
        ids="g",
        least=1,
        marker=True,
        help=_("Write the gap's mark, for example [[g1]], into the question of every language."),
        variants={
            "gap_text": {"label": _("Typed text"), "fields": [_text_keys(), weight]},
            "gap_number": {"label": _("Typed number"), "fields": [_number_keys(), weight]},
            "gap_choice": {"label": _("Chosen from a list"), "fields": [_options(), weight]},
        },
    )


def _places() -> list[Field]:
    outline = {
        "rectangle": {
            "label": _("Rectangle"),
            "fields": [
                _field("share", "left", _("Left in %"), start=0.4),
                _field("share", "top", _("Top in %"), start=0.4),
                _field("share", "width", _("Width in %"), start=0.2),
                _field("share", "height", _("Height in %"), start=0.2),
            ],
        },
        "ellipse": {
            "label": _("Ellipse"),
            "fields": [
                _field("share", "x", _("Centre from the left in %"), start=0.5),
                _field("share", "y", _("Centre from the top in %"), start=0.5),
                _field("share", "rx", _("Half the width in %"), start=0.1),
                _field("share", "ry", _("Half the height in %"), start=0.1),
            ],
        },
        "polygon": {
            "label": _("Polygon"),
            "fields": [_field("points", "points", _("Corners: left,top in %, one after the other"))],
        },
    }
    return [
        _field("picture", "picture", _("Picture to point at"), surface="regions"),
        _many(
            "regions",
            _("Places"),
            _("Add a place"),
            [
                _field("plain", "label", _("What the place is called in the list")),
                {"type": "variant", "name": "outline", "label": _("Shape"), "variants": outline},
                _worth(),
                _feedback(),
            ],
            ids="r",
            least=1,
            help=_("Draw on the picture, or add a place and give its numbers."),
        ),
        _field("whole", "most_points", _("How many places may be pointed at"), start=1),
    ]


def _criteria() -> Field:
    levels = _many(
        "levels",
        _("Levels"),
        _("Add a level"),
        [_field("rich", "text", _("What it takes")), _field("number", "points", _("Points"), start=0)],
        ids="l",
        least=2,
    )
    return _many(
        "criteria", _("Rubric"), _("Add a criterion"), [_field("rich", "text", _("Criterion")), levels], ids="c"
    )


def kinds() -> dict[str, list[Field]]:
    """The fields of each kind, beside those of every kind."""
    shuffle = _field("flag", "shuffle", _("Shuffle"), start=True)
    strict = _field("flag", "all_or_nothing", _("All or nothing: no points for a part"))
    truths = [["true", pgettext("answer", "True")], ["false", pgettext("answer", "False")]]
    return {
        "choice": [_options(), shuffle],
        "multiple": [_options(), strict, shuffle],
        "true_false": [
            _field("truth", "answer", _("Right answer"), options=truths),
            _field("rich", "feedback_true", _("Feedback to who says true"), folded=True),
            _field("rich", "feedback_false", _("Feedback to who says false"), folded=True),
        ],
        "numeric": [
            _number_keys(),
            _many(
                "units",
                _("Units"),
                _("Add a unit"),
                [
                    _field("text", "symbol", _("Unit")),
                    _field("number", "factor", _("Factor to the value's unit"), start=1),
                ],
            ),
            _field("flag", "unit_required", _("The unit has to be given")),
            _field("share", "wrong_unit_penalty", _("Lost without the right unit in %")),
        ],
        "short_text": [_text_keys()],
        "ordering": [
            _many(
                "items",
                _("In the right order"),
                _("Add a step"),
                [_field("rich", "text", _("Text"))],
                ids="i",
                least=2,
            ),
            strict,
        ],
        "matching": [
            _many("choices", _("Choices"), _("Add a choice"), [_field("rich", "text", _("Text"))], ids="c", least=2),
            _many(
                "pairs",
                _("Prompts"),
                _("Add a prompt"),
                [_field("rich", "prompt", _("Prompt")), _field("ref", "choice", _("Belongs to"), to="choices")],
                ids="p",
                least=1,
            ),
            shuffle,
        ],
        "gap_fill": [_gaps()],
        "hotspot": _places(),
        "essay": [
            _criteria(),
            _field("rich", "model_answer", _("Model answer"), folded=True),
            _field("whole", "most_characters", _("Most characters"), start=20000),
            _field("whole", "files", _("Files that may be handed in (0 to 10)"), start=0),
            _field("flag", "text_required", _("A text is required"), start=True),
        ],
    }
