"""Doors for the worker."""

from __future__ import annotations

from celery import shared_task

from content.marketing.assets import binding, pipeline, renditions


@shared_task(name="content.marketing.assets.tasks.work", soft_time_limit=4200, time_limit=4230)
def work(work_id: int) -> None:
    pipeline.work(work_id=work_id)


@shared_task(name="content.marketing.assets.tasks.make_rendition", soft_time_limit=4200, time_limit=4230)
def make_rendition(rendition_id: int) -> None:
    pipeline.make_rendition(rendition_id=rendition_id)


@shared_task(name="content.marketing.assets.tasks.resume_stalled", soft_time_limit=60, time_limit=90)
def resume_stalled() -> None:
    pipeline.resume()


@shared_task(name="content.marketing.assets.tasks.evict_renditions", soft_time_limit=300, time_limit=330)
def evict_renditions() -> None:
    renditions.evict()


@shared_task(name="content.marketing.assets.tasks.tell_of_next_windows", soft_time_limit=60, time_limit=90)
def tell_of_next_windows() -> None:
    binding.tell_of_next_windows()
