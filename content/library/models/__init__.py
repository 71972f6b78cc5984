"""The library's models, one module per noun."""

from content.library.models.applicability import Applicability
from content.library.models.category import BulletinCategory, ManualCategory
from content.library.models.edition import Edition, EditionPage
from content.library.models.manual import DepartmentPage, Manual
from content.library.models.publication import Publication
from content.library.models.source import EditionSource
from content.library.models.vehicle import Variant, VehicleModel

__all__ = [
    "Applicability",
    "BulletinCategory",
    "DepartmentPage",
    "Edition",
    "EditionPage",
    "EditionSource",
    "Manual",
    "ManualCategory",
    "Publication",
    "Variant",
    "VehicleModel",
]
