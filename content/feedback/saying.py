"""The reader's side: saying what is wrong, adding to it, and that something helped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.feedback import telling
from content.feedback.models import LONGEST_TEXT, Helped, Remark, Report
from content.feedback.regions import Region, quote
from content.feedback.subjects import Subject
from content.library import api as library
from content.reader.api import words_of
from portal.core import events
from portal.core.errors import Refused
from portal.network.api import Viewer
from portal.network.models import User

MOST_AN_HOUR = 30
"""Remarks of one person: more is a program, or a mistake."""
MOST_HELPED_AN_HOUR = 300


class FeedbackRefused(Refused):
    """It cannot be said now; the reason says why."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says. `vin` is the last eight characters at most, and only with their consent."""

    kind: str
    text: str
    region: Region | None = None
    vehicle: str = ""
    vin: str = ""


def report(*, viewer: Viewer, actor: User, subject: Subject, said: Said) -> tuple[Report, bool]:
    """Report on a thing that the viewer has opened. Where their report of this kind on this place waits, it is added
    to that; the second value says whether the report is new. Raises FeedbackRefused."""
    text = _checked(said.text)
    if said.kind not in Report.Kind.values:
        raise FeedbackRefused(_("Say whether it is wrong, unclear or missing."))
    with transaction.atomic():
        _within_the_rate(actor)
        place = {"about": subject.kind, "about_id": subject.id, "place": subject.place}
        waiting = Report.objects.filter(**place, kind=said.kind, reporter=actor, state__in=Report.WAITING)
        found = waiting.select_for_update(of=("self",)).first()
        is_new = found is None
        if found is None:
            try:
                with transaction.atomic():
                    found = _open(viewer, actor, subject, said)
            except IntegrityError:
                # The same button was pressed twice: what came first waits.
                found, is_new = waiting.select_for_update(of=("self",)).get(), False
        _remark(found, actor, text, subject, said.region)
        verb = "feedback.reported" if is_new else "feedback.added"
        events.record(verb=verb, subject=f"feedback:{found.pk}", actor=actor, data={**place, "kind": said.kind})
        if is_new:
            telling.tell_authors(found)
    return found, is_new


def add(*, actor: User, report_id: int, text: str) -> Report:
    """The reporter says more in their own report; one that was answered is in work again. Raises NotVisible,
    FeedbackRefused."""
    text = _checked(text)
    with transaction.atomic():
        _within_the_rate(actor)
        found = Report.objects.select_for_update(of=("self",)).filter(pk=report_id, reporter=actor).first()
        if found is None:
            raise library.NotVisible
        if found.is_closed:
            raise FeedbackRefused(_("This report is closed. Report what you see now on the page itself."))
        if found.state == Report.State.ANSWERED:
            found.state = Report.State.IN_WORK
        found.changed_at = timezone.now()
        try:
            with transaction.atomic():
                found.save(update_fields=["state", "changed_at"])
        except IntegrityError as error:
            raise FeedbackRefused(_("You have another report on this page that waits. Add it there.")) from error
        Remark.objects.create(report=found, author=actor, text=text)
        events.record(verb="feedback.added", subject=f"feedback:{found.pk}", actor=actor)
        telling.tell_added(found)
    return found


def helped(*, viewer: Viewer, actor: User, subject: Subject, yes: bool) -> None:
    """That a thing helped the person, or no longer so. Doing it again changes nothing. Raises FeedbackRefused."""
    place = {"about": subject.kind, "about_id": subject.id, "place": subject.place}
    if not yes:
        Helped.objects.filter(user=actor, **place).delete()
        return
    if Helped.objects.filter(user=actor, at__gt=timezone.now() - timedelta(hours=1)).count() >= MOST_HELPED_AN_HOUR:
        raise FeedbackRefused(_("That was a lot at once. Go on in an hour."))
    Helped.objects.bulk_create([Helped(user=actor, dealer_id=viewer.dealer, **place)], ignore_conflicts=True)


def _checked(text: str) -> str:
    clean = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if not clean:
        raise FeedbackRefused(_("Say in a few words what it is."))
    if len(clean) > LONGEST_TEXT:
        raise FeedbackRefused(_("At most %(most)s characters.") % {"most": LONGEST_TEXT})
    return clean


def _within_the_rate(actor: User) -> None:
    if Remark.objects.filter(author=actor, at__gt=timezone.now() - timedelta(hours=1)).count() >= MOST_AN_HOUR:
        raise FeedbackRefused(_("That was a lot at once. Go on in an hour."))


def _open(viewer: Viewer, actor: User, subject: Subject, said: Said) -> Report:
    return Report.objects.create(
        about=subject.kind,
        about_id=subject.id,
        place=subject.place,
        place_label=subject.place_label[:40],
        title=subject.title[:255],
        document_number=subject.document_number,
        language=subject.language,
        url=subject.url,
        manual=subject.manual,
        edition=subject.edition,
        department_id=subject.department_id,
        kind=said.kind,
        vehicle=said.vehicle[:300],
        vin_tail=said.vin[-8:],
        reporter=actor,
        dealer_id=viewer.dealer,
    )


def _remark(found: Report, actor: User, text: str, subject: Subject, region: Region | None) -> None:
    page = subject.page
    marked = region if page is not None else None
    Remark.objects.create(
        report=found,
        author=actor,
        text=text,
        region=marked.values if marked else None,
        quote=quote(text=page.text, words=words_of(page), region=marked) if page and marked else "",
    )
    Report.objects.filter(pk=found.pk).update(changed_at=timezone.now())
