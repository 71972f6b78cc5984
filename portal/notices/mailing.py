"""Mailing notices, each once.

A mailing goes waiting -> handed over -> sent. It is marked as handed over, by one worker alone, before the mail server
is spoken to, and as sent after. A worker that dies before the first mark leaves it waiting, and the outbox brings it
again. One that dies while the server is spoken to leaves it handed over: nobody can say whether the mail went out, and
it does not go out again; its notices stand in the portal, unread. What the server refuses goes back to waiting.
"""

from __future__ import annotations

from datetime import timedelta
from smtplib import SMTPException

import structlog
from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.core import events, outbox
from portal.network.models import User
from portal.notices.models import Mailing, Notice, NoticePreference
from portal.notices.owing import MAIL, waiting
from portal.notices.telling import sentence

log = structlog.get_logger(__name__)
UNSURE = "notices.mail_unsure"
MOST_IN_MAIL = 40
"""Lines in one mail; the rest is counted."""
UNSUBSCRIBE = "notices.unsubscribe"


def mail_urgent(*, user_id: int) -> None:
    """Put what is urgent for a person into one mail and owe it, unless they had one a moment ago: then the sweep
    comes back for it."""
    since = timezone.now() - timedelta(seconds=settings.NOTICES_URGENT_GAP_SECONDS)
    with transaction.atomic():
        person = User.objects.select_for_update().filter(pk=user_id, is_active=True).exclude(email="").first()
        if person is None or Mailing.objects.filter(user=person, kind="urgent", created_at__gt=since).exists():
            return
        own = list(waiting(urgent=True).filter(user=person).values_list("pk", flat=True))
        if not own:
            return
        mailing = Mailing.objects.create(user=person, kind=Mailing.Kind.URGENT, day=timezone.localdate())
        Notice.objects.filter(pk__in=own, mailing__isnull=True).update(mailing=mailing)
        outbox.enqueue(kind=MAIL, key=str(mailing.pk))


def deliver(*, mailing_id: int) -> None:
    """Send a mailing if it waits. Raises what the mail server answers; the mailing then waits again."""
    message = _hand_over(mailing_id)
    if message is None:
        return
    try:
        message.send()
    except (SMTPException, OSError):
        Mailing.objects.filter(pk=mailing_id).update(state=Mailing.State.WAITING)
        raise
    Mailing.objects.filter(pk=mailing_id).update(state=Mailing.State.SENT, sent_at=timezone.now())


@transaction.atomic
def _hand_over(mailing_id: int) -> EmailMultiAlternatives | None:
    """The mail, for the caller alone to send; None when it is not to be sent, or not any more. It is written before
    the mark, so that there is nothing between the mark and the mail server that could fail."""
    rows = Mailing.objects.select_for_update(of=("self",)).select_related("user", "user__notice_preference")
    mailing = rows.filter(pk=mailing_id).first()
    if mailing is None or mailing.state in (Mailing.State.SENT, Mailing.State.NEEDLESS):
        return None
    if mailing.state == Mailing.State.HANDED_OVER:
        log.warning(UNSURE, mailing=mailing_id)
        return None
    notices = lines_of(mailing) if _is_wanted(mailing) else []
    mailing.state = Mailing.State.HANDED_OVER if notices else Mailing.State.NEEDLESS
    message = message_of(mailing, notices) if notices else None
    mailing.save(update_fields=["state"])
    return message


def _is_wanted(mailing: Mailing) -> bool:
    """Not when the person has left, or wants no such mails any more."""
    person = mailing.user
    preference = getattr(person, "notice_preference", None)
    refused = (
        mailing.kind == Mailing.Kind.DIGEST
        and preference is not None
        and preference.digest == NoticePreference.Digest.NONE
    )
    return person.is_active and bool(person.email) and not refused


def lines_of(mailing: Mailing) -> list[Notice]:
    """What the mail says: the notices of it that are still unread, the oldest first."""
    return list(mailing.notices.filter(read_at__isnull=True).order_by("created_at", "pk"))


def message_of(mailing: Mailing, notices: list[Notice]) -> EmailMultiAlternatives:
    """The mail, in the person's language. Its Message-ID is the mailing's, so that it is known again."""
    person = mailing.user
    with translation.override(person.language or settings.LANGUAGE_CODE):
        shown = [
            {"sentence": sentence(one), "url": f"{settings.BASE_URL}{one.url}" if one.url else ""}
            for one in notices[:MOST_IN_MAIL]
        ]
        stop = settings.BASE_URL + reverse("notices:unsubscribe", kwargs={"token": unsubscribe_token(person)})
        context = {
            "person": person.get_full_name() or person.username,
            "notices": shown,
            "more": len(notices) - len(shown),
            "list_url": settings.BASE_URL + reverse("notices:list"),
            "preferences_url": settings.BASE_URL + reverse("notices:preferences"),
            "unsubscribe_url": stop if mailing.kind == Mailing.Kind.DIGEST else "",
            "portal_name": settings.PORTAL_NAME,
            "language": translation.get_language(),
        }
        number = len(notices)
        subject = (
            shown[0]["sentence"]
            if number == 1
            else ngettext("%(number)d notice", "%(number)d notices", number) % {"number": number}
        )
        headers = {"Message-ID": f"<notices-{mailing.key}@{settings.BASE_URL.split('//')[-1].split('/')[0]}>"}
        if mailing.kind == Mailing.Kind.DIGEST:
            headers |= {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        message = EmailMultiAlternatives(
            subject=_("%(portal)s: %(what)s") % {"portal": settings.PORTAL_NAME, "what": " ".join(subject.split())},
            body=render_to_string("notices/mail.txt", context),
            to=[person.email],
            headers=headers,
        )
        message.attach_alternative(render_to_string("notices/mail.html", context), "text/html")
    return message


def unsubscribe_token(person: User) -> str:
    """What the mail's link is signed with: it ends the digests of this person and does nothing else."""
    return signing.dumps(person.pk, salt=UNSUBSCRIBE)


def person_of(*, token: str) -> int | None:
    """The id of the person whose token it is; None when it is none."""
    try:
        user_id = signing.loads(token, salt=UNSUBSCRIBE)
    except signing.BadSignature:
        return None
    return user_id if isinstance(user_id, int) else None


def unsubscribe(*, user_id: int) -> None:
    """End the digests of a person, who may have left meanwhile."""
    person = User.objects.filter(pk=user_id).first()
    if person is not None:
        prefer(user=person, digest=NoticePreference.Digest.NONE)


def prefer(*, user: User, digest: str) -> None:
    """Keep how often the person wants a digest."""
    with transaction.atomic():
        NoticePreference.objects.update_or_create(user=user, defaults={"digest": digest})
        events.record(verb="notices.preferred", subject=f"user:{user.pk}", actor=user, data={"digest": str(digest)})
