"""What readers may say of campaigns."""

from __future__ import annotations

from content.feedback.api import Subject, SubjectKind, follow_owners, register_subject
from content.library.api import NotVisible
from content.marketing.campaigns.models import Campaign
from content.marketing.campaigns.reading import campaigns_readable
from content.marketing.campaigns.signals import campaign_changed
from portal.network.api import Viewer

ABOUT = "campaign"


def connect() -> None:
    """From `ready`."""
    visible = SubjectKind(open=_open, visible=lambda viewer: campaigns_readable(viewer=viewer).order_by().values("pk"))
    register_subject(ABOUT, visible)
    campaign_changed.connect(_changed, dispatch_uid="campaigns.feedback")


def _open(viewer: Viewer, campaign_id: int, place: int) -> Subject:
    found = campaigns_readable(viewer=viewer).filter(pk=campaign_id).first()
    if found is None or place:
        raise NotVisible
    return Subject(
        kind=ABOUT,
        id=found.pk,
        title=found.title,
        department_id=found.department_id,
        url=found.reading_path(),
        document_number=found.document_number,
        language=found.language,
    )


def _changed(*, campaign_id: int, **_kwargs: object) -> None:
    follow_owners(about=ABOUT, things=Campaign.objects.filter(pk=campaign_id))
