"""What feedback does when something below changes."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from content.feedback.models import Report
from content.library import api as library
from content.library.models import Manual


@receiver(library.publication_changed)
def _follow_owner(sender: object, manual_id: int, **kwargs: Any) -> None:
    """Reports go with the publication when it is moved to another department."""
    department = Manual.objects.filter(pk=manual_id).values_list("department_id", flat=True).first()
    if department is not None:
        Report.objects.filter(manual=manual_id).exclude(department=department).update(department=department)
