"""Questions as tables. All languages of a question are kept: each has a row of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from training.bank.exchange.formats.moodle_cloze import cloze
from training.bank.exchange.formats.sheet_columns import COLUMNS, KINDS, NUMBERED, heading
from training.bank.exchange.formats.sheet_rows import LONGEST_XLSX_CELL, csv_of, xlsx_of
from training.bank.exchange.formats.telling import Telling
from training.bank.exchange.formats.wording import note
from training.bank.exchange.shares import percent, plain
from training.bank.exchange.values import Kept, Loss, Written
from training.bank.shapes import (
    AnyQuestion,
    Choice,
    Ellipse,
    Essay,
    GapFill,
    Hotspot,
    Matching,
    MultipleChoice,
    Numeric,
    NumericKey,
    Option,
    Ordering,
    Picture,
    Polygon,
    Rectangle,
    ShortText,
    TrueFalse,
)

Cells = dict[str, str]


def write_csv(kept: Sequence[Kept], *, language: str) -> Written:
    """A CSV table of the questions."""
    rows, losses = _table(kept, language)
    return Written(csv_of(rows), "text/csv; charset=utf-8", "csv", losses)


def write_xlsx(kept: Sequence[Kept], *, language: str) -> Written:
    """A workbook of the questions, with a second sheet that says what the columns are."""
    rows, losses = _table(kept, language)
    cut = sum(len(cell) > LONGEST_XLSX_CELL for row in rows for cell in row)
    if cut:
        losses += (Loss("", (_("%(count)s texts are longer than a cell of a workbook may be.") % {"count": cut},)),)
    data = xlsx_of({_("Questions"): rows, _("Columns"): legend(language)})
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return Written(data, kind, "xlsx", losses)


def legend(language: str) -> list[list[str]]:
    """What stands in each column, and what the kinds are called."""
    chinese = language.startswith("zh")
    rows = [[_("Column"), _("What stands in it")]]
    rows += [[str(words[int(chinese)]), str(words[2])] for words in COLUMNS.values()]
    return [*rows, [], [_("Kinds"), ", ".join(words[int(chinese)] for words in KINDS.values())]]


def _table(kept: Sequence[Kept], language: str) -> tuple[list[list[str]], tuple[Loss, ...]]:
    chinese = language.startswith("zh")
    lines: list[Cells] = []
    losses: list[Loss] = []
    for one in kept:
        lost: list[str] = []
        lines += _rows(one, language, lost, chinese=chinese)
        if lost:
            losses.append(Loss(one.name, tuple(lost)))
    keys = _keys(lines)
    headings = [heading(key, chinese=chinese) for key in keys]
    return [headings, *([line.get(key, "") for key in keys] for line in lines)], tuple(losses)


def _keys(lines: Iterable[Cells]) -> list[str]:
    """The columns that are used, in the order of COLUMNS; option, match, worth and feedback of one number together."""
    used = {key for line in lines for key, cell in line.items() if cell} | {"identifier", "kind", "question", "answer"}
    grouped = ("option", "match", "worth", "feedback")
    most = max((int(key.rpartition("_")[2]) for key in used if key.partition("_")[0] in NUMBERED), default=0)
    keys: list[str] = []
    for name in COLUMNS:
        if name == "option":
            keys += [f"{part}_{number}" for number in range(1, most + 1) for part in grouped]
        elif name == "hint":
            keys += [f"hint_{number}" for number in range(1, most + 1)]
        elif name not in grouped:
            keys.append(name)
    return [key for key in keys if key in used]


def _rows(one: Kept, language: str, lost: list[str], *, chinese: bool) -> list[Cells]:
    spoken = [code for code, text in one.asked.stem.items() if text.strip()]
    spoken.sort(key=lambda code: (code != language, code))
    rows: list[Cells] = []
    complete: set[str] = set()
    for code in spoken:
        tell = Telling(code, alone=False)
        cells = _cells(one.asked, tell, chinese=chinese)
        filled = {key for key, cell in cells.items() if cell}
        if rows and filled != complete:
            note(lost, _("The texts in %(language)s, which are not complete.") % {"language": code})
            continue
        cells |= {"language": code, "identifier": one.identifier}
        if not rows:
            complete = filled
            cells |= {
                "name": one.name,
                "category": "/".join(name.replace("/", "-") for name in one.categories),
                "tags": "; ".join(one.tags),
                "difficulty": str(one.difficulty),
                "objective": one.objective,
            }
        rows.append(cells)
        for sentence in tell.lost:
            note(lost, sentence)
    if not one.identifier and len(rows) > 1:
        note(lost, _("Other languages: a question without an identifier has one row."))
        return rows[:1]
    return rows


def _flag(value: bool, *, default: bool) -> str:
    return "" if value == default else "yes" if value else "no"


def _number(value: float) -> str:
    return plain(Decimal(repr(value)))


def _cells(asked: AnyQuestion, tell: Telling, *, chinese: bool) -> Cells:
    cells = {
        "kind": KINDS[asked.kind][int(chinese)],
        "question": _html(cloze(asked, tell) if isinstance(asked, GapFill) else tell.text(asked.stem)),
        "explanation": _html(tell.text(asked.explanation)),
        "pictures": "\n".join(_picture(one, tell) for one in asked.media),
    }
    cells |= {f"hint_{place}": _html(tell.text(hint)) for place, hint in enumerate(asked.hints, 1)}
    return cells | _parts(asked, tell)


def _html(text: str) -> str:
    """A line end in a cell would become a new line in a text that has none of its own."""
    return text if "<" in text else text.replace("\n", " ")


def _picture(picture: Picture, tell: Telling) -> str:
    return f"{picture.sha256} {' '.join(tell.text(picture.alt).split())}".strip()


def _parts(asked: AnyQuestion, tell: Telling) -> Cells:
    match asked:
        case Choice():
            return _options(asked.options, tell, several=False) | {"shuffle": _flag(asked.shuffle, default=True)}
        case MultipleChoice():
            return _options(asked.options, tell, several=True) | {
                "shuffle": _flag(asked.shuffle, default=True),
                "all_or_nothing": _flag(asked.all_or_nothing, default=False),
            }
        case TrueFalse():
            return {
                "answer": "true" if asked.answer else "false",
                "feedback_1": _html(tell.text(asked.feedback_true)),
                "feedback_2": _html(tell.text(asked.feedback_false)),
            }
        case Numeric():
            return _numeric(asked, tell)
        case ShortText():
            case = tell.case(asked.keys, can=True)
            return (
                _each({"option": [key.pattern for key in asked.keys]})
                | _worth(asked.keys, tell)
                | {"case_sensitive": _flag(case, default=False)}
            )
        case Ordering():
            texts = [_html(tell.text(item.text)) for item in asked.items]
            return _each({"option": texts}) | {"all_or_nothing": _flag(asked.all_or_nothing, default=False)}
        case Matching():
            lines = [(_html(tell.text(one)), _html(tell.text(two))) for one, two in tell.lines(asked)]
            pairs = {"option": [one for one, _two in lines], "match": [two for _one, two in lines]}
            return _each(pairs) | {"shuffle": _flag(asked.shuffle, default=True)}
        case Hotspot():
            return _hotspot(asked, tell)
        case Essay():
            return _essay(asked, tell)
    return {}


def _each(columns: Mapping[str, Sequence[str]]) -> Cells:
    return {f"{name}_{place}": cell for name, cells in columns.items() for place, cell in enumerate(cells, 1) if cell}


def _options(options: Sequence[Option], tell: Telling, *, several: bool) -> Cells:
    """Plain right and wrong is told by `answer` alone; anything else by `worth`."""
    right = [str(place) for place, one in enumerate(options, 1) if one.fraction > 0]
    simple = {one.fraction for one in options} <= {0.0, 1 / len(right) if several else 1.0}
    cells = _each(
        {
            "option": [_html(tell.text(one.text)) for one in options],
            "feedback": [_html(tell.text(one.feedback)) for one in options],
            "worth": [] if simple else [percent(one.fraction) for one in options],
        }
    )
    fixed = "; ".join(str(place) for place, one in enumerate(options, 1) if one.fixed)
    return cells | {"fixed": fixed, "answer": "; ".join(right) if simple else ""}


def _worth(keys: Sequence[object], tell: Telling) -> Cells:
    return _each(
        {
            "worth": ["" if key.fraction == 1 else percent(key.fraction) for key in keys],  # type: ignore[attr-defined]
            "feedback": [_html(tell.text(key.feedback)) for key in keys],  # type: ignore[attr-defined]
        }
    )


def _key(key: NumericKey) -> str:
    if not key.tolerance and not key.relative:
        return _number(key.value)
    tolerance = f"{percent(key.tolerance)}%" if key.relative else _number(key.tolerance)
    return f"{_number(key.value)}±{tolerance}"


def _numeric(asked: Numeric, tell: Telling) -> Cells:
    tell.lose(_("Units with “;” or “=” in their names."), when=any(set(";=") & set(one.symbol) for one in asked.units))
    units = "; ".join(f"{one.symbol}={_number(one.factor)}" for one in asked.units if not set(";=") & set(one.symbol))
    return (
        _each({"option": [_key(key) for key in asked.keys]})
        | _worth(asked.keys, tell)
        | {
            "units": units,
            "unit_required": _flag(asked.unit_required, default=False),
            "unit_penalty": percent(asked.wrong_unit_penalty) if asked.wrong_unit_penalty else "",
        }
    )


def _outline(outline: Rectangle | Ellipse | Polygon) -> str:
    match outline:
        case Rectangle():
            numbers: Iterable[float] = (outline.left, outline.top, outline.width, outline.height)
        case Ellipse():
            numbers = (outline.x, outline.y, outline.rx, outline.ry)
        case Polygon():
            numbers = (value for point in outline.points for value in point)
    return " ".join((outline.kind, *map(_number, numbers)))


def _hotspot(asked: Hotspot, tell: Telling) -> Cells:
    regions = {
        "option": [tell.text(one.label) for one in asked.regions],
        "match": [_outline(one.outline) for one in asked.regions],
        "worth": [percent(one.fraction) for one in asked.regions],
        "feedback": [_html(tell.text(one.feedback)) for one in asked.regions],
    }
    most = "" if asked.most_points == 1 else str(asked.most_points)
    return _each(regions) | {"picture": _picture(asked.picture, tell), "most_points": most}


def _essay(asked: Essay, tell: Telling) -> Cells:
    levels = [
        " | ".join(f"{_number(level.points)}: {_level(tell.text(level.text))}" for level in criterion.levels)
        for criterion in asked.criteria
    ]
    usual = Essay(stem=asked.stem)
    most = "" if asked.most_characters == usual.most_characters else str(asked.most_characters)
    return _each({"option": [_html(tell.text(one.text)) for one in asked.criteria], "match": levels}) | {
        "model_answer": _html(tell.text(asked.model_answer)),
        "most_characters": most,
        "files": str(asked.files) if asked.files else "",
        "text_required": _flag(asked.text_required, default=True),
    }


def _level(text: str) -> str:
    return " ".join(text.replace("|", "/").split())
