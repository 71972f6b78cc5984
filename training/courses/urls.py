"""Addresses of courses, below /training/."""

from django.urls import path

from training.courses.views import catalogue, files, keeping, learning, lessons, practical, preview, team

app_name = "courses"

urlpatterns = [
    path("", learning.mine, name="mine"),
    path("courses/", catalogue.course_list, name="list"),
    path("courses/<int:course_id>/", catalogue.course, name="course"),
    path("courses/<int:course_id>/enrol", catalogue.enrol, name="enrol"),
    path("courses/<int:course_id>/preview/", preview.start, name="preview_start"),
    path("courses/<int:course_id>/preview/<str:lesson_id>/", preview.lesson, name="preview"),
    path("courses/<int:course_id>/preview/<str:lesson_id>/files/<int:file_id>", preview.file, name="preview_file"),
    path("r/<int:registration_id>/withdraw", learning.withdraw, name="withdraw"),
    path("sw.js", keeping.worker, name="worker"),
    path("kept/", keeping.shelf, name="shelf"),
    path("r/<uuid:key>/kept", keeping.bundle, name="bundle"),
    path("r/<uuid:key>/kept/done", keeping.done, name="kept_done"),
    path("r/<uuid:key>/kept/<str:lesson_id>/", keeping.lesson, name="kept_lesson"),
    path("r/<uuid:key>/kept/<str:lesson_id>/files/<int:file_id>", keeping.file, name="kept_file"),
    path("r/<uuid:key>/", lessons.resume, name="resume"),
    path("r/<uuid:key>/<str:lesson_id>/", lessons.lesson, name="lesson"),
    path("r/<uuid:key>/<str:lesson_id>/done", lessons.done, name="done"),
    path("r/<uuid:key>/<str:lesson_id>/begin", lessons.begin, name="begin"),
    path("r/<uuid:key>/<str:lesson_id>/watched", lessons.watched, name="watched"),
    path("r/<uuid:key>/<str:lesson_id>/files/<int:file_id>", files.lesson_file, name="file"),
    path("r/<uuid:key>/<str:lesson_id>/photos", practical.add_photos, name="add_photos"),
    path("r/<uuid:key>/<str:lesson_id>/photos/<uuid:photo_key>", practical.photo, name="photo"),
    path("r/<uuid:key>/<str:lesson_id>/photos/<uuid:photo_key>/remove", practical.remove_photo, name="remove_photo"),
    path("r/<uuid:key>/<str:lesson_id>/sign-off", practical.ask, name="ask_sign_off"),
    path("practical/", practical.queue, name="sign_offs"),
    path("practical/<int:sign_off_id>/", practical.sign_off, name="sign_off"),
    path("practical/<int:sign_off_id>/photos/<uuid:photo_key>", practical.sign_off_photo, name="sign_off_photo"),
    path("team/", team.people, name="team"),
    path("team/<int:user_id>/", team.person, name="person"),
    path("team/<int:user_id>/assign", team.assign, name="assign"),
    path("team/requests/<int:registration_id>", team.decide, name="decide"),
]
