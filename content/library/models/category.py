"""The types that dealers filter by. Each kind of publication has its own; all are kept in the one field."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ManualCategory(models.TextChoices):
    """The types of manual."""

    WORKSHOP = "workshop", _("Workshop manual")
    OWNER = "owner", _("Owner's handbook")
    DIAGNOSTIC = "diagnostic", _("Diagnostic manual")
    WIRING = "wiring", _("Wiring diagrams")
    PARTS = "parts", _("Parts catalogue")
    MAINTENANCE = "maintenance", _("Maintenance schedule")
    BODY = "body", _("Body repair")
    SAFETY = "safety", _("Safety instructions")
    FITTING = "fitting", _("Fitting instructions")
    OTHER = "other", _("Other manual")


class BulletinCategory(models.TextChoices):
    """The types of bulletin."""

    SERVICE = "service_bulletin", _("Service bulletin")
    PRODUCT = "product_update", _("Product update")
    RECALL = "recall", _("Recall notice")
    SALES = "sales_directive", _("Sales directive")
    PRICE = "price_notice", _("Price notice")


CATEGORIES = [*ManualCategory.choices, *BulletinCategory.choices]
