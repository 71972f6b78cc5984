"""Addresses of certification, below /training/certification/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

app_name = "certification"

urlpatterns: list[URLPattern | URLResolver] = []
