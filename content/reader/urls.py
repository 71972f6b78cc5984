"""Addresses of the reader, below /manuals/. Every one of them passes `content.library.api.open_edition`."""

from django.urls import path

from content.reader.views import bookmarks, contents, finding, images, pages, printing, shelf

app_name = "reader"

_EDITION = "<int:manual_id>/e/<int:edition_id>/"
_PAGE = f"{_EDITION}p/<int:number>"

urlpatterns = [
    path("", shelf.manual_list, name="list"),
    path("bookmarks/", bookmarks.bookmark_list, name="bookmarks"),
    path("<int:manual_id>/", shelf.manual, name="manual"),
    path("<int:manual_id>/cover", images.cover, name="cover"),
    path("<int:manual_id>/p/<int:number>", pages.page, name="page"),
    path(f"{_EDITION}contents", contents.contents, name="contents"),
    path(f"{_EDITION}go", contents.go, name="go"),
    path(f"{_EDITION}find", finding.find, name="find"),
    path(f"{_EDITION}print", printing.print_pages, name="print"),
    path(_PAGE, pages.page, name="edition_page"),
    path(f"{_PAGE}/image", images.image, name="image"),
    path(f"{_PAGE}/thumb", images.thumbnail, name="thumbnail"),
    path(f"{_PAGE}/in-force", contents.in_force, name="in_force"),
    path(f"{_PAGE}/bookmark", bookmarks.toggle, name="bookmark"),
]
