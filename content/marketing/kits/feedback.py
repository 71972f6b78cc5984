"""What readers may say of sales kits."""

from __future__ import annotations

from functools import partial

from content.feedback.api import Subject, SubjectKind, follow_owners, register_subject
from content.marketing.kits.models import SalesKit
from content.marketing.kits.reading import kits_visible
from content.marketing.kits.signals import kit_changed

ABOUT = "kit"


def connect() -> None:
    """From `ready`."""
    kind = SubjectKind.without_places(
        rows=lambda viewer: kits_visible(viewer=viewer), subject=partial(Subject.of_page, ABOUT)
    )
    register_subject(ABOUT, kind)
    kit_changed.connect(_changed, dispatch_uid="kits.feedback")


def _changed(*, kit_id: int, **_kwargs: object) -> None:
    follow_owners(about=ABOUT, things=SalesKit.objects.filter(pk=kit_id))
