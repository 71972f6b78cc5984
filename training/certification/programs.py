"""What programs of dealers are told of training, by webhooks: who (by id) completed which course, and who is certified
until when. No names, no results."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from portal.webhooks.api import register_event, tell_of_person
from training.certification.models import CertificationPeriod
from training.certification.signals import certification_awarded
from training.courses.api import Registration, course_completed

COMPLETED, AWARDED = "course.completed", "certificate.awarded"


def connect() -> None:
    """From `ready`."""
    register_event(COMPLETED, _("Somebody completes a course"))
    register_event(AWARDED, _("Somebody is certified, or certified again"))
    course_completed.connect(_completed, sender=Registration, dispatch_uid="certification.programs_completed")
    certification_awarded.connect(_awarded, sender=CertificationPeriod, dispatch_uid="certification.programs_awarded")


def _completed(*, registration: Registration, **_kwargs: object) -> None:
    tell_of_person(
        event=COMPLETED,
        key=f"{COMPLETED}:{registration.pk}",
        data={"person": registration.user_id, "course": registration.course_id, "registration": str(registration.key)},
        user_id=registration.user_id,
    )


def _awarded(*, period: CertificationPeriod, **_kwargs: object) -> None:
    certification = period.certification
    tell_of_person(
        event=AWARDED,
        key=f"{AWARDED}:{period.pk}",
        data={
            "person": certification.user_id,
            "scheme": certification.scheme_id,
            "valid_until": period.expires_on.isoformat() if period.expires_on else None,
        },
        user_id=certification.user_id,
    )
