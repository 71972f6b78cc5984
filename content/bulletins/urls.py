"""Addresses of bulletins, below /bulletins/. Every one of them passes `content.library.api.open_edition`."""

from django.urls import path

from content.bulletins.views import files, reading, shelf

app_name = "bulletins"

urlpatterns = [
    path("", shelf.bulletin_list, name="list"),
    path("<int:bulletin_id>/", reading.bulletin, name="bulletin"),
    path("<int:bulletin_id>/e/<int:edition_id>/", reading.bulletin, name="edition"),
    path("<int:bulletin_id>/e/<int:edition_id>/files/<int:place>", files.file, name="file"),
]
