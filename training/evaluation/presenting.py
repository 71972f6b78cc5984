"""An analysis as pages and files show it: with the names of what it only knows by id."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from portal.network.models import Dealer, Region
from training.bank.models import Question, QuestionVersion
from training.bank.shapes import AnyQuestion, Choice, MultipleChoice, TrueFalse, wording
from training.courses.models import CourseVersion
from training.evaluation.exporting import Cell
from training.evaluation.flags import Flag, flags
from training.evaluation.models import ItemAnalysis
from training.evaluation.plots import Plot, bars
from training.evaluation.sampling import NOTHING
from training.evaluation.theory.intervals import wilson


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question of an analysis. `found` is what the analysis keeps of it."""

    id: int
    name: str
    found: Mapping[str, Any]
    flags: list[Flag]


@dataclass(frozen=True, slots=True)
class OptionRow:
    """An option of a version: how many of each third chose it, and their shares."""

    text: str
    is_right: bool
    counts: Sequence[int]
    shares: Sequence[float]

    @property
    def total(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class VersionRow:
    number: int
    stem: str
    found: Mapping[str, Any]
    options: list[OptionRow]
    plot: Plot | None


@dataclass(frozen=True, slots=True)
class GroupRow:
    name: str
    people: int
    n: int
    mean: float
    passed: float
    low: float
    high: float


def question_rows(analysis: ItemAnalysis) -> list[QuestionRow]:
    """The questions, those with grave flags first, then the hardest. One statement."""
    kept = (analysis.result or {}).get("questions", [])
    names = dict(Question.objects.filter(pk__in=[one["question"] for one in kept]).values_list("pk", "name"))
    rows = [QuestionRow(one["question"], names.get(one["question"], "?"), one, flags(one)) for one in kept]
    return sorted(rows, key=lambda row: (not any(flag.grave for flag in row.flags), row.found["facility"], row.id))


def version_rows(found: Mapping[str, Any], language: str) -> list[VersionRow]:
    """The versions of a question that were asked, the newest first. One statement."""
    versions = QuestionVersion.objects.in_bulk([one["version"] for one in found["versions"]])
    rows = []
    for one in reversed(found["versions"]):
        version = versions[one["version"]]
        options = _options(version.asked, one, language)
        stem = strip_tags(version.stem(language))
        rows.append(VersionRow(version.number, stem, one, options, _options_plot(options) if options else None))
    return rows


def _options(asked: AnyQuestion, found: Mapping[str, Any], language: str) -> list[OptionRow]:
    texts = _texts(asked, language)
    if not found["options"] or not texts:
        return []
    counts = {option: found["options"].get(option, [0, 0, 0]) for option in [*texts, NOTHING]}
    sizes = [max(1, sum(column)) for column in zip(*counts.values(), strict=True)]
    return [
        OptionRow(
            text=texts.get(option, _("no answer")),
            is_right=found["right"].get(option, False),
            counts=of_thirds,
            shares=[count / size for count, size in zip(of_thirds, sizes, strict=True)],
        )
        for option, of_thirds in counts.items()
        if option != NOTHING or sum(of_thirds)
    ]


def _texts(asked: AnyQuestion, language: str) -> dict[str, str]:
    match asked:
        case Choice() | MultipleChoice():
            return {option.id: strip_tags(wording(option.text, language)) for option in asked.options}
        case TrueFalse():
            return {"true": _("True"), "false": _("False")}
        case _:
            return {}


def _options_plot(options: Sequence[OptionRow]) -> Plot:
    labels = [f"{'✓ ' if option.is_right else ''}{option.text[:40]}" for option in options]
    thirds = (_("Lower third"), _("Middle third"), _("Upper third"))
    series = {name: [option.shares[at] for option in options] for at, name in enumerate(thirds)}
    return bars(labels, series, percent=True, max=1)


def group_rows(analysis: ItemAnalysis, kind: str) -> tuple[list[GroupRow], int]:
    """The groups of one kind that may be shown, the best first, and how many people are in those that may not. One
    statement."""
    kept = (analysis.result or {}).get("groups", {}).get(kind, {"shown": [], "hidden": 0})
    names = _names(kind, [group["id"] for group in kept["shown"]])
    rows = []
    for group in kept["shown"]:
        low, high = wilson(group["passed"], group["n"]) or (0.0, 1.0)
        name = names.get(group["id"], "?")
        passed = group["passed"] / group["n"]
        rows.append(GroupRow(name, group["people"], group["n"], group["mean"], passed, low, high))
    return sorted(rows, key=lambda row: (-row.mean, row.name)), kept["hidden"]


def _names(kind: str, ids: Sequence[int]) -> dict[int, str]:
    match kind:
        case "dealer":
            return dict(Dealer.objects.filter(pk__in=ids).values_list("pk", "name"))
        case "region":
            return dict(Region.objects.filter(pk__in=ids).values_list("pk", "name"))
        case _:
            versions = CourseVersion.objects.filter(pk__in=ids).values_list("pk", "title", "number")
            return {pk: f"{title} ({number})" for pk, title, number in versions}


def question_table(analysis: ItemAnalysis) -> tuple[list[str], list[list[Cell]]]:
    """The head and the rows of the file of questions."""
    head = [
        _("Question"),
        _("Answers"),
        _("Facility"),
        _("Standard deviation"),
        _("Discrimination (27 %)"),
        _("Discriminative efficiency"),
        _("Point-biserial"),
        _("Corrected item-total"),
        _("Median seconds"),
        _("Remarks"),
    ]
    fields = ("facility", "deviation", "discrimination", "efficiency", "point_biserial", "corrected")
    rows: list[list[Cell]] = [
        [
            row.name,
            row.found["n"],
            *(_rounded(row.found[field]) for field in fields),
            _rounded(row.found["times"]["median"]),
            "; ".join(flag.text for flag in row.flags),
        ]
        for row in question_rows(analysis)
    ]
    return head, rows


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
