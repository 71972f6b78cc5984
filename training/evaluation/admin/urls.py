"""Addresses of evaluation in the CMS, below /cms/evaluation/."""

from django.urls import path

from training.evaluation.admin import assessments

app_name = "training_evaluation"
urlpatterns = [
    path("", assessments.assessments, name="assessments"),
    path("assessments/<int:assessment_id>/", assessments.assessment, name="assessment"),
    path("assessments/<int:assessment_id>/analyse/", assessments.analyse, name="analyse"),
    path("assessments/<int:assessment_id>/questions.<str:kind>", assessments.export, name="export"),
    path("assessments/<int:assessment_id>/questions/<int:question_id>/", assessments.question, name="question"),
]
