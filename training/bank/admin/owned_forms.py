"""The form of what a department owns."""

from __future__ import annotations

from typing import Any, ClassVar

from wagtail.admin.forms import WagtailAdminModelForm

from portal.network.authorship import departments_of
from portal.network.models import Department, User


class OwnedForm(WagtailAdminModelForm):
    """Offers the departments that the person writes for, and takes no other. Fields named in `owned` choose among what
    those departments own."""

    owned: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = departments_of(self.for_user) if isinstance(self.for_user, User) else Department.objects.none()
        if department := self.fields.get("department"):
            department.queryset = mine
            if self.instance.pk is None:
                department.initial = mine.first()
        for name in self.owned:
            choices = self.fields[name]
            choices.queryset = choices.queryset.filter(department__in=mine)
