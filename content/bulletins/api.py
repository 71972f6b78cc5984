"""The door of bulletins."""

from content.bulletins.document import clean
from content.bulletins.files import FileRefused, receive_file
from content.bulletins.models import Bulletin, BulletinFile, Issue
from content.bulletins.presenting import bulletin_url
from content.bulletins.reading import bulletins_in_force

__all__ = [
    "Bulletin",
    "BulletinFile",
    "FileRefused",
    "Issue",
    "bulletin_url",
    "bulletins_in_force",
    "clean",
    "receive_file",
]
