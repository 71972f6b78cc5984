"""Celery tasks of certification."""

from __future__ import annotations

from celery import shared_task

from training.certification import certificates, recounting, reminding


@shared_task(ignore_result=True)
def recount_curriculum(curriculum_id: int) -> int:
    """Bring up to date whom the newest version of a curriculum concerns."""
    return recounting.recount_curriculum(curriculum_id=curriculum_id)


@shared_task(ignore_result=True)
def recount_course(course_id: int) -> int:
    """Bring up to date who has what counts for a course by now."""
    return recounting.recount_course(course_id=course_id)


@shared_task(ignore_result=True)
def reconsider_scheme(scheme_id: int) -> int:
    """Award what was earned by the newest rules of a scheme."""
    return recounting.reconsider_scheme(scheme_id=scheme_id)


@shared_task(ignore_result=True)
def remind() -> int:
    """Before certifications end. Some times a day; once at each threshold."""
    return reminding.remind()


@shared_task(ignore_result=True)
def note_ended() -> int:
    """That certifications have ended. Some times a day; once each."""
    return reminding.note_ended()


@shared_task(ignore_result=True)
def make_certificate(period_id: int) -> int:
    """The PDFs of a period."""
    return certificates.make_certificate(period_id=period_id)


@shared_task(ignore_result=True)
def make_missing_certificates() -> int:
    """What a lost message left unmade. Every quarter of an hour."""
    return certificates.make_missing()
