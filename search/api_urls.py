"""Addresses of the API, below /api/v1/."""

from django.urls import path

from content.insight.api_router import router as insight
from search.api_views import api
from training.dashboards.api_router import router as training

api.add_router("/training", training)
api.add_router("/insight", insight)

urlpatterns = [path("", api.urls)]
