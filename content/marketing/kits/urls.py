"""Addresses of this room, below /marketing/."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "kits"

urlpatterns: list[URLPattern] = []
