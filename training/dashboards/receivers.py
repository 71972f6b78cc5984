"""What makes the sums follow: registrations, certificates and memberships that change."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save

from content.exports.api import export_ready
from portal.core.dispatch import send_after_commit
from portal.network.models import Membership
from training.certification import api as certification
from training.courses.api import registrations_made
from training.courses.models import Registration
from training.dashboards import reporting
from training.dashboards.models import Touched

WORK_OFF = "training.dashboards.tasks.work_off_touched"


def connect() -> None:
    registrations_made.connect(_registrations_made, dispatch_uid="dashboards.registrations_made")
    post_save.connect(_registration_changed, sender=Registration, dispatch_uid="dashboards.registration")
    certification.certification_awarded.connect(_certified, dispatch_uid="dashboards.awarded")
    certification.standing_changed.connect(_certified, dispatch_uid="dashboards.standing")
    post_save.connect(_membership_changed, sender=Membership, dispatch_uid="dashboards.membership")
    post_delete.connect(_membership_changed, sender=Membership, dispatch_uid="dashboards.membership_gone")
    export_ready.connect(reporting.owe_mail, dispatch_uid="dashboards.report_ready")


def _registrations_made(*, registrations: list[Registration], **_kwargs: Any) -> None:
    Touched.objects.bulk_create(
        [Touched(user_id=one.user_id, course_id=one.course_id) for one in registrations], batch_size=1000
    )
    send_after_commit(WORK_OFF)


def _registration_changed(*, instance: Registration, created: bool, **_kwargs: Any) -> None:
    if created:
        return
    Touched.objects.create(user_id=instance.user_id, course_id=instance.course_id)
    send_after_commit(WORK_OFF)


def _certified(*, period: certification.CertificationPeriod, **_kwargs: Any) -> None:
    Touched.objects.create(user_id=period.certification.user_id)
    send_after_commit(WORK_OFF)


def _membership_changed(*, instance: Membership, **_kwargs: Any) -> None:
    Touched.objects.create(dealer_id=instance.dealer_id)
    send_after_commit(WORK_OFF)
