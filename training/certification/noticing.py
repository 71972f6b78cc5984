"""What the notices of certification say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.core.reading import read_as
from portal.notices.api import TEAM, register_kind


def register_kinds() -> None:
    """From the app's `ready`."""
    for kind, sentence in {
        "certification.awarded": lambda data: _("You are certified: %(title)s.") % {"title": title(data)},
        "certification.ends": _ends,
        "certification.expired": lambda data: _("Your certification “%(title)s” has ended.") % {"title": title(data)},
        "certification.suspended": lambda data: (
            _("Your certification “%(title)s” is suspended.") % {"title": title(data)}
        ),
        "certification.active": lambda data: (
            _("Your certification “%(title)s” is valid again.") % {"title": title(data)}
        ),
        "certification.revoked": lambda data: (
            _("Your certification “%(title)s” has been revoked.") % {"title": title(data)}
        ),
        "prior_learning.approved": lambda data: _("“%(title)s” is recognised.") % {"title": data["title"]},
        "prior_learning.declined": lambda data: _("“%(title)s” was not recognised.") % {"title": data["title"]},
    }.items():
        register_kind(kind, sentence, topic="training")
    register_kind("certification.team_ends", _team_ends, topic=TEAM)


def title(data: Mapping[str, Any]) -> str:
    """The title of the scheme as it was, in the reader's language where it has one."""
    return read_as(str(data["title"]), str(data.get("title_zh") or ""))


def _ends(data: Mapping[str, Any]) -> str:
    day = date_format(date.fromisoformat(data["on"]), "SHORT_DATE_FORMAT")
    return _("Your certification “%(title)s” ends on %(day)s. Renew it in time.") % {"title": title(data), "day": day}


def _team_ends(data: Mapping[str, Any]) -> str:
    return _("%(dealer)s: certifications of your team end within %(days)s days.") % {
        "dealer": data["dealer"],
        "days": data["days"],
    }
