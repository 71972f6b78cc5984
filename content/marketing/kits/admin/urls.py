"""Addresses of sales kits in the CMS, below /cms/kits/."""

from django.urls import path

from content.marketing.kits.admin import views

app_name = "kit_desk"
urlpatterns = [path("<int:kit_id>/seen/", views.seen, name="seen")]
