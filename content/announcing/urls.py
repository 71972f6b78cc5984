"""Addresses of feeds, below /feeds/."""

from __future__ import annotations

from django.urls import path

from content.announcing.feeds import views

app_name = "feeds"

urlpatterns = [
    path("", views.mine, name="mine"),
    path("renew", views.renew, name="renew"),
    path("<str:token>/publications.atom", views.publications, name="publications"),
    path("<str:token>/<slug:topic>.atom", views.publications, name="topic"),
]
