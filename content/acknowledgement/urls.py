"""Addresses of this room, below /duties/."""

from __future__ import annotations

from django.urls import URLPattern, path

from content.acknowledgement.views import network, own, tables, team

app_name = "duties"

urlpatterns: list[URLPattern] = [
    path("", own.mine, name="mine"),
    path("done/", own.done, name="done"),
    path("<int:manual_id>/e/<int:edition_id>/confirm", own.confirm_edition, name="confirm"),
    path("team/", team.people, name="team"),
    path("team/people/<int:user_id>/", team.person, name="person"),
    path("team/publications/", team.publications, name="team_publications"),
    path("team/publications/<int:edition_id>/", team.publication, name="team_publication"),
    path("team/publications/<int:edition_id>/ask", team.ask, name="ask"),
    path("network/", network.network, name="network"),
    path("network/publications/", network.publications, name="publications"),
    path("network/publications/<int:edition_id>/", network.publication, name="publication"),
    path("tables/<slug:name>", tables.table, name="table"),
]
