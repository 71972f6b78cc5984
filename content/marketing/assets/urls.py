"""Addresses of this room, below /marketing/assets/."""

from __future__ import annotations

from django.urls import path

from content.marketing.assets.views import files, shelf

app_name = "assets"

urlpatterns = [
    path("", shelf.assets, name="assets"),
    path("<int:asset_id>/", shelf.asset, name="asset"),
    path("<int:asset_id>/agree/", shelf.agree_to_terms, name="agree"),
    path("<int:asset_id>/offers/", shelf.offers, name="offers"),
    path("<int:asset_id>/ask/<str:channel>/", shelf.ask_for, name="ask"),
    path("<int:asset_id>/thumbnail/", files.thumbnail, name="thumbnail"),
    path("<int:asset_id>/preview/", files.preview, name="preview"),
    path("<int:asset_id>/film/", files.film, name="film"),
    path("<int:asset_id>/captions/<str:language>/", files.captions, name="captions"),
    path("<int:asset_id>/download/", files.download, name="download"),
]
