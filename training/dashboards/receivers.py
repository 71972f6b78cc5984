"""What makes the sums follow: registrations and memberships that change."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save

from portal.core.dispatch import send_after_commit
from portal.network.models import Membership
from training.courses.models import Registration
from training.dashboards.models import Touched

WORK_OFF = "training.dashboards.tasks.work_off_touched"


def connect() -> None:
    post_save.connect(_registration_changed, sender=Registration, dispatch_uid="dashboards.registration")
    post_save.connect(_membership_changed, sender=Membership, dispatch_uid="dashboards.membership")
    post_delete.connect(_membership_changed, sender=Membership, dispatch_uid="dashboards.membership_gone")


def _registration_changed(*, instance: Registration, **_kwargs: Any) -> None:
    Touched.objects.create(user_id=instance.user_id, course_id=instance.course_id)
    send_after_commit(WORK_OFF)


def _membership_changed(*, instance: Membership, **_kwargs: Any) -> None:
    Touched.objects.create(dealer_id=instance.dealer_id)
    send_after_commit(WORK_OFF)
