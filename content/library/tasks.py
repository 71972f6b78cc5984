"""Doors for the scheduler."""

from __future__ import annotations

from celery import shared_task
from django.core.management import call_command


@shared_task(name="content.library.tasks.publish_scheduled", soft_time_limit=300, time_limit=330)
def publish_scheduled() -> None:
    """Publish and take down the pages whose time has come."""
    call_command("publish_scheduled")
