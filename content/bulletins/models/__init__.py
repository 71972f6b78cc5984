"""Bulletins, the files that they use, and their issues; one module per noun."""

from content.bulletins.models.bulletin import Bulletin
from content.bulletins.models.file import BulletinFile
from content.bulletins.models.issue import Issue

__all__ = ["Bulletin", "BulletinFile", "Issue"]
