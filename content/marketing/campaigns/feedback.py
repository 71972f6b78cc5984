"""What readers may say of campaigns."""

from __future__ import annotations

from functools import partial

from content.feedback.api import Subject, SubjectKind, follow_owners, register_subject
from content.marketing.campaigns.models import Campaign
from content.marketing.campaigns.reading import campaigns_readable
from content.marketing.campaigns.signals import campaign_changed

ABOUT = "campaign"


def connect() -> None:
    """From `ready`."""
    kind = SubjectKind.without_places(
        rows=lambda viewer: campaigns_readable(viewer=viewer), subject=partial(Subject.of_page, ABOUT)
    )
    register_subject(ABOUT, kind)
    campaign_changed.connect(_changed, dispatch_uid="campaigns.feedback")


def _changed(*, campaign_id: int, **_kwargs: object) -> None:
    follow_owners(about=ABOUT, things=Campaign.objects.filter(pk=campaign_id))
