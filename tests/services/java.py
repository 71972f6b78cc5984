"""The Java that runs Elasticsearch and S3Proxy and compiles the plugin."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

from tests.services.errors import NotInstalledError

OLDEST = 17


@cache
def home() -> Path:
    """The folder of a JDK (with javac) of version 17 or later: JAVA_HOME's when it is one, else that of the PATH.

    Raises:
        NotInstalledError: there is none.
    """
    given = os.environ.get("JAVA_HOME")
    on_path = shutil.which("javac")
    candidates = [Path(given)] if given else []
    if on_path:
        candidates.append(Path(on_path).resolve().parents[1])
    for candidate in candidates:
        if _version(candidate) >= OLDEST:
            return candidate
    raise NotInstalledError(f"A Java development kit of version {OLDEST} or later")


def _version(candidate: Path) -> int:
    compiler = candidate / "bin" / "javac"
    if not compiler.exists():
        return 0
    answer = subprocess.run([compiler, "-version"], capture_output=True, text=True, check=False)
    found = re.search(r"javac (\d+)", answer.stdout + answer.stderr)
    return int(found[1]) if found else 0
