"""The door of the network: who a person is, and what they may see."""

from portal.network.audience import Visibility, admits, filters, meant_for, tokens, visible_to
from portal.network.history import workplace_then
from portal.network.reach import audience_of, audiences_of, dealers_reached, memberships_reached, people_reached
from portal.network.viewer import (
    Standing,
    Viewer,
    as_member,
    at_dealer,
    request_viewer,
    viewer_for,
    with_team,
    workplace,
)

__all__ = [
    "Standing",
    "Viewer",
    "Visibility",
    "admits",
    "as_member",
    "at_dealer",
    "audience_of",
    "audiences_of",
    "dealers_reached",
    "filters",
    "meant_for",
    "memberships_reached",
    "people_reached",
    "request_viewer",
    "tokens",
    "viewer_for",
    "visible_to",
    "with_team",
    "workplace",
    "workplace_then",
]
