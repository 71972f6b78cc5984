"""Sending calendar invitations: the outbox hands them over, one mail for each."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from portal.core import outbox
from training.sessions.calendar_files import invitation_file
from training.sessions.invitations import OUTBOX_KIND
from training.sessions.models import Invitation
from training.sessions.zones import in_zone


def register() -> None:
    """From the app's `ready`."""
    outbox.register(kind=OUTBOX_KIND, handler=_deliver)


@transaction.atomic
def _deliver(key: str, _payload: dict[str, object]) -> None:
    """Send an invitation unless it was sent. Should a worker die between the two, it is sent again with the same UID
    and SEQUENCE, which changes no calendar."""
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("user", "booking__session")
    invitation = rows.filter(pk=int(key)).first()
    if invitation is None or invitation.sent_at is not None:
        return
    if invitation.user.email and invitation.user.is_active:
        message_of(invitation).send()
    invitation.sent_at = timezone.now()
    invitation.save(update_fields=["sent_at"])


def message_of(invitation: Invitation) -> EmailMultiAlternatives:
    """The mail, in the person's language; the calendar entry is its text/calendar part and an .ics file besides."""
    session = invitation.booking.session
    with translation.override(invitation.user.language or settings.LANGUAGE_CODE):
        local = in_zone(invitation.starts_at, session.time_zone)
        until = in_zone(invitation.ends_at, session.time_zone)
        facts = {
            "title": invitation.summary,
            "day": formats.date_format(local, "SHORT_DATE_FORMAT"),
            "from": formats.date_format(local, "TIME_FORMAT"),
            "until": formats.date_format(until, "TIME_FORMAT"),
            "zone": session.time_zone,
            "place": invitation.place,
            "url": settings.BASE_URL + reverse("sessions:session", args=[session.pk]),
        }
        if invitation.method == Invitation.Method.CANCEL:
            subject = _("Cancelled: %(title)s, %(day)s") % facts
        elif invitation.sequence:
            subject = _("Changed: %(title)s, %(day)s") % facts
        else:
            subject = _("Invitation: %(title)s, %(day)s") % facts
        text = _("%(title)s\n%(day)s, %(from)s to %(until)s (%(zone)s)\n%(place)s\n\n%(url)s\n") % facts
    message = EmailMultiAlternatives(subject=" ".join(subject.split()), body=text, to=[invitation.user.email])
    file = invitation_file(invitation).decode()
    message.attach_alternative(file, f"text/calendar; method={invitation.method}")
    return message
