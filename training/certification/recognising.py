"""Prior learning: what somebody learnt elsewhere, shown by a document, decided by the owners of the course."""

from __future__ import annotations

from datetime import date, datetime
from hashlib import sha256
from pathlib import PurePosixPath

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core import events, storage
from portal.core.errors import Refused
from portal.core.pictures import PictureRefused, encode_picture
from portal.network.api import Viewer
from portal.network.models import User
from portal.notices.api import notify
from training.bank.api import departments_of, may_edit
from training.certification.considering import reconsider
from training.certification.models import PriorLearning
from training.certification.signals import prior_learning_recognised
from training.courses.api import Course

LARGEST = 10 * 2**20
EARLIEST = date(1950, 1, 1)
State = PriorLearning.State


class RecognitionRefused(Refused):
    """Nothing was asked or decided; the reason says why."""


class NoSuchRequest(Refused):
    """There is none that this person may see or decide."""


def claim(
    *,
    viewer: Viewer,
    user: User,
    course_id: int,
    title: str,
    provider: str,
    finished_on: date,
    evidence: UploadedFile,
    today: date | None = None,
) -> PriorLearning:
    """Ask that something learnt elsewhere counts as a course that one may see. Raises RecognitionRefused."""
    course = Course.objects.visible_to(viewer).filter(pk=course_id).first()
    if course is None:
        raise RecognitionRefused(_("There is no such course."))
    if not title.strip() or not provider.strip():
        raise RecognitionRefused(_("Say what you learnt, and where."))
    if not EARLIEST <= finished_on <= (today or timezone.localdate()):
        raise RecognitionRefused(_("The day on which you finished cannot be right."))
    data, content_type = read_evidence(evidence)
    row = PriorLearning(
        user=user,
        course=course,
        title=title.strip()[:160],
        provider=provider.strip()[:160],
        finished_on=finished_on,
        evidence_name=PurePosixPath((evidence.name or "").replace("\\", "/")).name[:255],
        evidence_sha256=sha256(data).hexdigest(),
        evidence_type=content_type,
        evidence_size=len(data),
    )
    # The file first: a row always has its file.
    storage.save_bytes(name=row.stored_as, data=data, content_type=content_type)
    try:
        with transaction.atomic():
            row.save()
            events.record(verb="prior_learning.asked", subject=f"prior_learning:{row.pk}", actor=user)
    except IntegrityError as error:
        raise RecognitionRefused(_("You have asked for this course already. Wait for the answer.")) from error
    return row


def read_evidence(upload: UploadedFile) -> tuple[bytes, str]:
    """The bytes to keep and their type, which is read from them and not from the name: a PDF, or a picture, which is
    encoded anew. Raises RecognitionRefused."""
    if not upload.size:
        raise RecognitionRefused(_("The file is empty."))
    if upload.size > LARGEST:
        raise RecognitionRefused(_("The file is larger than %(most)s MB.") % {"most": LARGEST // 2**20})
    data = upload.read()
    if data.startswith(b"%PDF-"):
        return data, "application/pdf"
    try:
        picture = encode_picture(data).data
    except PictureRefused as error:
        raise RecognitionRefused(_("Send a PDF or a picture (JPEG, PNG).")) from error
    return picture, "image/jpeg" if picture.startswith(b"\xff\xd8") else "image/png"


def withdraw_claim(*, user: User, claim_id: int) -> PriorLearning:
    """Take back what one asked, before it is decided. Raises NoSuchRequest."""
    with transaction.atomic():
        row = PriorLearning.objects.select_for_update().filter(pk=claim_id, user=user, state=State.REQUESTED).first()
        if row is None:
            raise NoSuchRequest(_("There is no such request."))
        row.state, row.decided_at = State.WITHDRAWN, timezone.now()
        row.save(update_fields=["state", "decided_at"])
        events.record(verb="prior_learning.withdrawn", subject=f"prior_learning:{row.pk}", actor=user)
    return row


def reviewable(*, user: User) -> QuerySet[PriorLearning]:
    """The requests for courses of departments whose courses the person edits."""
    return PriorLearning.objects.filter(course__department__in=departments_of(user))


def decide_claim(
    *, actor: User, claim_id: int, approve: bool, reason: str = "", now: datetime | None = None
) -> PriorLearning:
    """The answer of the department that owns the course. Approved, it counts as the course from the day on which it
    was learnt. Raises NoSuchRequest, RecognitionRefused."""
    now = now or timezone.now()
    with transaction.atomic():
        row = (
            PriorLearning.objects.select_for_update(of=("self",))
            .select_related("course__department")
            .filter(pk=claim_id)
            .first()
        )
        if row is None or not may_edit(actor, row.course.department):
            raise NoSuchRequest(_("There is no such request."))
        if row.user_id == actor.pk:
            raise RecognitionRefused(_("Somebody else decides on what you ask for yourself."))
        if row.state != State.REQUESTED:
            raise RecognitionRefused(_("This request has been decided."))
        if not approve and not reason.strip():
            raise RecognitionRefused(_("Say why, so that the person knows what to do."))
        row.state = State.APPROVED if approve else State.DECLINED
        row.reason, row.decided_at, row.decided_by = reason.strip()[:300], now, actor
        row.save(update_fields=["state", "reason", "decided_at", "decided_by"])
        verb = "prior_learning.approved" if approve else "prior_learning.declined"
        events.record(verb=verb, subject=f"prior_learning:{row.pk}", actor=actor, data={"reason": row.reason})
        notify(
            user_id=row.user_id,
            kind=verb,
            key=f"{verb}:{row.pk}",
            url=reverse("certification:prior"),
            title=row.title,
        )
        if approve:
            prior_learning_recognised.send(sender=PriorLearning, claim=row)
            reconsider(user_id=row.user_id, course_ids=[row.course_id], now=now)
    return row
