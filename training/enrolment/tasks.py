"""Doors for the worker."""

from __future__ import annotations

from celery import shared_task

from training.enrolment import reminding, running


@shared_task(name="training.enrolment.tasks.run", soft_time_limit=1500, time_limit=1530, ignore_result=True)
def run(run_id: int) -> None:
    running.work(run_id=run_id)


@shared_task(name="training.enrolment.tasks.begin_daily", soft_time_limit=300, time_limit=330, ignore_result=True)
def begin_daily() -> None:
    running.begin_daily()


@shared_task(name="training.enrolment.tasks.resume_stalled", soft_time_limit=60, time_limit=90, ignore_result=True)
def resume_stalled() -> None:
    running.resume_stalled()


@shared_task(name="training.enrolment.tasks.remind", soft_time_limit=1500, time_limit=1530, ignore_result=True)
def remind() -> None:
    reminding.remind()
