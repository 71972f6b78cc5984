"""The door of webhooks."""

from portal.webhooks.events import register_event
from portal.webhooks.telling import tell, tell_of_person

__all__ = ["register_event", "tell", "tell_of_person"]
