"""Addresses of this room, below /files/."""

from django.urls import path

from content.delivery import views

app_name = "delivery"
urlpatterns = [
    path("e/<int:edition_id>/download", views.download, name="download"),
]
