"""All of the demo's distribution, in the order in which one part needs the other. What is there stays."""

from __future__ import annotations

from collections.abc import Callable

from portal.demo.distribution import (
    announcements,
    assets,
    campaigns,
    cobranding,
    duties,
    feedback,
    governance,
    kits,
    reach,
)

STEPS: tuple[Callable[[], None], ...] = (
    governance.build,
    duties.build,
    assets.build,
    kits.build,
    campaigns.build,
    cobranding.build,
    feedback.build,
    announcements.build,  # after those that announce: it tells, dates and mails what they did
    reach.build,
)
"""Each makes what is missing of its part and may run again."""


def build_distribution() -> None:
    """Needs the network, its people, manuals and bulletins; after the training, whose year dates what is there."""
    for step in STEPS:
        step()
