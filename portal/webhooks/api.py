"""The door of webhooks."""

from portal.webhooks.events import register_event
from portal.webhooks.telling import anybody_listens, tell, tell_of_person

__all__ = ["anybody_listens", "register_event", "tell", "tell_of_person"]
