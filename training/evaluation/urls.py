"""Addresses of evaluation, below /training/evaluation/."""

from __future__ import annotations

from django.urls import path

from training.evaluation.views import checks, survey

app_name = "evaluation"

urlpatterns = [
    path("survey/<uuid:key>/<str:lesson_id>", survey.answer, name="survey"),
    path("checks/", checks.check_list, name="checks"),
    path("checks/<int:check_id>/", checks.check, name="check"),
]
