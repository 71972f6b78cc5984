"""Addresses of campaigns in the CMS, below /cms/campaigns/."""

from django.urls import path

from content.marketing.campaigns.admin import views

app_name = "campaign_desk"
urlpatterns = [
    path("<int:campaign_id>/plan/", views.plan, name="plan"),
    path("<int:campaign_id>/move/", views.move, name="move"),
]
