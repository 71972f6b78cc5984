"""Wagtail's own tasks (the search of the CMS, what refers to what): in the process that asks, after its transaction."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import TaskResult


class AfterCommitBackend(ImmediateBackend):
    """Does a task once what it is about is written for good. In the transaction of who saves, the locks of the search
    index would meet those of another editor (`modelsearch` rewrites entries that are not theirs)."""

    def _execute_task(self, task_result: TaskResult[Any]) -> None:
        transaction.on_commit(partial(super()._execute_task, task_result))
