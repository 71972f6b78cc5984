"""What the notices of certification say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.core.reading import read_as
from portal.notices.api import register_kind


def register_kinds() -> None:
    """From the app's `ready`."""
    register_kind("certification.awarded", lambda data: _("You are certified: %(title)s.") % {"title": title(data)})
    register_kind("certification.ends", _ends)
    register_kind("certification.team_ends", _team_ends)
    register_kind(
        "certification.expired", lambda data: _("Your certification “%(title)s” has ended.") % {"title": title(data)}
    )
    register_kind(
        "certification.suspended",
        lambda data: _("Your certification “%(title)s” is suspended.") % {"title": title(data)},
    )
    register_kind(
        "certification.active",
        lambda data: _("Your certification “%(title)s” is valid again.") % {"title": title(data)},
    )
    register_kind(
        "certification.revoked",
        lambda data: _("Your certification “%(title)s” has been revoked.") % {"title": title(data)},
    )
    register_kind("prior_learning.approved", lambda data: _("“%(title)s” is recognised.") % {"title": data["title"]})
    register_kind(
        "prior_learning.declined", lambda data: _("“%(title)s” was not recognised.") % {"title": data["title"]}
    )


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
