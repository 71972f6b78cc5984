"""Addresses of what was in force, below /manuals/as-of/."""

from django.urls import path

from content.asof import views

app_name = "asof"

urlpatterns = [
    path("", views.day, name="day"),
    path("proof", views.proof, name="proof"),
]
