"""Where settings come from: the environment only (12-factor). Relative paths are taken from the checkout."""

from __future__ import annotations

from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parents[3]
env = environ.Env()
VAR_DIR = Path(env.str("FORECOURT_VAR", default=str(BASE_DIR / "var")))
"""Everything that a running portal writes when it keeps its own files: database, index, files, job queue."""
