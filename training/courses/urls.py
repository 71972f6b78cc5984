"""Addresses of courses, below /training/."""

from django.urls import path

from training.courses.views import catalogue, files, learning, lessons, team

app_name = "courses"

urlpatterns = [
    path("", learning.mine, name="mine"),
    path("courses/", catalogue.course_list, name="list"),
    path("courses/<int:course_id>/", catalogue.course, name="course"),
    path("courses/<int:course_id>/enrol", catalogue.enrol, name="enrol"),
    path("r/<int:registration_id>/withdraw", learning.withdraw, name="withdraw"),
    path("r/<uuid:key>/", lessons.resume, name="resume"),
    path("r/<uuid:key>/<str:lesson_id>/", lessons.lesson, name="lesson"),
    path("r/<uuid:key>/<str:lesson_id>/done", lessons.done, name="done"),
    path("r/<uuid:key>/<str:lesson_id>/begin", lessons.begin, name="begin"),
    path("r/<uuid:key>/<str:lesson_id>/watched", lessons.watched, name="watched"),
    path("r/<uuid:key>/<str:lesson_id>/files/<int:file_id>", files.lesson_file, name="file"),
    path("team/", team.people, name="team"),
    path("team/<int:user_id>/", team.person, name="person"),
    path("team/<int:user_id>/assign", team.assign, name="assign"),
    path("team/requests/<int:registration_id>", team.decide, name="decide"),
]
