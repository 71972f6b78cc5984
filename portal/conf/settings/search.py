"""Dealer search. `SEARCH_URL` chooses the engine: embedded:///folder or http(s)://host:port."""

from __future__ import annotations

from portal.conf.settings.environment import VAR_DIR, env

SEARCH_URL = env.str("SEARCH_URL", default=f"embedded://{VAR_DIR / 'index'}")
SEARCH_INDEX_PREFIX = env.str("SEARCH_INDEX_PREFIX", default="forecourt")
SEARCH_TIMEOUT_SECONDS = env.float("SEARCH_TIMEOUT_SECONDS", default=5.0)
