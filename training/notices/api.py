"""The door of notices."""

from training.notices.telling import Told, notify, notify_many, register_kind, sentence

__all__ = ["Told", "notify", "notify_many", "register_kind", "sentence"]
