"""The migrations lead from nothing to the models. The other tests make their tables from the models, which takes
seconds; on PostgreSQL the portal of the fault tests is migrated."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.services, pytest.mark.timeout(600)]
ROOT = Path(__file__).resolve().parents[2]
NO_GROUP_EDITS_THE_TREE = """
from django.contrib.auth.models import Group
from wagtail.models import GroupPagePermission
assert Group.objects.filter(name__in=["Moderators", "Editors"]).exists()
assert not GroupPagePermission.objects.filter(page__depth__lte=2).exists()
"""


def test_they_run_on_sqlite(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'portal.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "portal.conf.settings.test",
    }
    for command in (["migrate", "--verbosity", "0"], ["migrate", "--check"], ["shell", "-c", NO_GROUP_EDITS_THE_TREE]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True)
