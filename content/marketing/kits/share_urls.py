"""Addresses for customers, below /share/. No signing in: the token is the right, and it is asked at every request."""

from __future__ import annotations

from django.urls import path

from content.marketing.kits.views import customers

app_name = "share"

urlpatterns = [
    path("<str:token>/", customers.page, name="page"),
    path("<str:token>/pin/", customers.pin, name="pin"),
    path("<str:token>/all/", customers.take_all, name="all"),
    path("<str:token>/logo/", customers.logo, name="logo"),
    path("<str:token>/<int:asset_id>/file/", customers.file, name="file"),
    path("<str:token>/<int:asset_id>/film/", customers.film, name="film"),
    path("<str:token>/<int:asset_id>/captions/<str:language>/", customers.captions, name="captions"),
    path("<str:token>/<int:asset_id>/<str:size>/", customers.picture, name="picture"),
]
