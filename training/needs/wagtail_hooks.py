"""What needs add to the CMS."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy

from portal.network.authorship import DepartmentPolicy
from portal.network.models import User
from training.bank.api import departments_of
from training.needs.admin import CompetencyViewSet, DealerStandardViewSet, FrameworkViewSet, RoleProfileViewSet
from training.needs.models import Competency, CompetencyFramework, DealerStandard, RoleProfile

register_permission_policy(CompetencyFramework, DepartmentPolicy(CompetencyFramework, "department"))
register_permission_policy(Competency, DepartmentPolicy(Competency, "framework__department"))
register_permission_policy(RoleProfile, DepartmentPolicy(RoleProfile, "department"))
register_permission_policy(DealerStandard, DepartmentPolicy(DealerStandard, "department"))

VIEWSETS = [
    FrameworkViewSet("competency_frameworks"),
    CompetencyViewSet("competencies"),
    RoleProfileViewSet("role_profiles"),
    DealerStandardViewSet("dealer_standards"),
]


class AuthorsMenuItem(MenuItem):
    """Not shown to who is no author: the list would refuse them."""

    def is_shown(self, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and departments_of(request.user).exists()


@hooks.register("register_admin_viewset")
def needs_viewsets() -> list[Any]:
    """The lists of needs."""
    return VIEWSETS


def _item(viewset: Any, order: int) -> Callable[[], MenuItem]:
    def item() -> MenuItem:
        address = reverse(viewset.get_url_name("index"))
        return AuthorsMenuItem(viewset.menu_label, address, icon_name=viewset.icon, order=order)

    return item


for _place, _viewset in enumerate(VIEWSETS):
    hooks.register("register_training_menu_item", _item(_viewset, 500 + 10 * _place))
