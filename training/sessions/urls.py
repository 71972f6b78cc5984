"""Addresses of sessions, below /training/sessions/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

app_name = "sessions"

urlpatterns: list[URLPattern | URLResolver] = []
