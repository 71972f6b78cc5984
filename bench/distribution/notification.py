"""Announcing to a network: 20,000 people of 2,000 dealers told of an edition by a job, and what its author waits for."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from bench.table import Row
from bench.training.enrol import PEOPLE, network, timed
from content.announcing import announcing, finding
from content.announcing.models import Announcement
from content.library.models import Edition, Manual
from content.library.sections import open_section
from content.library.supersession import relink
from portal.core.dispatch import kept_here
from portal.network.departments import create_department
from portal.network.models import JobRole, User
from portal.notices import owing
from portal.notices.models import Mailing, Notice

TARGET_A_SECOND = 5000


def measure() -> list[Row]:
    """The rows of this benchmark."""
    role = network()
    department = create_department(code="bench-notification", name="Bench")
    with kept_here():
        published, edition = timed(lambda: _publish(department, role))
        finding_seconds, _made = timed(finding.find)
        one = Announcement.objects.get(key=finding.key_of(edition.pk, "in_force"))
        told_seconds, _none = timed(lambda: announcing.tell(announcement_id=one.pk))
        told = Notice.objects.filter(key=one.key).count()
        again, _none = timed(lambda: announcing.tell(announcement_id=one.pk))
        mailing_seconds, owed = timed(_digests)
    rate = told / told_seconds
    return [
        Row("Publishing an edition, as its author waits for it", f"{published * 1000:.0f} ms", "", "", "", None),
        Row("Finding what came into force", f"{finding_seconds * 1000:.0f} ms", "", "", "", None),
        Row(
            f"Telling {told:,} people, each once",
            f"{rate:,.0f} /s",
            "",
            "",
            f">= {TARGET_A_SECOND:,} /s",
            told == PEOPLE and rate >= TARGET_A_SECOND,
        ),
        Row("Telling them again: nobody", f"{again * 1000:.0f} ms", "", "", "", None),
        Row(
            f"Making the digests of {owed:,} people",
            f"{mailing_seconds:.1f} s",
            "",
            "",
            "",
            owed == Mailing.objects.count() == PEOPLE,
        ),
    ]


def _publish(department, role: JobRole) -> Edition:  # type: ignore[no-untyped-def]
    now = timezone.now()
    page = Manual(title="Bench", slug="bench-notification", document_number="BENCH-N", department=department)
    page.audience_roles = [role]
    open_section(department=department).add_child(instance=page)
    edition = Edition.objects.create(
        manual=page,
        label="A",
        effective_from=now - timedelta(minutes=1),
        state=Edition.State.READY,
        file_name="bench",
        original_name="bench.pdf",
        sha256="0" * 64,
        size=1,
        ready_at=now,
        uploaded_by=User.objects.order_by("pk").first(),
    )
    relink(manual_id=page.pk)
    return edition


def _digests() -> int:
    tomorrow = timezone.localtime() + timedelta(days=1)
    at = tomorrow.replace(hour=12)
    return owing.owe_digests(day=at.date(), now=at)
