"""Renewing a certification: new registrations for the courses that its path still asks for. Nothing is reset."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core.errors import Refused
from portal.network.models import User
from training.certification.gaps import Missing, missing_of
from training.certification.models import Certification
from training.certification.terms import path_ids, way_of
from training.courses.api import Course, Registration, RegistrationRefused, register


class RenewalRefused(Refused):
    """The certification is not renewed now; the reason says why."""


def missing_for(certification: Certification, *, day: date) -> list[Missing] | None:
    """What the person has still to do for the next award, in the order of the path. None while nothing can be done for
    it."""
    version = certification.scheme.current
    way = way_of(certification, version=version, day=day) if version is not None else None
    if version is None or way is None:
        return None
    curricula, user_id = path_ids(version, way.kind), certification.user_id
    return missing_of(user_ids=[user_id], curriculum_ids=curricula, since=way.since)[user_id]


def begin_renewal(*, user: User, certification_id: int, day: date | None = None) -> list[Registration]:
    """Register the person anew for the courses that they need for the next award; those that they can choose from they
    take up themselves. Raises RenewalRefused."""
    day = day or timezone.localdate()
    own = Certification.objects.select_related("scheme__current").filter(user=user, pk=certification_id).first()
    if own is None:
        raise RenewalRefused(_("There is no such certification."))
    missing = missing_for(own, day=day)
    if missing is None:
        raise RenewalRefused(_("It cannot be renewed now."))
    wanted = [one.item.id for one in missing if one.item.kind == "course" and not one.chosen]
    courses = Course.objects.filter(pk__in=wanted, live=True).in_bulk()
    made = []
    for course_id in wanted:
        if course_id not in courses:
            continue
        try:
            made.append(register(actor=user, user=user, course=courses[course_id], source=Registration.Source.SELF))
        except RegistrationRefused:
            # Not published again since: the others can be taken meanwhile.
            continue
    if not made:
        raise RenewalRefused(_("Choose what you take from the list: there is nothing that everybody takes."))
    return made
