"""Addresses of the refresher, below /training/refresher/. Each finds the person's own quizzes only."""

from __future__ import annotations

from django.urls import path

from training.refresher.views import answering, pages, pictures, team

app_name = "refresher"

urlpatterns = [
    path("", pages.quiz, name="quiz"),
    path("start", pages.start, name="start"),
    path("day", pages.day, name="day"),
    path("team/", team.totals, name="team"),
    path("<int:quiz_id>/", pages.result, name="result"),
    path("<int:quiz_id>/<int:position>/", pages.item, name="item"),
    path("<int:quiz_id>/<int:position>/answer", answering.answer, name="answer"),
    path("<int:quiz_id>/<int:position>/hint", answering.hint, name="hint"),
    path("<int:quiz_id>/<int:position>/rating", answering.rating, name="rating"),
    path("<int:quiz_id>/media/<str:sha256>", pictures.picture, name="picture"),
]
