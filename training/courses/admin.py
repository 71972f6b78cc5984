"""Files of lessons in the CMS."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from training.courses.models import LessonFile


class FilesIndex(generic.IndexView):
    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("department")


class LessonFileViewSet(ModelViewSet):
    """The files there are; they are uploaded where a lesson needs them."""

    model = LessonFile
    icon = "upload"
    menu_label = _("Files of lessons")
    index_view_class = FilesIndex
    form_fields = ["title", "department"]
    list_display = ["title", "kind", "department", "size", "created_at"]
    list_filter = ["kind", "department"]
    search_fields = ["title", "name"]
    search_backend_name = None
    list_per_page = 50
    copy_view_enabled = False
    inspect_view_enabled = False
    add_to_admin_menu = False

    def get_urlpatterns(self) -> Any:
        """All but adding: a file is uploaded in the chooser, which knows what it is for."""
        return [pattern for pattern in super().get_urlpatterns() if pattern.name not in ("add", "delete")]
