"""The door of insight. Rooms below say what was used by `content.delivery.api.note_use`; what has a reach is named
here."""

from content.insight.kinds import Facts, ThingKind, register

__all__ = ["Facts", "ThingKind", "register"]
