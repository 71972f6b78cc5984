"""Mailing notices, each once.

A mailing goes waiting -> handed over -> sent. It is marked as handed over, by one worker alone, before the mail server
is spoken to, and as sent after. A worker that dies before the first mark leaves it waiting, and the outbox brings it
again. One that dies while the server is spoken to leaves it handed over: nobody can say whether the mail went out, and
it does not go out again; its notices stand in the portal, unread. What the server refuses goes back to waiting, unless
it refuses the address for good. A server that does not answer is left alone for a while, by all mails that wait.
"""

from __future__ import annotations

from datetime import timedelta
from smtplib import SMTPConnectError, SMTPException, SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

import structlog
from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.core import outbox
from portal.network.models import User
from portal.notices.choosing import UNNAMED, unsubscribe_token, with_rhythm
from portal.notices.models import Mailing, Notice, Rhythm
from portal.notices.owing import MAIL, waiting_at_once
from portal.notices.telling import sentence
from portal.notices.topics import topic_of, topics

log = structlog.get_logger(__name__)
UNSURE = "notices.mail_unsure"
RESTS = "notices.mail_server_rests"
"""In the cache, while a mail server that did not answer is left alone."""
LONGEST_WAIT = 900
"""Seconds between two tries of one mail: a day without a mail server leaves tens of thousands of them."""
REFUSED_FOR_GOOD = 500
"""Answers of a mail server from this code on will not change (RFC 5321, 4.2.1)."""
MOST_IN_MAIL = 40
"""Lines in one mail; the rest is counted."""


class MailServerRests(OSError):
    """The mail server did not answer a moment ago, and is not asked yet."""


def mail_urgent(*, user_id: int) -> None:
    """Put what is mailed at once to a person into one mail and owe it, unless they had one a moment ago: then the sweep
    comes back for it."""
    since = timezone.now() - timedelta(seconds=settings.NOTICES_URGENT_GAP_SECONDS)
    with transaction.atomic():
        person = User.objects.select_for_update().filter(pk=user_id, is_active=True).exclude(email="").first()
        if person is None or Mailing.objects.filter(user=person, kind="urgent", created_at__gt=since).exists():
            return
        own = list(waiting_at_once().filter(user=person).values_list("pk", flat=True))
        if not own:
            return
        mailing = Mailing.objects.create(user=person, kind=Mailing.Kind.URGENT, day=timezone.localdate())
        Notice.objects.filter(pk__in=own, mailing__isnull=True).update(mailing=mailing)
        outbox.enqueue(kind=MAIL, key=str(mailing.pk))


def deliver(*, mailing_id: int) -> None:
    """Send a mailing if it waits. Raises what the mail server answers, or MailServerRests; the mailing then waits
    again."""
    if cache.get(RESTS):
        raise MailServerRests
    message = _hand_over(mailing_id)
    if message is None:
        return
    try:
        message.send()
    except SMTPRecipientsRefused as refusal:
        for_good = all(code >= REFUSED_FOR_GOOD for code, _said in refusal.recipients.values())
        state = Mailing.State.REFUSED if for_good else Mailing.State.WAITING
        Mailing.objects.filter(pk=mailing_id).update(state=state)
        if for_good:
            return
        raise
    except (SMTPException, OSError) as error:
        Mailing.objects.filter(pk=mailing_id).update(state=Mailing.State.WAITING)
        if isinstance(error, (SMTPConnectError, SMTPServerDisconnected)) or not isinstance(error, SMTPException):
            cache.set(RESTS, True, settings.NOTICES_MAIL_REST_SECONDS)
        raise
    Mailing.objects.filter(pk=mailing_id).update(state=Mailing.State.SENT, sent_at=timezone.now())


