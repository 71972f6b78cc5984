"""Addresses of attempts, below /training/attempts/. Each finds the person's own attempts only."""

from django.urls import path

from training.assessments.views import answering, files, media, taking

app_name = "attempts"

urlpatterns = [
    path("<int:attempt_id>/", taking.attempt, name="attempt"),
    path("<int:attempt_id>/answers/<int:position>", answering.answer, name="answer"),
    path("<int:attempt_id>/hints/<int:position>", answering.hint, name="hint"),
    path("<int:attempt_id>/files/<int:position>", files.receive, name="file"),
    path("<int:attempt_id>/handed-in/<int:file_id>", files.handed_in, name="handed_in"),
    path("<int:attempt_id>/hand-in", taking.hand_in, name="hand_in"),
    path("<int:attempt_id>/result", taking.result, name="result"),
    path("<int:attempt_id>/media/<str:sha256>", media.picture, name="picture"),
]
