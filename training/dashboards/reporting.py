"""Reports that come by mail each week or month. What one holds, and whether there is one at all, is decided by who the
person is on the day that it is made, and looked at again when it is mailed."""

from __future__ import annotations

from datetime import date
from functools import partial

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal.core import events, outbox, storage
from portal.core.dispatch import send_after_commit
from portal.core.errors import Refused
from portal.network.api import Viewer, viewer_for
from portal.network.models import User
from training.dashboards import exporting
from training.dashboards.models import Export, Format, ReportDelivery, ReportSubscription
from training.dashboards.tables.contents import TABLES
from training.dashboards.tables.writing import CONTENT_TYPES

MAIL = "training.report"
LARGEST_ATTACHMENT = 2**20
MOST_REPORTS = 10


class ReportRefused(Refused):
    """The report is not ordered; the reason says why."""


@transaction.atomic
def subscribe(*, viewer: Viewer, user: User, table: str, format: str, every: str) -> ReportSubscription:
    """Order a report. Ordering it again changes its format. Raises NotVisible, ReportRefused."""
    exporting.table_for(viewer=viewer, name=table)
    if format not in Format.values or every not in ReportSubscription.Every.values:
        raise ReportRefused(_("Choose a table, a format and how often."))
    User.objects.select_for_update().filter(pk=user.pk).values_list("pk").first()
    others = ReportSubscription.objects.filter(user=user).exclude(table=table, every=every)
    if others.count() >= MOST_REPORTS:
        raise ReportRefused(_("You have ordered ten reports. End one of them first."))
    found, _made = ReportSubscription.objects.update_or_create(
        user=user, table=table, every=every, defaults={"format": format}
    )
    events.record(verb="report.ordered", subject=f"report:{found.pk}", actor=user, data={"table": table})
    return found


@transaction.atomic
def unsubscribe(*, user: User, subscription_id: int) -> bool:
    """End a report of one's own. Returns whether there was one."""
    found = ReportSubscription.objects.filter(pk=subscription_id, user=user).first()
    if found is None:
        return False
    events.record(verb="report.ended", subject=f"report:{found.pk}", actor=user, data={"table": found.table})
    found.delete()
    return True


def period_of(every: str, day: date) -> str:
    """The period that a report made on `day` is for: "2026-W48" or "2026-11"."""
    if every == ReportSubscription.Every.WEEK:
        year, week, _weekday = day.isocalendar()
        return f"{year}-W{week:02}"
    return f"{day:%Y-%m}"


def make_due(*, day: date | None = None) -> int:
    """Have the reports made whose period has begun since the last. Doing it again makes none. Returns how many."""
    day = day or timezone.localdate()
    made = 0
    for every in ReportSubscription.Every.values:
        period = period_of(every, day)
        due = ReportSubscription.objects.filter(every=every, user__is_active=True).exclude(deliveries__period=period)
        for subscription in due.select_related("user").order_by("pk"):
            if period_of(every, timezone.localdate(subscription.created_at)) != period:
                made += _make(subscription, period)
    return made


def _make(subscription: ReportSubscription, period: str) -> bool:
    """One report, unless its period has one or the person has nobody to report on today."""
    if not exporting.may_export(viewer_for(user=subscription.user)):
        return False
    try:
        with transaction.atomic():
            export = Export.objects.create(user=subscription.user, table=subscription.table, format=subscription.format)
            ReportDelivery.objects.create(subscription=subscription, period=period, export=export)
            send_after_commit(exporting.WRITE, export.pk)
    except IntegrityError:
        return False
    return True


@transaction.atomic
def announce(export: Export) -> None:
    """A written file is mailed if it is a report, else told of."""
    delivery = ReportDelivery.objects.filter(export=export).first()
    if delivery is None:
        exporting.tell(export)
    else:
        outbox.enqueue(kind=MAIL, key=str(delivery.pk))


def mail(*, delivery_id: int) -> None:
    """Mail a report, once: small ones with the file, big ones with the address. Not to who may no longer see it."""
    delivery = (
        ReportDelivery.objects.select_related("export", "subscription__user")
        .filter(pk=delivery_id, mailed_at__isnull=True, export__isnull=False)
        .first()
    )
    if delivery is None or delivery.export is None:
        return
    user = delivery.subscription.user
    if not user.email or not exporting.still_theirs(viewer=viewer_for(user=user), export=delivery.export):
        return
    claim = ReportDelivery.objects.filter(pk=delivery.pk, mailed_at__isnull=True)
    if not claim.update(mailed_at=timezone.now()):
        return
    try:
        with translation.override(user.language or settings.LANGUAGE_CODE):
            _message(user, delivery.export, delivery.period).send()
    except Exception:
        ReportDelivery.objects.filter(pk=delivery.pk).update(mailed_at=None)
        raise


def _message(user: User, export: Export, period: str) -> EmailMultiAlternatives:
    title = str(TABLES[export.table].title)
    lines = [_("Your report “%(title)s” has %(rows)s rows.") % {"title": title, "rows": export.rows}]
    message = partial(EmailMultiAlternatives, subject=f"{title} · {period}", to=[user.email])
    reports = settings.BASE_URL + reverse("dashboards:reports")
    attached = export.size <= LARGEST_ATTACHMENT
    if not attached:
        address = settings.BASE_URL + reverse("dashboards:export", kwargs={"key": export.key})
        lines.append(_("It is too large for a mail. Sign in to get it: %(address)s") % {"address": address})
    lines.append(_("To end this report: %(address)s") % {"address": reports})
    found = message(body="\n\n".join(lines))
    if attached:
        data = storage.read_bytes(name=export.stored_as)
        found.attach(f"{export.table}-{period}.{export.format}", data, CONTENT_TYPES[export.format].split(";")[0])
    return found
