"""The door of delivery: the only way by which private files leave."""

from content.delivery.archives import Packed, archive_size, named_apart, send_archive
from content.delivery.downloads import DownloadRefused, download_edition, download_source, may_download
from content.delivery.filenames import download_name
from content.delivery.sending import (
    IMAGE_SECONDS,
    fresh_for_a_day,
    not_modified,
    send_file,
    send_image,
    send_stored_image,
)
from content.delivery.using import What, note_use, note_uses, used

__all__ = [
    "IMAGE_SECONDS",
    "DownloadRefused",
    "Packed",
    "What",
    "archive_size",
    "download_edition",
    "download_name",
    "download_source",
    "fresh_for_a_day",
    "may_download",
    "named_apart",
    "not_modified",
    "note_use",
    "note_uses",
    "send_archive",
    "send_file",
    "send_image",
    "send_stored_image",
    "used",
]
