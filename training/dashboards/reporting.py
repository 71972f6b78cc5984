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

from content.exports import api as exports
from content.exports.api import CONTENT_TYPES, Export, Format
from content.library.api import NotVisible
from portal.core import events, outbox, storage
from portal.core.errors import Refused
from portal.network.api import Viewer, viewer_for
from portal.network.models import User
from training.dashboards.exporting import may_export, name_of
from training.dashboards.models import ReportDelivery, ReportSubscription
from training.dashboards.tables.contents import TABLES
from training.needs import scope

MAIL = "training.report"
LARGEST_ATTACHMENT = 2**20
MOST_REPORTS = 10


class ReportRefused(Refused):
    """The report is not ordered; the reason says why."""


@transaction.atomic
def subscribe(*, viewer: Viewer, user: User, table: str, format: str, every: str) -> ReportSubscription:
    """Order a report. Ordering it again changes its format. Raises NotVisible, ReportRefused."""
    if table not in TABLES or not may_export(viewer):
        raise scope.NotVisible
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
    if not may_export(viewer_for(user=subscription.user)):
        return False
    try:
        with transaction.atomic():
            export = exports.ask(
                user=subscription.user,
                table=name_of(subscription.table),
                asked={},
                format=subscription.format,
                tells=False,
            )
            ReportDelivery.objects.create(subscription=subscription, period=period, export=export)
    except IntegrityError:
        return False
    return True


def owe_mail(*, export_id: int, **_kwargs: object) -> None:
    """A written file is mailed if it is a report."""
    for delivery in ReportDelivery.objects.filter(export=export_id):
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
    if not user.email or not _still_theirs(user, delivery.export):
        return
    claim = ReportDelivery.objects.filter(pk=delivery.pk, mailed_at__isnull=True)
    if not claim.update(mailed_at=timezone.now()):
        return
    try:
        with translation.override(user.language or settings.LANGUAGE_CODE):
            _message(user, delivery, delivery.export).send()
    except Exception:
        ReportDelivery.objects.filter(pk=delivery.pk).update(mailed_at=None)
        raise


def _still_theirs(user: User, export: Export) -> bool:
    try:
        exports.still_theirs(viewer=viewer_for(user=user), user=user, export=export)
    except NotVisible:
        return False
    return True


def _message(user: User, delivery: ReportDelivery, export: Export) -> EmailMultiAlternatives:
    table, period = delivery.subscription.table, delivery.period
    title = str(TABLES[table].title)
    lines = [_("Your report “%(title)s” has %(rows)s rows.") % {"title": title, "rows": export.rows}]
    message = partial(EmailMultiAlternatives, subject=f"{title} · {period}", to=[user.email])
    reports = settings.BASE_URL + reverse("dashboards:reports")
    attached = export.size <= LARGEST_ATTACHMENT
    if not attached:
        address = settings.BASE_URL + reverse("exports:file", kwargs={"key": export.key})
        lines.append(_("It is too large for a mail. Sign in to get it: %(address)s") % {"address": address})
    lines.append(_("To end this report: %(address)s") % {"address": reports})
    found = message(body="\n\n".join(lines))
    if attached:
        data = storage.read_bytes(name=export.stored_as)
        found.attach(f"{table}-{period}.{export.format}", data, CONTENT_TYPES[export.format].split(";")[0])
    return found
