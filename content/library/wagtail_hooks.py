"""What the library adds to the CMS."""

from __future__ import annotations

from wagtail import hooks

from content.library.admin_vehicle import VehicleModelViewSet


@hooks.register("register_admin_viewset")
def vehicle_models() -> VehicleModelViewSet:
    """The list of vehicle models."""
    return VehicleModelViewSet("vehicle_models")
