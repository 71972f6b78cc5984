"""Addresses of needs, below /training/needs/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from training.needs.views import competence, standards

app_name = "needs"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", competence.mine, name="mine"),
    path("team/", competence.team, name="matrix"),
    path("people/<int:user_id>/", competence.person, name="person"),
    path("people/<int:user_id>/rate", competence.rate, name="rate"),
    path("people/<int:user_id>/assign/<int:course_id>", competence.assign, name="assign"),
    path("network/", competence.network, name="network"),
    path("standards/", standards.standards, name="standards"),
    path("forecast/", standards.forecast, name="forecast"),
]
