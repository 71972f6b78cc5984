"""Addresses of evaluation in the CMS, below /cms/evaluation/."""

from django.urls import path

from training.evaluation.admin import assessments, courses, figures

app_name = "training_evaluation"
urlpatterns = [
    path("", assessments.assessments, name="assessments"),
    path("assessments/<int:assessment_id>/", assessments.assessment, name="assessment"),
    path("assessments/<int:assessment_id>/analyse/", assessments.analyse, name="analyse"),
    path("assessments/<int:assessment_id>/questions.<str:kind>", assessments.export, name="export"),
    path("assessments/<int:assessment_id>/questions/<int:question_id>/", assessments.question, name="question"),
    path("courses/", courses.courses, name="courses"),
    path("courses/<int:course_id>/", courses.course, name="course"),
    path("courses/<int:course_id>/plan/", courses.plan, name="plan"),
    path("courses/<int:course_id>/surveys/<str:lesson_id>/", courses.survey, name="survey"),
    path("figures/", figures.figures, name="figures"),
    path("figures/template.xlsx", figures.template, name="template"),
    path("figures/uploads/<int:upload_id>/", figures.upload, name="upload"),
    path("figures/uploads/<int:upload_id>/take-over/", figures.take_over, name="take_over"),
]
