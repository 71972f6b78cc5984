"""Files of lessons in the CMS."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from training.bank.admin.owned import OwnedIndex, OwnedViewSet
from training.courses.models import LessonFile


class FilesIndex(OwnedIndex):
    related = ("department",)


class LessonFileViewSet(OwnedViewSet):
    """The files of one's departments. They are uploaded where a lesson needs them, in the chooser, which knows what a
    file is for."""

    model = LessonFile
    icon = "upload"
    menu_label = _("Files of lessons")
    pages = frozenset({"index", "index_results", "edit"})
    index_view_class = FilesIndex
    form_fields = ["title"]
    list_display = ["title", "kind", "department", "size", "created_at"]
    list_filter = ["kind", "department"]
    search_fields = ["title", "name"]
