"""Addresses of this room, below /feeds/."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "feeds"

urlpatterns: list[URLPattern] = []
