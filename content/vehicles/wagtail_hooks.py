"""What the room adds to the CMS."""

from __future__ import annotations

from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks

from content.vehicles.admin_tables import VehiclesGroup
from content.vehicles.admin_trial import trial, warn_of_overlaps

hooks.register("after_create_page", warn_of_overlaps)
hooks.register("after_edit_page", warn_of_overlaps)


@hooks.register("register_admin_viewset")
def vehicle_tables() -> VehiclesGroup:
    """Models, variants, and the tables by which a VIN is read."""
    return VehiclesGroup()


@hooks.register("register_admin_urls")
def vehicle_urls() -> list[URLPattern]:
    """/cms/vehicles/"""
    return [path("vehicles/trial/", trial, name="vehicle_trial")]


@hooks.register("insert_editor_js")
def trial_script() -> SafeString:
    """The editor of manuals tries its rows on a VIN."""
    return format_html('<script type="module" src="{}"></script>', static("js/applicability-trial.js"))
