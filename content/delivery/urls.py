"""Addresses of this room, below /files/."""

from django.urls import include, path

from content.delivery import views

app_name = "delivery"
urlpatterns = [
    path("e/<int:edition_id>/download", views.download, name="download"),
    path("e/<int:edition_id>/source", views.source, name="source"),
    path("uploads/", include("content.delivery.uploads.urls")),
]
