"""The door of notices."""

from portal.notices.telling import Told, notify, notify_many, register_kind, sentence, settle, settle_for_all

__all__ = ["Told", "notify", "notify_many", "register_kind", "sentence", "settle", "settle_for_all"]
