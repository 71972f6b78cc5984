"""Addresses of this room."""

from django.urls import path

from portal.home.views import index, profile

app_name = "home"

urlpatterns = [
    path("", index.index, name="index"),
    path("profile/", profile.profile, name="profile"),
    path("language/", profile.language, name="language"),
]
