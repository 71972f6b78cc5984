"""What the rooms above add to the pages of questions. They say it when they start; the bank knows none of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from training.bank.models import Question


@dataclass(frozen=True, slots=True)
class Use:
    """A place that asks the question: what it is called, its page, and how it takes the question."""

    title: str
    url: str
    how: str


FindUses = Callable[[Question], list[Use]]
_uses: list[FindUses] = []
_trial: list[Callable[[], str]] = []
_links: list[tuple[Callable[[], str], Callable[[Question], str]]] = []


def register_uses(find: FindUses) -> None:
    """`find` names the places that ask a question."""
    _uses.append(find)


def uses_of(question: Question) -> list[Use]:
    """Where the question is asked."""
    return [use for find in _uses for use in find(question)]


def register_trial(address: Callable[[], str]) -> None:
    """`address` takes a question as it is being written and shows it as a learner sees it."""
    _trial.append(address)


def trial_address() -> str:
    """Where a question is shown as a learner sees it; "" when nobody shows it."""
    return _trial[-1]() if _trial else ""


def register_link(title: Callable[[], str], address: Callable[[Question], str]) -> None:
    """A button on a question's page."""
    _links.append((title, address))


def links_of(question: Question) -> list[tuple[str, str]]:
    """The buttons that other rooms add: title and address."""
    return [(title(), address(question)) for title, address in _links]
