"""Doors for the worker."""

from __future__ import annotations

from celery import shared_task

from content.ingest import pipeline


@shared_task(name="content.ingest.tasks.work", soft_time_limit=600, time_limit=630)
def work(block_id: int) -> None:
    pipeline.work(block_id=block_id)


@shared_task(name="content.ingest.tasks.resume_stalled", soft_time_limit=60, time_limit=90)
def resume_stalled() -> None:
    pipeline.resume()
