"""Doors for the worker."""

from __future__ import annotations

from celery import shared_task

from content.acknowledgement import reminding, rounds, summing


@shared_task(name="content.acknowledgement.tasks.work_round", soft_time_limit=1500, time_limit=1530)
def work_round(round_id: int) -> None:
    rounds.work(round_id=round_id)


@shared_task(name="content.acknowledgement.tasks.follow_publication", soft_time_limit=300, time_limit=330)
def follow_publication(manual_id: int) -> None:
    rounds.follow_publication(manual_id=manual_id)


@shared_task(name="content.acknowledgement.tasks.begin_due", soft_time_limit=300, time_limit=330)
def begin_due() -> None:
    rounds.begin_due()


@shared_task(name="content.acknowledgement.tasks.follow_all", soft_time_limit=300, time_limit=330)
def follow_all() -> None:
    rounds.follow_all()


@shared_task(name="content.acknowledgement.tasks.follow_sums", soft_time_limit=600, time_limit=630)
def follow_sums() -> None:
    summing.follow_touched()


@shared_task(name="content.acknowledgement.tasks.repair_sums", soft_time_limit=1500, time_limit=1530)
def repair_sums() -> None:
    summing.repair()


@shared_task(name="content.acknowledgement.tasks.remind", soft_time_limit=1500, time_limit=1530)
def remind() -> None:
    reminding.remind()
