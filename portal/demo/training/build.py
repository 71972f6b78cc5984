"""All of the demo's training, in the order in which one part needs the other. What is there stays; what an interrupted
start left out is made."""

from __future__ import annotations

from collections.abc import Callable

from portal.demo.training.assessments import build_assessments
from portal.demo.training.bank import build_bank, missing_questions
from portal.demo.training.courses import build_courses, missing_courses


def build_training(*, say: Callable[[str], None]) -> None:
    """Needs the network, its people and the manuals. `say` is told what takes its time."""
    if missing_questions():
        say("Writing the question bank")
    build_bank()
    build_assessments()
    if missing_courses():
        say("Writing the courses")
    build_courses()
