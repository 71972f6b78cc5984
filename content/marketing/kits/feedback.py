"""What readers may say of sales kits."""

from __future__ import annotations

from django.urls import reverse

from content.feedback.api import Subject, SubjectKind, follow_owners, register_subject
from content.library.api import NotVisible
from content.marketing.kits.models import SalesKit
from content.marketing.kits.reading import kits_visible
from content.marketing.kits.signals import kit_changed
from portal.network.api import Viewer

ABOUT = "kit"


def connect() -> None:
    """From `ready`."""
    register_subject(
        ABOUT, SubjectKind(open=_open, visible=lambda viewer: kits_visible(viewer=viewer).order_by().values("pk"))
    )
    kit_changed.connect(_changed, dispatch_uid="kits.feedback")


def _open(viewer: Viewer, kit_id: int, place: int) -> Subject:
    kit = kits_visible(viewer=viewer).filter(pk=kit_id).first()
    if kit is None or place:
        raise NotVisible
    return Subject(
        kind=ABOUT,
        id=kit.pk,
        title=kit.title,
        department_id=kit.department_id,
        url=reverse("kits:kit", args=[kit.pk]),
        document_number=kit.document_number,
        language=kit.language,
    )


def _changed(*, kit_id: int, **_kwargs: object) -> None:
    follow_owners(about=ABOUT, things=SalesKit.objects.filter(pk=kit_id))
