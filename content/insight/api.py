"""The door of insight. Rooms below say what was used by `content.delivery.api.note_use`; what else belongs to the reach
of their things is told here by who knows both."""

from content.insight.funnel import register_confirmed
from content.insight.kinds import Facts, ThingKind, register

__all__ = ["Facts", "ThingKind", "register", "register_confirmed"]
