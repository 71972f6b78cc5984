"""All of the demo's training, in the order in which one part needs the other. What is there stays; what an interrupted
start left out is made."""

from __future__ import annotations

from collections.abc import Callable

from portal.demo.training.assessments import build_assessments
from portal.demo.training.bank import build_bank, missing_questions
from portal.demo.training.competences import build_competences
from portal.demo.training.courses import build_courses, missing_courses
from portal.demo.training.curricula import build_curricula
from portal.demo.training.history.build import build_history
from portal.demo.training.rules import build_rules
from portal.demo.training.seats import build_seats
from portal.demo.training.sessions import build_sessions
from portal.demo.training.standards import build_standards


def build_training(*, say: Callable[[str], None]) -> None:
    """Needs the network, its people and the manuals. `say` is told what takes its time."""
    if missing_questions():
        say("Writing the question bank")
    build_bank()
    build_assessments()
    if missing_courses():
        say("Writing the courses")
    build_courses()
    build_curricula()
    build_competences()
    build_standards()
    build_rules()
    build_sessions()
    build_history(say=say)
    build_seats()
