"""Addresses of question files in the CMS, below /cms/question-files/."""

from django.urls import path

from training.bank.exchange import views

app_name = "question_files"
urlpatterns = [
    path("", views.index, name="index"),
    path("template/<str:form>/", views.table_template, name="template"),
    path("export/", views.export, name="export"),
    path("<uuid:import_id>/", views.preview, name="preview"),
    path("<uuid:import_id>/progress/", views.progress, name="progress"),
    path("<uuid:import_id>/begin/", views.begin, name="begin"),
    path("<uuid:import_id>/drop/", views.drop, name="drop"),
]
