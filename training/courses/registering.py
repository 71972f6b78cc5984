"""Who takes a course: by themselves, by their manager, by a trainer. A registration is never reset: taking a course
again is a new one."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core import events
from portal.core.errors import Refused
from portal.network.api import Viewer, with_team
from portal.network.models import Membership, User
from training.courses.models import Course, CourseVersion, Registration
from training.courses.signals import (
    registration_decided,
    registration_made,
    registration_withdrawn,
    registrations_made,
)

_COMPLETED = Registration.State.COMPLETED
_PERSONAL = (Registration.Source.SELF,)


class RegistrationRefused(Refused):
    """The person is not registered; the reason says why."""


class NoSuchRegistration(Refused):
    """There is none that this person may see or change."""


def enrol_oneself(*, viewer: Viewer, user: User, course_id: int, today: date | None = None) -> Registration:
    """Register for a course that one may see. Gives the open registration where there is one. Raises
    RegistrationRefused."""
    course = Course.objects.visible_to(viewer).filter(pk=course_id).first()
    if course is None:
        raise RegistrationRefused(_("There is no such course."))
    if course.enrolment == Course.Enrolment.ASSIGNED:
        raise RegistrationRefused(_("This course is for those who are assigned to it. Ask your manager."))
    if missing := missing_prerequisites(user=user, course=course):
        raise RegistrationRefused(
            _("Complete “%(course)s” first.") % {"course": ", ".join(one.title for one in missing)}
        )
    state = Registration.State.ENROLLED
    if course.enrolment == Course.Enrolment.APPROVAL:
        state = Registration.State.REQUESTED
    return register(actor=user, user=user, course=course, source=Registration.Source.SELF, state=state, today=today)


def assign(
    *, viewer: Viewer, actor: User, user: User, course_id: int, due_on: date | None = None, today: date | None = None
) -> Registration:
    """A manager assigns somebody of a dealer that they manage, to a course that they or anybody there may see; staff of
    the maker anybody. Raises RegistrationRefused, and NoSuchRegistration when the person is not theirs."""
    if not may_manage(viewer=viewer, user=user):
        raise NoSuchRegistration(_("There is no such person."))
    course = Course.objects.visible_to(with_team(viewer=viewer)).filter(pk=course_id).first()
    if course is None:
        raise RegistrationRefused(_("There is no such course."))
    today = today or timezone.localdate()
    if due_on is not None and due_on < today:
        raise RegistrationRefused(_("The day by which it is due has passed."))
    source = Registration.Source.TRAINER if viewer.everything else Registration.Source.MANAGER
    return register(actor=actor, user=user, course=course, source=source, due_on=due_on, today=today)


def may_manage(*, viewer: Viewer, user: User) -> bool:
    """Whether the viewer answers for the person today: a manager of one of their dealers, or staff of the maker."""
    if viewer.everything:
        return True
    if not viewer.managed_dealers:
        return False
    return (
        Membership.objects.on(timezone.localdate(viewer.at))
        .filter(user=user, dealer__in=viewer.managed_dealers)
        .exists()
    )


def register(
    *,
    actor: User | None,
    user: User,
    course: Course,
    source: str,
    state: str = Registration.State.ENROLLED,
    due_on: date | None = None,
    reason: str = "",
    today: date | None = None,
) -> Registration:
    """Register somebody for the newest version. Where they have an open registration it is given back, approved and
    with the earlier due day, never doubled. Raises RegistrationRefused when nothing was published yet."""
    version = version_to_begin(course)
    if due_on is None and course.days:
        due_on = (today or timezone.localdate()) + timedelta(days=course.days)
    with transaction.atomic():
        if (current := _open(user, course)) is not None:
            return _tighten(current, actor=actor, source=source, due_on=due_on)
        try:
            with transaction.atomic():
                return _new(actor, user, course, version, source, state, due_on, reason)
        except IntegrityError:
            # Registered from elsewhere between our look and our insert.
            found = _open(user, course)
            if found is None:
                raise
            return found


def version_to_begin(course: Course) -> CourseVersion:
    """The version that whoever registers now takes. Raises RegistrationRefused."""
    version = course.versions.order_by("-number").first()
    if version is None:
        raise RegistrationRefused(_("This course has not been published yet."))
    if course.archived_at is not None:
        raise RegistrationRefused(_("This course has been archived: nobody begins it any more."))
    return version


def _open(user: User, course: Course) -> Registration | None:
    rows = Registration.objects.select_for_update().filter(user=user, course=course)
    return rows.filter(state__in=Registration.OPEN).first()


def _new(
    actor: User | None,
    user: User,
    course: Course,
    version: CourseVersion,
    source: str,
    state: str,
    due_on: date | None,
    reason: str,
) -> Registration:
    last = Registration.objects.filter(user=user, course=course).order_by("-cycle").first()
    registration = Registration.objects.create(
        user=user,
        course=course,
        version=version,
        cycle=(last.cycle if last else 0) + 1,
        state=state,
        source=source,
        due_on=due_on,
        reason=reason,
        created_by=actor,
        lessons_required=version.lessons_needed,
    )
    events.record(
        verb="registration.made",
        subject=f"registration:{registration.pk}",
        actor=actor,
        data={"source": str(source), "state": str(state)},
    )
    registration_made.send(sender=Registration, registration=registration)
    registrations_made.send(sender=Registration, registrations=[registration])
    return registration


def _tighten(registration: Registration, *, actor: User | None, source: str, due_on: date | None) -> Registration:
    changed = []
    if registration.state == Registration.State.REQUESTED and source not in _PERSONAL:
        registration.state = Registration.State.ENROLLED
        changed.append("state")
    if due_on is not None and source not in _PERSONAL and (registration.due_on is None or due_on < registration.due_on):
        registration.due_on = due_on
        changed.append("due_on")
    if changed:
        registration.save(update_fields=changed)
        events.record(
            verb="registration.changed",
            subject=f"registration:{registration.pk}",
            actor=actor,
            data={"fields": changed},
        )
        if "state" in changed:
            registration_decided.send(sender=Registration, registration=registration)
    return registration


def missing_prerequisites(*, user: User, course: Course) -> list[Course]:
    """The courses that the person has to complete first. One statement."""
    completed = Registration.objects.filter(user=user, state=_COMPLETED).values("course")
    return list(course.prerequisites.exclude(pk__in=completed).order_by("title"))


def decide(*, viewer: Viewer, actor: User, registration_id: int, approve: bool, reason: str = "") -> Registration:
    """A manager's answer to a request. Raises NoSuchRegistration, RegistrationRefused."""
    with transaction.atomic():
        registration = _managed(viewer, registration_id)
        if registration.state != Registration.State.REQUESTED:
            raise RegistrationRefused(_("This request has been decided."))
        if not approve and not reason.strip():
            raise RegistrationRefused(_("Say why, so that the person knows what to do."))
        registration.state = Registration.State.ENROLLED if approve else Registration.State.DECLINED
        registration.reason = reason
        registration.save(update_fields=["state", "reason"])
        events.record(
            verb="registration.approved" if approve else "registration.declined",
            subject=f"registration:{registration.pk}",
            actor=actor,
            data={"reason": reason},
        )
        registration_decided.send(sender=Registration, registration=registration)
    return registration


