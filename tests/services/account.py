"""The account that PostgreSQL and Elasticsearch run under: both refuse to run as root."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from pathlib import Path
from typing import Any

FALLBACK = "forecourt-services"


def name() -> str | None:
    """The unprivileged account to run under when this process is root, else None (its own account will do)."""
    if os.geteuid() != 0:
        return None
    for candidate in ("postgres", FALLBACK):
        try:
            return pwd.getpwnam(candidate).pw_name
        except KeyError:
            continue
    subprocess.run(["useradd", "--system", "--no-create-home", FALLBACK], check=True)
    return FALLBACK


def hand_over(folder: Path) -> None:
    """Give `folder` and what is in it to the account that `name` returns; nothing when that is our own."""
    owner = name()
    if owner is None:
        return
    group = pwd.getpwnam(owner).pw_gid
    for path in (folder, *folder.rglob("*")):
        shutil.chown(path, owner, group)


def popen_arguments() -> dict[str, Any]:
    """Keyword arguments of `subprocess` that run a program under that account."""
    owner = name()
    if owner is None:
        return {}
    return {"user": owner, "group": pwd.getpwnam(owner).pw_gid, "extra_groups": []}
