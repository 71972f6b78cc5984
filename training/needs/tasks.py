"""Celery tasks of needs."""

from __future__ import annotations

from celery import shared_task

from training.needs import evidence, standards, summing


@shared_task(ignore_result=True)
def follow_person(user_id: int) -> None:
    """Let the sums of a person's dealers follow what they have shown."""
    summing.follow_person(user_id=user_id)


@shared_task(ignore_result=True)
def judge_person(user_id: int) -> None:
    """Judge a person's dealers after they were awarded or lost something."""
    standards.judge_dealers_of(user_id=user_id)


@shared_task(ignore_result=True)
def apply_rules(competency_id: int) -> None:
    """Read what people did before by the rules of a competency."""
    evidence.from_records(competency_id=competency_id)
    summing.repair_gaps()


@shared_task(ignore_result=True)
def judge_all() -> None:
    """Judge all dealers for today."""
    standards.judge_all()


@shared_task(ignore_result=True)
def repair_gaps() -> None:
    """All sums of gaps anew."""
    summing.repair_gaps()
