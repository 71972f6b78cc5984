"""The library's models, one module per noun."""

from content.library.models.applicability import Applicability
from content.library.models.category import BulletinCategory, ManualCategory
from content.library.models.edition import Edition, EditionPage
from content.library.models.manual import DepartmentPage, Manual
from content.library.models.publication import Publication
from content.library.models.record import EditionRecord
from content.library.models.release import Conflict, ConflictAnswer, EmergencyRelease, ReleaseTask, Withdrawal
from content.library.models.scope import FormerScope
from content.library.models.source import EditionSource
from content.library.models.succession import ENDING, Effect, Relation, Succession
from content.library.models.vehicle import Variant, VehicleModel

__all__ = [
    "ENDING",
    "Applicability",
    "BulletinCategory",
    "Conflict",
    "ConflictAnswer",
    "DepartmentPage",
    "Edition",
    "EditionPage",
    "EditionRecord",
    "EditionSource",
    "Effect",
    "EmergencyRelease",
    "FormerScope",
    "Manual",
    "ManualCategory",
    "Publication",
    "Relation",
    "ReleaseTask",
    "Succession",
    "Variant",
    "VehicleModel",
    "Withdrawal",
]
