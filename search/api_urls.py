"""Addresses of the API, below /api/v1/."""

from django.urls import path

from search.api_views import api
from training.dashboards.api_router import router as training

api.add_router("/training", training)

urlpatterns = [path("", api.urls)]
