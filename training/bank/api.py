"""The door of the question bank."""

from portal.network.authorship import departments_of, may_edit
from training.bank.editing import (
    Facts,
    QuestionRefused,
    create_question,
    describe_question,
    move_to,
    revise_question,
)
from training.bank.pictures import keep_encoded, keep_picture

__all__ = [
    "Facts",
    "QuestionRefused",
    "create_question",
    "departments_of",
    "describe_question",
    "keep_encoded",
    "keep_picture",
    "may_edit",
    "move_to",
    "revise_question",
]
