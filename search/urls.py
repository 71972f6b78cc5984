"""Addresses of search, below /search/."""

from django.urls import path

from search import teaching_views as teaching
from search import views

app_name = "search"
urlpatterns = [
    path("", views.results, name="results"),
    path("suggest", views.suggestions, name="suggest"),
    path("taught", teaching.taught, name="taught"),
    path("taught/<int:edition_id>/<int:number>", teaching.page_taught, name="page_taught"),
    path("lesson/<int:course_id>/<str:lesson_id>", teaching.lesson, name="lesson"),
]
