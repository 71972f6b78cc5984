"""What `static/js/training/plot.js` draws, from what pages show in tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from training.evaluation.sampling import TIME_BINS
from training.evaluation.theory.scores import BINS

Plot = dict[str, Any]


def bars(
    labels: Sequence[str], series: Mapping[str, Sequence[float | None]], *, x: str = "", y: str = "", **more: Any
) -> Plot:
    """Bars, a colour for each of `series`."""
    return _plot("bar", labels, series, x, y, more)


def lines(
    labels: Sequence[str], series: Mapping[str, Sequence[float | None]], *, x: str = "", y: str = "", **more: Any
) -> Plot:
    """Lines over `labels`."""
    return _plot("line", labels, series, x, y, more)


def _plot(
    kind: str, labels: Sequence[str], series: Mapping[str, Sequence[float | None]], x: str, y: str, more: Any
) -> Plot:
    rows = [{"label": label, "data": list(data)} for label, data in series.items()]
    return {"type": kind, "labels": list(labels), "series": rows, "x": x, "y": y, **more}


def score_labels() -> list[str]:
    """The names of the bins of `distribution`."""
    width = 100 // BINS
    return [f"{at * width}–{(at + 1) * width} %" for at in range(BINS)]


def score_plot(bins: Sequence[int]) -> Plot:
    return bars(score_labels(), {_("Attempts"): bins}, x=_("Score"), y=_("Attempts"))


def time_labels() -> list[str]:
    """The names of the bins of `times`."""
    starts = (0, *TIME_BINS)
    return [f"{low}–{high} s" for low, high in zip(starts, TIME_BINS, strict=False)] + [f"> {TIME_BINS[-1]} s"]


def time_plot(bins: Sequence[int]) -> Plot:
    return bars(time_labels(), {_("People"): bins}, x=_("From the first look to the last answer"), y=_("People"))
