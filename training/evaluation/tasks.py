"""Celery tasks of evaluation."""

from __future__ import annotations

from celery import shared_task

from training.evaluation import analyses, checks


@shared_task(ignore_result=True)
def analyse(analysis_id: int) -> None:
    """Work out an analysis that was asked for."""
    analyses.run(analysis_id=analysis_id)


@shared_task(ignore_result=True)
def ask_managers() -> int:
    """Tell managers of on-the-job checks that opened, and remind them. Nobody is told twice."""
    return checks.ask_managers()
