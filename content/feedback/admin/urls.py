"""Addresses of feedback in the CMS, below /cms/feedback/."""

from django.urls import path

from content.feedback.admin import fixes, inbox, report

app_name = "feedback_desk"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("many/", inbox.many, name="many"),
    path("<int:report_id>/", report.report, name="report"),
    path("<int:report_id>/<slug:step>/", report.step, name="step"),
    path("fixes/<int:edition_id>/", fixes.fixes, name="fixes"),
]
