"""What people are told about pages that have changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from portal.notices.api import register_kind

READ_AGAIN = "reading.again"


def register_kinds() -> None:
    """Say what the notice says. From `ready`."""
    register_kind(READ_AGAIN, _read_again, topic="training")


def _read_again(data: Mapping[str, Any]) -> str:
    return _("The pages of “%(lesson)s” (%(course)s) have changed with edition %(edition)s. Read them again.") % data
