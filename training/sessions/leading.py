"""Who leads sessions: the authors of the owning department plan, its trainers and they keep the list."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from portal.network.models import User
from training.bank.api import departments_of, may_edit
from training.sessions.errors import NoSuchSession
from training.sessions.models import Session


def may_plan(user: User, session: Session) -> bool:
    """Whether the person may change the session and book for others."""
    return may_edit(user, session.department)


def may_lead(user: User, session: Session) -> bool:
    """Whether the person may see who takes part, and mark who is there."""
    return may_plan(user, session) or (user.is_active and session.trainers.filter(user=user).exists())


def led_by(user: User) -> QuerySet[Session]:
    """The sessions that the person may lead, the latest first. Whose is no other's business."""
    own = Q(department__in=departments_of(user)) | Q(pk__in=Session.objects.filter(trainers__user=user).values("pk"))
    return Session.objects.filter(own).select_related("course", "venue", "department").defer("course__body")


def locked_session(session_id: int) -> Session:
    """The session, its row held until the transaction ends. Raises NoSuchSession."""
    rows = Session.objects.select_for_update(of=("self",)).select_related("department", "venue", "course")
    session = rows.defer("course__body").filter(pk=session_id).first()
    if session is None:
        raise NoSuchSession(_("There is no such session."))
    return session
