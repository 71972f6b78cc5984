"""Addresses of bulletins in the CMS, below /cms/bulletins/."""

from django.urls import path

from content.bulletins.admin import views

app_name = "bulletin_desk"
urlpatterns = [
    path("issues/<int:issue_id>/retry/", views.retry, name="retry"),
    path("files/<int:file_id>/", views.file, name="file"),
]
