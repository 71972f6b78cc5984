"""Addresses of this room, below /exports/."""

from __future__ import annotations

from django.urls import path

from content.exports import views

app_name = "exports"

urlpatterns = [
    path("", views.files, name="files"),
    path("<uuid:key>", views.file, name="file"),
]
