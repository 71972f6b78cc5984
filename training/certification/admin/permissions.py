"""What authors may do in the CMS: everything with what their department owns, but deleting."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from portal.network.authorship import DepartmentPolicy


class KeptPolicy(DepartmentPolicy):
    """`DepartmentPolicy` for what is never deleted, because records of people stand on it."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "delete" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return action != "delete" and super().user_has_permission_for_instance(user, action, instance)
