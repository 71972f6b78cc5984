"""Where sessions are kept: never in the memory of one process, as the next request may come to another."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
TELL = "from django.conf import settings; print(settings.SESSION_ENGINE.rsplit('.', 1)[1])"


@pytest.mark.parametrize(
    ("cache", "engine"), [("", "db"), ("locmemcache://other", "db"), ("redis://localhost:6379/0", "cached_db")]
)
def test_a_cache_keeps_sessions_only_if_processes_share_it(tmp_path: Path, cache: str, engine: str) -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.conf.settings.demo", "FORECOURT_VAR": str(tmp_path)}
    environment.pop("CACHE_URL", None)
    if cache:
        environment["CACHE_URL"] = cache
    told = subprocess.run([sys.executable, "-c", TELL], cwd=ROOT, env=environment, check=True, capture_output=True)
    assert told.stdout.decode().strip() == engine
