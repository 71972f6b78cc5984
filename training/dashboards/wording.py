"""What notices of this room say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from training.dashboards.tables.contents import TABLES


def export_ready(data: Mapping[str, Any]) -> str:
    """That a file is there."""
    table = TABLES.get(data.get("table", ""))
    return _("Your file “%(table)s” is ready.") % {"table": table.title if table else ""}
