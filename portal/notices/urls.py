"""Addresses of notices, below /notices/."""

from __future__ import annotations

from django.urls import path

from portal.notices import views

app_name = "notices"

urlpatterns = [
    path("", views.notice_list, name="list"),
    path("read", views.mark_read, name="read"),
    path("<int:notice_id>/", views.follow, name="follow"),
    path("preferences/", views.preferences, name="preferences"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
]
