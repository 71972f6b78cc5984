"""Addresses of rules' runs in the CMS, below /cms/enrolment/."""

from __future__ import annotations

from django.urls import path

from training.enrolment.admin import runs

app_name = "enrolment_desk"

urlpatterns = [
    path("<int:rule_id>/", runs.rule, name="rule"),
    path("<int:rule_id>/runs/", runs.runs, name="runs"),
    path("<int:rule_id>/begin/", runs.begin, name="begin"),
    path("<int:rule_id>/runs/<int:run_id>/stop/", runs.stop, name="stop"),
    path("<int:rule_id>/runs/<int:run_id>/go-on/", runs.go_on, name="go_on"),
]
