"""Addresses of enrolment, below /training/enrolment/."""

from __future__ import annotations

from django.urls import path

from training.enrolment.views import bulk, deciding, team

app_name = "enrolment"

urlpatterns = [
    path("assign/", team.assign, name="assign"),
    path("open/", team.open_list, name="open"),
    path("requests/", deciding.requests, name="requests"),
    path("files/", bulk.upload, name="files"),
    path("files/template.<str:form>", bulk.template, name="template"),
    path("files/<int:file_id>/", bulk.preview, name="file"),
]
