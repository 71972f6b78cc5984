"""Addresses of uploads, below /files/uploads/."""

from django.urls import path

from content.delivery.uploads import views

urlpatterns = [
    path("", views.begin, name="uploads"),
    path("<uuid:upload_id>", views.upload, name="upload"),
    path("<uuid:upload_id>/sign", views.sign, name="upload_sign"),
    path("<uuid:upload_id>/parts/<int:number>", views.part, name="upload_part"),
    path("<uuid:upload_id>/complete", views.complete, name="upload_complete"),
]