def withdraw(*, viewer: Viewer, actor: User, registration_id: int, reason: str = "") -> Registration:
    """End a registration before it is completed: the person's own that they made themselves, or a manager's. What was
    done stays in the record. Raises NoSuchRegistration, RegistrationRefused."""
    with transaction.atomic():
        own = Registration.objects.select_for_update().filter(pk=registration_id, user=actor).first()
        registration = own or _managed(viewer, registration_id)
        if registration.state not in Registration.OPEN:
            raise RegistrationRefused(_("This registration has ended."))
        if own is not None and own.source not in _PERSONAL and not may_manage(viewer=viewer, user=actor):
            raise RegistrationRefused(_("You were assigned to this course. Ask your manager."))
        registration.state = Registration.State.WITHDRAWN
        registration.reason = reason
        registration.save(update_fields=["state", "reason"])
        events.record(
            verb="registration.withdrawn",
            subject=f"registration:{registration.pk}",
            actor=actor,
            data={"reason": reason},
        )
        registration_withdrawn.send(sender=Registration, registration=registration)
    return registration


def _managed(viewer: Viewer, registration_id: int) -> Registration:
    found = Registration.objects.select_for_update(of=("self",)).select_related("user").filter(pk=registration_id)
    registration = found.first()
    if registration is None or not may_manage(viewer=viewer, user=registration.user):
        raise NoSuchRegistration(_("There is no such registration."))
    return registration
