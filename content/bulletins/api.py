"""The door of bulletins."""

from content.bulletins.presenting import bulletin_url
from content.bulletins.reading import bulletins_in_force

__all__ = ["bulletin_url", "bulletins_in_force"]
