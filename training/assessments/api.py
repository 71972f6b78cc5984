"""The door of the assessments."""

from training.assessments.attempts.beginning import MayNotBegin, Prospect, WrongPassword, begin, prospect
from training.assessments.attempts.ending import UnknownAttempt, hand_in
from training.assessments.attempts.purposes import Origin, register_origin
from training.assessments.attempts.signals import attempt_scored
from training.assessments.rules import Rules

__all__ = [
    "MayNotBegin",
    "Origin",
    "Prospect",
    "Rules",
    "UnknownAttempt",
    "WrongPassword",
    "attempt_scored",
    "begin",
    "hand_in",
    "prospect",
    "register_origin",
]
