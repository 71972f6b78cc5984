"""A month of feedback: what readers reported, and how far the departments are with it."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from django.utils import timezone, translation

from content.feedback import fixing, handling, saying
from content.feedback.models import Helped, Remark, Report
from content.feedback.regions import paragraphs
from content.feedback.subjects import EDITION, open_subject
from content.library.models import Edition, EditionPage, Manual
from content.reader.api import words_of
from portal.demo.distribution.feedback_texts import REPORTS, DemoReport
from portal.network.api import viewer_for
from portal.network.models import User
from portal.network.reach import people_reached
from portal.notices.models import Notice

PEOPLE_WHO_HELPED = 40


def build() -> None:
    """Make the reports that are missing. What has no readers or no pages yet is left out, and made the next time."""
    for one in REPORTS:
        edition = _edition(one)
        page = _page(edition, one.words) if edition else None
        reader = _reader(edition, one.reader) if edition else None
        if edition is None or page is None or reader is None:
            continue
        if not Report.objects.filter(reporter=reader, edition=edition, place=page.number, kind=one.kind).exists():
            with translation.override(edition.manual.language):
                _report(one, edition, page, reader)
    _helped()


def _edition(one: DemoReport) -> Edition | None:
    rows = Edition.objects.issued(at=timezone.now()).filter(manual__document_number=one.document, manual__live=True)
    rows = rows.filter(label=one.label) if one.label else rows.filter(superseded_by__isnull=True)
    return rows.select_related("manual").first()


def _page(edition: Edition, words: str) -> EditionPage | None:
    rows = EditionPage.objects.filter(edition=edition, text__icontains=words).order_by("number")
    # In a manual of some length the first hits are its lists of contents.
    return rows.filter(number__gte=edition.page_count // 4).first() or rows.first()


def _reader(edition: Edition, place: int) -> User | None:
    people = people_reached(model=Manual, pk=edition.manual_id, day=timezone.localdate())
    return people[place : place + 1].first()


def _report(one: DemoReport, edition: Edition, page: EditionPage, reader: User) -> None:
    at = timezone.now() - timedelta(days=one.days_ago, minutes=7 * one.days_ago)
    viewer = viewer_for(user=reader)
    subject = open_subject(viewer=viewer, kind=EDITION, id=edition.pk, place=page.number)
    places = [
        found.region
        for found in paragraphs(text=page.text, words=words_of(page))
        if one.words.lower() in found.text.lower()
    ]
    said = saying.Said(kind=one.kind, text=one.text, region=places[0] if places else None)
    made, _is_new = saying.report(viewer=viewer, actor=reader, subject=subject, said=said)
    _dated(made, at)
    author = User.objects.filter(groups__department=made.department_id, is_active=True).order_by("pk").first()
    if author is not None:
        _handle(one, made, author, edition, at)


def _handle(one: DemoReport, made: Report, author: User, edition: Edition, at: datetime) -> None:
    if one.state == Report.State.IN_WORK:
        handling.assign(actor=author, report_id=made.pk, to=author)
    if one.state == Report.State.NO_CHANGE:
        handling.leave(actor=author, report_id=made.pk, reason=one.answer)
    if one.state in (Report.State.ANSWERED, Report.State.FIXED):
        handling.answer(actor=author, report_id=made.pk, text=one.answer)
    if one.state == Report.State.FIXED and edition.superseded_by is not None:
        handling.fix(actor=author, report_id=made.pk, edition=edition.superseded_by)
        fixing.follow_editions()
    Remark.objects.filter(report=made, from_department=True).update(at=at + timedelta(days=1, hours=2))
    Notice.objects.filter(key__startswith=f"feedback:{made.pk}:").exclude(kind="feedback.received").update(
        created_at=at + timedelta(days=1, hours=2)
    )


def _dated(made: Report, at: datetime) -> None:
    Report.objects.filter(pk=made.pk).update(created_at=at, changed_at=at)
    Remark.objects.filter(report=made).update(at=at)
    Notice.objects.filter(key=f"feedback:{made.pk}:received").update(created_at=at)


def _helped() -> None:
    """Some found a page helpful."""
    if Helped.objects.exists():
        return
    random = Random(6)
    rows = []
    for edition in Edition.objects.in_force(at=timezone.now()).filter(page_count__gt=0).order_by("pk")[:6]:
        people = list(people_reached(model=Manual, pk=edition.manual_id, day=timezone.localdate())[:PEOPLE_WHO_HELPED])
        for person in random.sample(people, len(people) // 3):
            place = random.randint(1, min(edition.page_count, 8))
            dealer = viewer_for(user=person).dealer
            rows.append(Helped(user=person, dealer_id=dealer, about=EDITION, about_id=edition.pk, place=place))
    Helped.objects.bulk_create(rows, ignore_conflicts=True)
