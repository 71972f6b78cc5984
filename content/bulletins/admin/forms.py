"""Uploading files of bulletins in the CMS."""

from __future__ import annotations

from typing import Any

from content.bulletins.files import receive_file
from content.bulletins.models import BulletinFile
from portal.core.file_types import ATTACHMENTS
from portal.network.owned_forms import OwnedFileForm


class FileForm(OwnedFileForm):
    """A file of one kind, for a department for which the person writes."""

    class Meta:
        model = BulletinFile
        fields = ["title", "department"]

    def received(self, **facts: Any) -> BulletinFile:
        return receive_file(**facts)


class PictureForm(FileForm):
    kind, accept = BulletinFile.Kind.PICTURE, "image/jpeg,image/png,image/gif,image/webp"


class FilmForm(FileForm):
    kind, accept = BulletinFile.Kind.FILM, "video/mp4,video/webm"


class CaptionsForm(FileForm):
    kind, accept = BulletinFile.Kind.CAPTIONS, ".vtt,text/vtt"


class AttachmentForm(FileForm):
    kind, accept = BulletinFile.Kind.ATTACHMENT, ",".join(sorted(ATTACHMENTS))
