"""Addresses of the API, below /api/v1/."""

from django.urls import path

from search.api_views import api

urlpatterns = [path("", api.urls)]
