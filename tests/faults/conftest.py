"""One portal for all faults: its own database, broker and store; Elasticsearch is that of the run if there is one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.faults.portal_process import PortalProcess
from tests.services import Elasticsearch, ObjectStore, Postgres, Redis, Stack
from tests.services.stack import FOLDER_VARIABLE

DEPARTMENT = """
from portal.network.departments import create_department
create_department(code="service", name="Service")
"""


@pytest.fixture(scope="session")
def portal_of_the_faults(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PortalProcess]:
    """Servers started, tables made."""
    folder: Path = tmp_path_factory.mktemp("faults")
    with ExitStack() as stack:
        if os.environ.get(FOLDER_VARIABLE):
            elasticsearch = Stack.attach().elasticsearch
        else:
            elasticsearch = stack.enter_context(Elasticsearch())
        portal = PortalProcess(
            folder=folder,
            postgres=stack.enter_context(Postgres()),
            redis=stack.enter_context(Redis()),
            s3=stack.enter_context(ObjectStore()),
            elasticsearch=elasticsearch,
        )
        portal.manage("migrate", "-v0", seconds=400)
        portal.manage("shell", "-c", DEPARTMENT)
        yield portal
        portal.kill_workers()


@pytest.fixture
def portal(portal_of_the_faults: PortalProcess) -> Iterator[PortalProcess]:
    """The portal with every server up and no worker, before and after the test."""
    yield portal_of_the_faults
    portal_of_the_faults.kill_workers()
    portal_of_the_faults.web.kill()
    for server in ("postgres", "redis", "s3", "elasticsearch"):
        getattr(portal_of_the_faults, server).start()
