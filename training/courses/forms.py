"""Uploading files of lessons in the CMS."""

from __future__ import annotations

from typing import Any

from portal.network.owned_forms import OwnedFileForm
from training.courses.files import receive_file
from training.courses.models import LessonFile


class FileForm(OwnedFileForm):
    """A file of one kind, for a department for which the person writes."""

    class Meta:
        model = LessonFile
        fields = ["title", "department"]

    def received(self, **facts: Any) -> LessonFile:
        return receive_file(**facts)


class PictureForm(FileForm):
    kind, accept = "picture", "image/jpeg,image/png,image/gif,image/webp"


class VideoForm(FileForm):
    kind, accept = "video", "video/mp4,video/webm"


class CaptionsForm(FileForm):
    kind, accept = "captions", ".vtt,text/vtt"


class DocumentForm(FileForm):
    kind, accept = "document", ""
