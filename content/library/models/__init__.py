"""The library's models, one module per noun."""

from content.library.models.category import BulletinCategory, ManualCategory
from content.library.models.edition import Edition, EditionPage
from content.library.models.manual import Applicability, DepartmentPage, Manual
from content.library.models.publication import Publication
from content.library.models.vehicle import VehicleModel

__all__ = [
    "Applicability",
    "BulletinCategory",
    "DepartmentPage",
    "Edition",
    "EditionPage",
    "Manual",
    "ManualCategory",
    "Publication",
    "VehicleModel",
]
