"""The door of announcing."""

from content.announcing.announcing import announce, register_announced

__all__ = ["announce", "register_announced"]
