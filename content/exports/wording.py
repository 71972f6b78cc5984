"""What notices of this room say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from content.exports.tables import title_of

READY, FAILED = "export_ready", "export_failed"


def ready(data: Mapping[str, Any]) -> str:
    """That a file is there."""
    return _("Your file “%(table)s” is ready.") % {"table": title_of(data.get("table", ""))}


def failed(data: Mapping[str, Any]) -> str:
    """That there will be none, and what to do."""
    return _("Your file “%(table)s” could not be written. Ask for it again.") % {
        "table": title_of(data.get("table", ""))
    }
