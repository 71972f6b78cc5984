"""What programs of dealers are told of publications, by webhooks: which edition, its hash and its instants, and where
it is read. No title and no text."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.acknowledgement.api import edition_confirmed
from content.library.models import Edition
from portal.webhooks.api import anybody_listens, register_event, tell, tell_of_person

IN_FORCE, SUPERSEDED, WITHDRAWN = "publication.in_force", "publication.superseded", "publication.withdrawn"

CONFIRMED = "acknowledgement.recorded"
EVENTS = (
    (IN_FORCE, _("An edition comes into force")),
    (SUPERSEDED, _("An edition is superseded")),
    (WITHDRAWN, _("An edition is withdrawn")),
    (CONFIRMED, _("Somebody confirms that they have read an edition")),
)


def register_events() -> None:
    """From `ready`."""
    for code, name in EVENTS:
        register_event(code, name)
    edition_confirmed.connect(_confirmed, dispatch_uid="announcing.confirmed")


def tell_programs(*, event: str, edition: Edition, at: datetime | None = None, occasion: str = "") -> None:
    """Tell of an edition, with its manual loaded, what happened at `at` (now if None). Once for each event, however
    often it is said; again on another `occasion`."""
    manual = edition.manual
    data = {
        "publication": manual.pk,
        "number": manual.document_number,
        "category": manual.category,
        "edition": edition.pk,
        "label": edition.label,
        "sha256": edition.sha256,
        "effective_from": edition.effective_from.isoformat(),
        "superseded_at": edition.superseded_at.isoformat() if edition.superseded_at else None,
        "superseded_by": edition.superseded_by_id,
        "withdrawn_at": edition.withdrawn_at.isoformat() if edition.withdrawn_at else None,
        "url": f"{settings.BASE_URL}{manual.specific.reading_path()}",
    }
    key = f"{event}:{edition.pk}:{occasion}" if occasion else f"{event}:{edition.pk}"
    tell(event=event, key=key, thing=manual, data=data, at=at)


def _confirmed(*, edition_id: int, user_id: int, **_kwargs: object) -> None:
    """Who (by id), which edition, which hash. No name."""
    if not anybody_listens():
        return
    now = timezone.now()
    edition = Edition.objects.only("sha256", "manual").get(pk=edition_id)
    data = {
        "person": user_id,
        "publication": edition.manual_id,
        "edition": edition_id,
        "sha256": edition.sha256,
        "confirmed_at": now.isoformat(),
    }
    tell_of_person(event=CONFIRMED, key=f"{CONFIRMED}:{edition_id}:{user_id}", data=data, user_id=user_id, at=now)
