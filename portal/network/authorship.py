"""Who may change what a department owns: its authors, and administrators. One rule, as our own views ask for it and as
Wagtail's do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from wagtail.permission_policies.base import BasePermissionPolicy

from portal.network.models import Department, User


def may_edit(user: User, department: Department) -> bool:
    """Whether the person writes for the department: its authors, and administrators."""
    if not user.is_active:
        return False
    return user.is_superuser or user.groups.filter(pk=department.authors_id).exists()


def departments_of(user: User) -> QuerySet[Department]:
    """The departments for which the person writes, by name."""
    every = Department.objects.order_by("name")
    return every if user.is_superuser else every.filter(authors__in=user.groups.all())


def departments_held(user: Any) -> frozenset[int]:
    """The ids of the departments, asked once a request: Wagtail's lists ask for each button of each row."""
    if not user.is_active:
        return frozenset()
    kept: frozenset[int] | None = getattr(user, "_edits_departments", None)
    if kept is None:
        kept = user._edits_departments = frozenset(departments_of(user).values_list("pk", flat=True))
    return kept


class DepartmentPolicy(BasePermissionPolicy):
    """`path` leads from the model to its department, as in a lookup."""

    def __init__(self, model: Any, path: str) -> None:
        super().__init__(model)
        self.path = path

    def user_has_permission(self, user: Any, action: str) -> bool:
        return bool(departments_held(user))

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return self.user_has_permission(user, "any")

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Any]:
        people = get_user_model()._default_manager.filter(is_active=True)
        return people.filter(Q(is_superuser=True) | Q(groups__department__isnull=False)).distinct()

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        department = instance
        for name in self.path.split("__"):
            department = getattr(department, name, None)
        return department is not None and department.pk in departments_held(user)

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Any) -> bool:
        return self.user_has_permission_for_instance(user, "any", instance)

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Any]:
        rows = self.model._default_manager.all()
        return rows.filter(**{f"{self.path}__in": departments_of(user)})

    def instances_user_has_permission_for(self, user: Any, action: str) -> QuerySet[Any]:
        return self.instances_user_has_any_permission_for(user, [action])

    def users_with_any_permission_for_instance(self, actions: Iterable[str], instance: Any) -> QuerySet[Any]:
        return self.users_with_any_permission(actions)


class KeptPolicy(DepartmentPolicy):
    """`DepartmentPolicy` for what is never deleted, because records of people stand on it."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "delete" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return action != "delete" and super().user_has_permission_for_instance(user, action, instance)


class UploadsAsPerson:
    """For the views of a chooser in which files are uploaded: tells the form who uploads, so that it offers the
    departments of that person. Wagtail's own does not."""

    def get_creation_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_creation_form_kwargs()  # type: ignore[misc]
        return {**kwargs, "for_user": self.request.user}  # type: ignore[attr-defined]
