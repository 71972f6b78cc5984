"""Vehicles: what a VIN tells by the tables of the administrators, and which publications apply to it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VehiclesConfig(AppConfig):
    name = "content.vehicles"
    label = "vehicles"
    verbose_name = _("Vehicles")
