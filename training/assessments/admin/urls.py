"""Addresses of the trainers' desk, below /cms/training/desk/. Each finds what the person's departments own."""

from django.urls import path

from training.assessments.admin import assessments, grading, proctor, regrading, trial

app_name = "training_desk"

urlpatterns = [
    path("try/", trial.question, name="question"),
    path("try/check/", trial.check_question, name="check_question"),
    path("try/<int:pk>/", trial.assessment, name="assessment"),
    path("try/<int:pk>/check/", trial.check_assessment, name="check_assessment"),
    path("check/<int:pk>/", assessments.check_page, name="check"),
    path("duplicate/<int:pk>/", assessments.duplicate, name="duplicate"),
    path("archive/<int:pk>/", assessments.archive, name="archive"),
    path("count/", assessments.count, name="count"),
    path("grading/", grading.queue, name="queue"),
    path("grading/<int:pk>/", grading.grade_item, name="grade"),
    path("proctor/", proctor.waiting, name="proctor"),
    path("proctor/let-in/", proctor.let_in, name="let_in"),
    path("regrade/<int:pk>/", regrading.regrade_question, name="regrade"),
]
