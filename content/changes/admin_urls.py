"""Addresses of changes in the CMS, below /cms/changes/."""

from django.urls import path

from content.changes import admin_views

app_name = "changes_admin"

urlpatterns = [
    path("<int:edition_id>/", admin_views.edition_changes, name="edition"),
    path("<int:edition_id>/summary/", admin_views.summary, name="summary"),
]
