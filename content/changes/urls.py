"""Addresses of changes, below /manuals/. Every one of them passes `content.changes.reading.open_comparison`."""

from django.urls import path

from content.changes import views

app_name = "changes"

urlpatterns = [
    path("<int:manual_id>/changes/", views.changes, name="changes"),
    path("<int:manual_id>/changes/<int:older_id>/<int:newer_id>/<int:place>/", views.place, name="place"),
]
