"""Addresses of assets in the CMS, below /cms/assets/."""

from __future__ import annotations

from django.urls import path

from content.marketing.assets.admin import pictures

app_name = "assets_desk"

urlpatterns = [
    path("<int:asset_id>/<str:role>.webp", pictures.picture, name="picture"),
]
