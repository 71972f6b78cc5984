"""Addresses of this room, below /insight/."""

from __future__ import annotations

from django.urls import path

from content.insight.views import exports, thing, things

app_name = "insight"

urlpatterns = [
    path("", things.things, name="things"),
    path("export", exports.things, name="export_things"),
    path("export/dealers", exports.every_dealer, name="export_every_dealer"),
    path("<slug:kind>/<int:thing_id>/", thing.thing, name="thing"),
    path("<slug:kind>/<int:thing_id>/export", exports.dealers, name="export_dealers"),
]
