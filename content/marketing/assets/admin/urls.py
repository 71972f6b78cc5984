"""Addresses of assets in the CMS, below /cms/assets/."""

from __future__ import annotations

from django.urls import path

from content.marketing.assets.admin import editing, listing, many, pictures, uploading

app_name = "assets_desk"

urlpatterns = [
    path("", listing.index, name="index"),
    path("change/", many.change, name="change"),
    path("upload/", uploading.page, name="upload"),
    path("upload/row/", uploading.row, name="upload_row"),
    path("upload/states/", uploading.states, name="upload_states"),
    path("<int:asset_id>/", editing.edit, name="edit"),
    path("<int:asset_id>/captions/", editing.captions, name="captions"),
    path("<int:asset_id>/retry/", editing.retry, name="retry"),
    path("<int:asset_id>/delete/", editing.delete, name="delete"),
    path("<int:asset_id>/<str:role>.webp", pictures.picture, name="picture"),
]
