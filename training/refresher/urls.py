"""Addresses of refresher, below /training/refresher/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

app_name = "refresher"

urlpatterns: list[URLPattern | URLResolver] = []
