"""Addresses of this room, below /marketing/."""

from __future__ import annotations

from django.urls import path

from content.marketing.kits.views import collecting, collections, kits, links, sharing

app_name = "kits"

urlpatterns = [
    path("", kits.index, name="index"),
    path("kits/", kits.kit_list, name="list"),
    path("kits/<int:kit_id>/", kits.kit, name="kit"),
    path("kits/<int:kit_id>/present/", kits.present, name="present"),
    path("kits/<int:kit_id>/take/", kits.take, name="take"),
    path("kits/<int:kit_id>/share/", sharing.share_kit, name="share"),
    path("links/", links.link_list, name="links"),
    path("links/<uuid:key>/", links.link, name="link"),
    path("links/<uuid:key>/revoke/", links.revoke, name="revoke"),
    path("links/<uuid:key>/renew/", links.renew, name="renew"),
    path("collections/", collections.collection_list, name="collections"),
    path("collections/add/", collecting.add, name="collect"),
    path("collections/<int:collection_id>/", collections.collection, name="collection"),
    path("collections/<int:collection_id>/arrange/", collections.arrange, name="arrange"),
    path("collections/<int:collection_id>/remove/<int:item_id>/", collections.remove, name="remove"),
    path("collections/<int:collection_id>/settings/", collections.change, name="change_collection"),
    path("collections/<int:collection_id>/delete/", collections.delete, name="delete_collection"),
    path("collections/<int:collection_id>/take/", collections.take, name="take_collection"),
    path("collections/<int:collection_id>/share/", sharing.share_collection, name="share_collection"),
]
