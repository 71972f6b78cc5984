"""Addresses of the audit in the CMS, below /cms/audit/."""

from django.urls import path

from content.insight.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.events, name="events"),
    path("export", views.export, name="export"),
]