@transaction.atomic
def _hand_over(mailing_id: int) -> EmailMultiAlternatives | None:
    """The mail, for the caller alone to send; None when it is not to be sent, or not any more. It is written before
    the mark, so that there is nothing between the mark and the mail server that could fail."""
    rows = Mailing.objects.select_for_update(of=("self",)).select_related("user")
    mailing = rows.filter(pk=mailing_id).first()
    if mailing is None or mailing.state in Mailing.ENDED:
        return None
    if mailing.state == Mailing.State.HANDED_OVER:
        log.warning(UNSURE, mailing=mailing_id)
        return None
    notices = lines_of(mailing) if mailing.user.is_active and mailing.user.email else []
    mailing.state = Mailing.State.HANDED_OVER if notices else Mailing.State.NEEDLESS
    message = message_of(mailing, notices) if notices else None
    mailing.save(update_fields=["state"])
    return message


def lines_of(mailing: Mailing) -> list[Notice]:
    """What the mail says: the notices of it that are still unread, and of which the person wants mails, the oldest
    first."""
    unread = with_rhythm(mailing.notices.filter(read_at__isnull=True))
    return list(unread.filter(Q(urgent=True) | ~Q(rhythm=Rhythm.NONE)).order_by("created_at", "pk"))


def message_of(mailing: Mailing, notices: list[Notice]) -> EmailMultiAlternatives:
    """The mail, in the person's language. Its Message-ID is the mailing's, so that it is known again."""
    person = mailing.user
    with translation.override(person.language or settings.LANGUAGE_CODE):
        number = len(notices)
        stop = _stop_url(person, notices)
        context = {
            "person": person.get_full_name() or person.username,
            "groups": _by_topic(person, notices[:MOST_IN_MAIL]),
            "more": max(number - MOST_IN_MAIL, 0),
            "list_url": settings.BASE_URL + reverse("notices:list"),
            "preferences_url": settings.BASE_URL + reverse("notices:preferences"),
            "unsubscribe_url": stop,
            "portal_name": settings.PORTAL_NAME,
            "language": translation.get_language(),
        }
        subject = (
            sentence(notices[0])
            if number == 1
            else ngettext("%(number)d notice", "%(number)d notices", number) % {"number": number}
        )
        headers = {"Message-ID": f"<notices-{mailing.key}@{settings.BASE_URL.split('//')[-1].split('/')[0]}>"}
        if stop:
            headers |= {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        message = EmailMultiAlternatives(
            subject=_("%(portal)s: %(what)s") % {"portal": settings.PORTAL_NAME, "what": " ".join(subject.split())},
            body=render_to_string("notices/mail.txt", context),
            to=[person.email],
            headers=headers,
        )
        message.attach_alternative(render_to_string("notices/mail.html", context), "text/html")
    return message


def _by_topic(person: User, notices: list[Notice]) -> list[dict[str, Any]]:
    """The lines under the names of their topics, each with the address that ends the mails about it. What is urgent has
    none: it is mailed in any case."""
    own: dict[str, list[Notice]] = {topic.code: [] for topic in topics()}
    for notice in notices:
        own[topic_of(notice.topic).code].append(notice)
    return [
        {
            "topic": topic.name,
            "notices": [
                {"sentence": sentence(one), "url": f"{settings.BASE_URL}{one.url}" if one.url else ""}
                for one in own[topic.code]
            ],
            "stop": "" if any(one.urgent for one in own[topic.code]) else _address(person, topic.code),
        }
        for topic in topics()
        if own[topic.code]
    ]


def _stop_url(person: User, notices: list[Notice]) -> str:
    """Where a mail program asks to end such mails (RFC 8058): about its topic if it has one, else all of them; none
    for what is urgent."""
    if any(one.urgent for one in notices):
        return ""
    about = {topic_of(one.topic).code for one in notices}
    return _address(person, about.pop() if len(about) == 1 else UNNAMED)


def _address(person: User, topic: str) -> str:
    token = unsubscribe_token(person, topic=topic)
    return settings.BASE_URL + reverse("notices:unsubscribe", kwargs={"token": token})
