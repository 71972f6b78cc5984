"""The way from a thing of the CMS to what readers report on it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets.button import Button


def reports_button(**narrowed: object) -> Button:
    """For the menu of a page. `narrowed` are fields of the inbox: `manual` by id, or `about` as "kit:17"."""
    asked = urlencode({**narrowed, "state": "all"})
    return Button(_("Feedback"), f"{reverse('feedback_desk:inbox')}?{asked}", icon_name="comment", priority=7)
