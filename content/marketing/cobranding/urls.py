"""Addresses of this room, below /marketing/prints/."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "cobranding"

urlpatterns: list[URLPattern] = []
