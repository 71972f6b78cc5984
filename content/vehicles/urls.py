"""Addresses of the vehicle at hand, below /vehicle/. None holds a VIN."""

from django.urls import path

from content.vehicles import views

app_name = "vehicles"
urlpatterns = [
    path("", views.vehicle, name="vehicle"),
    path("take/", views.take, name="take"),
    path("describe/", views.describe, name="describe"),
    path("put-away/", views.put_away, name="put_away"),
]
