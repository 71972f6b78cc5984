"""Composition root: settings, urls, the Celery application."""

from portal.conf.celery import app as celery_app

__all__ = ["celery_app"]
