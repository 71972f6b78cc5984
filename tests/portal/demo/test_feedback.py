"""The demo's feedback and reach: a month of it, made once, with every state that a report can have."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from content.feedback.models import Report
from content.insight.models import ThingReach, Use
from portal.demo.distribution import feedback, reach
from portal.demo.distribution.feedback_texts import REPORTS
from portal.notices.models import Notice
from tests import factories
from tests.content.feedback import builders
from tests.content.reader.builders import readable

pytestmark = pytest.mark.django_db


def test_reports_are_made_once_in_every_state() -> None:
    cache.clear()
    owner = builders.department()
    builders.author(owner)
    dealer = factories.DealerFactory()
    for number in range(6):
        factories.person(username=f"reader-{number}", dealer=dealer)
    texts = " ".join(one.words for one in REPORTS)
    for document in dict.fromkeys(one.document for one in REPORTS):
        manual = factories.manual(document_number=document, department=owner)
        labels = {one.label for one in REPORTS if one.document == document and one.label}
        for age, label in enumerate(sorted(labels, reverse=True), start=10):
            readable(pages=[texts], manual=manual, label=label, effective_from=timezone.now() - timedelta(days=3 * age))
        readable(pages=[texts, texts], manual=manual, label="current")
    for _turn in range(2):
        feedback.build()
        reach.build()
    assert Report.objects.count() == len(REPORTS)
    assert set(Report.objects.values_list("state", flat=True)) == set(Report.State.values)
    assert all(one.remarks.filter(region__isnull=False).exists() for one in Report.objects.all())
    assert Report.objects.filter(state="fixed", fix_told_at__isnull=False).count() == 2
    assert Notice.objects.filter(kind="feedback.fixed").count() == 2
    oldest = min(Report.objects.values_list("created_at", flat=True))
    assert timezone.now() - timedelta(days=31) < oldest < timezone.now() - timedelta(days=10)
    days = set(Use.objects.values_list("day", flat=True))
    assert max(days) <= timezone.localdate()
    assert ThingReach.objects.filter(seen__gt=0).exists()
