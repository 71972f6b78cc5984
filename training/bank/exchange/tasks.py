"""Doors for the worker."""

from __future__ import annotations

from celery import shared_task

from training.bank.exchange import applying, receiving, sweeping


@shared_task(name="training.bank.exchange.tasks.read_file", soft_time_limit=600, time_limit=630)
def read_file(import_id: str) -> None:
    receiving.read(import_id=import_id)


@shared_task(name="training.bank.exchange.tasks.do_import", soft_time_limit=1700, time_limit=1730)
def do_import(import_id: str) -> None:
    applying.carry_on(import_id=import_id)


@shared_task(name="training.bank.exchange.tasks.sweep", soft_time_limit=120, time_limit=150)
def sweep() -> None:
    sweeping.sweep()
