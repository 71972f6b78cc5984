"""Doors for the worker."""

from __future__ import annotations

from celery import shared_task

from content.marketing.campaigns import giving_out, reminding


@shared_task(soft_time_limit=600, time_limit=630, ignore_result=True)
def give_out(campaign_id: int) -> None:
    giving_out.give_out(campaign_id=campaign_id)


@shared_task(soft_time_limit=1500, time_limit=1530, ignore_result=True)
def give_out_all() -> None:
    giving_out.give_out_all()


@shared_task(soft_time_limit=280, time_limit=300, ignore_result=True)
def tell_new() -> None:
    reminding.tell_new()


@shared_task(soft_time_limit=1500, time_limit=1530, ignore_result=True)
def remind() -> None:
    reminding.remind()
