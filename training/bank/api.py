"""The door of the question bank."""

from training.bank.editing import (
    Facts,
    QuestionRefused,
    create_question,
    departments_of,
    describe_question,
    may_edit,
    move_to,
    revise_question,
)
from training.bank.pictures import Encoded, PictureRefused, encode_picture, keep_encoded, keep_picture

__all__ = [
    "Encoded",
    "Facts",
    "PictureRefused",
    "QuestionRefused",
    "create_question",
    "departments_of",
    "describe_question",
    "encode_picture",
    "keep_encoded",
    "keep_picture",
    "may_edit",
    "move_to",
    "revise_question",
]
