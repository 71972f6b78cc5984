"""Addresses of this room, below /feedback/."""

from __future__ import annotations

from django.urls import path

from content.feedback.views import own, saying

app_name = "feedback"

_ABOUT = "on/<slug:about>/<int:about_id>/<int:place>"

urlpatterns = [
    path("", own.reports, name="reports"),
    path("<int:report_id>/", own.report, name="report"),
    path(_ABOUT, saying.door, name="door"),
    path(f"{_ABOUT}/helped", saying.helped, name="helped"),
    path(f"{_ABOUT}/say", saying.say, name="say"),
]
