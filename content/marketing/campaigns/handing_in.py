"""The dealer's side of a task: photos, handing in, taking back."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.library.api import NotVisible
from content.marketing.campaigns.blocks import MOST_PHOTOS
from content.marketing.campaigns.models import DealerTask, HandIn, TaskPhoto
from portal.core import events, storage
from portal.core.errors import Refused
from portal.core.pictures import PictureRefused, encode_photo
from portal.network.models import User

LONGEST_COMMENT = 1000


class TaskRefused(Refused):
    """It cannot be done now; the reason says why."""


def add_photo(*, actor: User, task: DealerTask, data: bytes) -> TaskPhoto:
    """Keep a photo: a picture by its bytes, re-encoded, without what the camera wrote beside it. Raises TaskRefused,
    StorageUnavailable."""
    try:
        encoded = encode_photo(data)
    except PictureRefused as refused:
        raise TaskRefused(refused.reason) from refused
    with transaction.atomic():
        held = _with_dealer(task)
        if loose_photos(held).count() >= MOST_PHOTOS:
            raise TaskRefused(_("At most %(most)s photos.") % {"most": MOST_PHOTOS})
        photo = TaskPhoto(
            dealer_task=held,
            by=actor,
            content_type=encoded.content_type,
            size=len(encoded.data),
            width=encoded.width,
            height=encoded.height,
            sha256=encoded.sha256,
        )
        # The file first: a row always has its file.
        storage.save_bytes(name=photo.stored_as, data=encoded.data, content_type=encoded.content_type)
        photo.save()
    return photo


def remove_photo(*, task: DealerTask, key: UUID) -> None:
    """Take out a photo that was not handed in. One that is not there, or was, is left as it is."""
    with transaction.atomic():
        for found in loose_photos(_locked(task)).filter(key=key):
            found.delete()  # and its file with it: content.marketing.campaigns.receivers


@transaction.atomic
def hand_in(*, actor: User, task: DealerTask, comment: str = "") -> HandIn:
    """Hand the task in with the photos that wait. Raises TaskRefused."""
    held = _with_dealer(task)
    photos = loose_photos(held)
    if (missing := held.task.photos - photos.count()) > 0:
        raise TaskRefused(
            ngettext("Add %(missing)s more photo first.", "Add %(missing)s more photos first.", missing)
            % {"missing": missing}
        )
    made = HandIn.objects.create(dealer_task=held, by=actor, comment=comment.strip()[:LONGEST_COMMENT])
    photos.update(hand_in=made)
    held.state, held.done_at = DealerTask.State.DONE, made.at
    held.save(update_fields=["state", "done_at"])
    events.record(verb="campaign_task.handed_in", subject=f"campaign_task:{held.pk}", actor=actor)
    return made


@transaction.atomic
def take_back(*, actor: User, task: DealerTask) -> None:
    """Take back what waits for the maker; its photos wait to be handed in again. Nothing waits: nothing."""
    held = _locked(task)
    waiting = held.hand_ins.filter(verdict=HandIn.Verdict.WAITING).first()
    if waiting is None:
        return
    waiting.verdict, waiting.decided_by, waiting.decided_at = HandIn.Verdict.TAKEN_BACK, actor, timezone.now()
    waiting.save(update_fields=["verdict", "decided_by", "decided_at"])
    waiting.photos.update(hand_in=None)
    sent_back = held.hand_ins.filter(verdict=HandIn.Verdict.SENT_BACK).exists()
    held.state, held.done_at = DealerTask.State.SENT_BACK if sent_back else DealerTask.State.OPEN, None
    held.save(update_fields=["state", "done_at"])
    events.record(verb="campaign_task.taken_back", subject=f"campaign_task:{held.pk}", actor=actor)


def loose_photos(task: DealerTask) -> QuerySet[TaskPhoto]:
    """The photos that were not handed in yet."""
    return TaskPhoto.objects.filter(dealer_task=task, hand_in__isnull=True)


def _locked(task: DealerTask) -> DealerTask:
    """The task, its row held; raises NotVisible if it was taken back meanwhile."""
    rows = DealerTask.objects.select_for_update(of=("self",)).select_related("task")
    found = rows.filter(pk=task.pk, task__withdrawn_at__isnull=True).first()
    if found is None:
        raise NotVisible
    return found


def _with_dealer(task: DealerTask) -> DealerTask:
    held = _locked(task)
    if held.state == DealerTask.State.DONE:
        raise TaskRefused(_("It is handed in and waits for an answer. Take it back to change it."))
    if held.state == DealerTask.State.ACCEPTED:
        raise TaskRefused(_("It is accepted already."))
    return held
