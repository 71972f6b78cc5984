"""The rooms of marketing that are searched."""

from __future__ import annotations

from search.marketing import assets, campaigns, kits, templates
from search.marketing.source import Source

SOURCES: dict[str, Source] = {one.name: one for one in (assets.SOURCE, kits.SOURCE, campaigns.SOURCE, templates.SOURCE)}
"""By the name with which the keys of their things begin."""
