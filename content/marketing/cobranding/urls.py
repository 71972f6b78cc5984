"""Addresses of this room, below /marketing/prints/."""

from __future__ import annotations

from django.urls import path

from content.marketing.cobranding.views import dealership, filling, gallery, printing

app_name = "cobranding"

urlpatterns = [
    path("", gallery.template_list, name="list"),
    path("t/<int:template_id>/", gallery.template, name="template"),
    path("t/<int:template_id>/<int:version_id>/<int:page>", gallery.cover, name="cover"),
    path("t/<int:template_id>/begin", gallery.begin, name="begin"),
    path("mine/", filling.mine, name="mine"),
    path("f/<int:filling_id>/", filling.fill, name="fill"),
    path("f/<int:filling_id>/preview", filling.preview, name="preview"),
    path("f/<int:filling_id>/picture", filling.bring_picture, name="bring_picture"),
    path("f/<int:filling_id>/double", filling.double, name="double"),
    path("f/<int:filling_id>/renew", filling.renew, name="renew"),
    path("f/<int:filling_id>/remove", filling.remove, name="remove"),
    path("made/<int:print_id>/", printing.state, name="print"),
    path("made/<int:print_id>/file", printing.download, name="download"),
    path("dealers/<int:dealer_id>/", dealership.profile, name="profile"),
    path("pictures/<int:upload_id>", dealership.picture, name="picture"),
]
