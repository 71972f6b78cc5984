"""Addresses of one webhook in the CMS, below /cms/webhooks/of/."""

from __future__ import annotations

from django.urls import path

from portal.webhooks import admin_views as views

app_name = "webhooks_desk"

urlpatterns = [
    path("<int:endpoint_id>/", views.endpoint, name="endpoint"),
    path("<int:endpoint_id>/secret/", views.renew, name="renew"),
    path("<int:endpoint_id>/pause/", views.pause, name="pause"),
    path("<int:endpoint_id>/switch-on/", views.switch_on, name="switch_on"),
    path("<int:endpoint_id>/test/", views.test, name="test"),
    path("<int:endpoint_id>/again/<int:delivery_id>/", views.again, name="again"),
]
