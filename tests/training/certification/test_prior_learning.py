"""Prior learning: asked with evidence, decided by the owners of the course, seen by nobody else."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from PIL import Image

from portal.network.api import viewer_for
from tests import factories
from tests.training import builders
from tests.training.builders import browser
from tests.training.certification_builder import of_courses, taught, today
from training.certification.models import Certification, PriorLearning
from training.certification.recognising import (
    NoSuchRequest,
    RecognitionRefused,
    claim,
    decide_claim,
    reviewable,
    withdraw_claim,
)

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 a diploma"


def ask(user, course, data=PDF, name="diploma.pdf", **more):
    return claim(
        **{
            "viewer": viewer_for(user=user),
            "user": user,
            "course_id": course.pk,
            "title": "HV level 2",
            "provider": "Chamber",
            "finished_on": today() - timedelta(days=30),
            "evidence": SimpleUploadedFile(name, data),
            **more,
        }
    )


def picture(kind="PNG"):
    kept = BytesIO()
    Image.new("RGB", (8, 8)).save(kept, kind)
    return kept.getvalue()


def test_recognised_it_counts_as_the_course_from_the_day_it_was_learnt(learner, author):
    one = taught()
    made = of_courses(one, months=12)
    asked = ask(learner, one)
    assert not Certification.objects.exists()
    decide_claim(actor=author, claim_id=asked.pk, approve=True)
    certification = Certification.objects.get(user=learner, scheme=made)
    assert certification.valid_from == asked.finished_on
    basis = certification.periods.get().basis
    assert (basis["prior"], basis["registrations"]) == ([asked.pk], [])


def test_declined_needs_a_reason_and_counts_nothing(learner, author):
    one = taught()
    of_courses(one)
    asked = ask(learner, one)
    with pytest.raises(RecognitionRefused, match="Say why"):
        decide_claim(actor=author, claim_id=asked.pk, approve=False)
    decide_claim(actor=author, claim_id=asked.pk, approve=False, reason="Another voltage")
    with pytest.raises(RecognitionRefused, match="has been decided"):
        decide_claim(actor=author, claim_id=asked.pk, approve=True)
    assert not Certification.objects.exists()
    assert ask(learner, one).state == "requested", "one may ask again with other evidence"


def test_one_request_a_course_at_a_time(learner):
    one = taught()
    asked = ask(learner, one)
    with pytest.raises(RecognitionRefused, match="already"):
        ask(learner, one)
    withdraw_claim(user=learner, claim_id=asked.pk)
    with pytest.raises(NoSuchRequest):
        withdraw_claim(user=learner, claim_id=asked.pk)
    assert ask(learner, one).pk != asked.pk
    with pytest.raises(IntegrityError), transaction.atomic():
        PriorLearning.objects.update(state="requested")


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "empty.pdf", "empty"),
        (b"MZ a program", "diploma.pdf", "PDF or a picture"),
        (b"<svg onload='alert(1)'/>", "diploma.svg", "PDF or a picture"),
        (b"\x89PNG broken", "diploma.png", "PDF or a picture"),
        (b"%PDF-1.7" + bytes(10 * 2**20), "large.pdf", "larger than 10 MB"),
    ],
)
def test_evidence_is_what_it_says(learner, data, name, words):
    with pytest.raises(RecognitionRefused, match=words):
        ask(learner, taught(), data=data, name=name)
    assert not PriorLearning.objects.exists()


def test_a_picture_is_encoded_anew_and_its_name_is_only_a_name(learner):
    asked = ask(learner, taught(), data=picture() + b"<script>", name="../../etc/diploma.png")
    assert asked.evidence_name == "diploma.png"
    assert asked.evidence_type == "image/png"
    answer = browser(learner).get(reverse("certification:evidence", args=[asked.pk]))
    assert b"<script>" not in b"".join(answer.streaming_content)


@pytest.mark.parametrize("days", [-1, 40_000])
def test_a_day_that_cannot_be(learner, days):
    with pytest.raises(RecognitionRefused, match="cannot be right"):
        ask(learner, taught(), finished_on=today() - timedelta(days=days))


def test_a_course_of_another_audience_is_as_none(learner):
    one = taught()
    one.audience_dealers.set([factories.DealerFactory()])
    one.save()
    with pytest.raises(RecognitionRefused, match="no such course"):
        ask(learner, one)


def test_evidence_goes_to_the_person_and_to_who_decides_and_to_nobody_else(learner, manager, author, dealer):
    asked = ask(learner, taught())
    url = reverse("certification:evidence", args=[asked.pk])
    for allowed in (learner, author):
        answer = browser(allowed).get(url)
        assert b"".join(answer.streaming_content) == PDF
        assert "attachment" in answer.headers["Content-Disposition"]
    other = factories.oem_person(username="another department")
    other.groups.add(builders.department("sales").authors)
    colleague = factories.MembershipFactory(dealer=dealer).user
    stranger = factories.MembershipFactory(is_manager=True).user
    for refused in (manager, other, colleague, stranger, builders.person()):
        assert browser(refused).get(url).status_code == 404
        assert not reviewable(user=refused).exists()
        with pytest.raises(NoSuchRequest):
            decide_claim(actor=refused, claim_id=asked.pk, approve=True)
    assert Client().get(url).status_code == 302
    assert browser(learner).get(reverse("certification:evidence", args=[2**63])).status_code == 404
    asked.refresh_from_db()
    assert asked.state == "requested"


def test_nobody_decides_on_their_own(author):
    asked = ask(author, taught())
    with pytest.raises(RecognitionRefused, match="Somebody else decides"):
        decide_claim(actor=author, claim_id=asked.pk, approve=True)


def test_the_page(learner, author):
    one = taught("Isolation")
    client, url = browser(learner), reverse("certification:prior")
    assert "Isolation" in client.get(url).content.decode()
    facts = {"course": one.pk, "title": "<b>HV</b>", "provider": "Chamber", "finished_on": today().isoformat()}
    refused = client.post(url, {**facts, "evidence": SimpleUploadedFile("x.pdf", b"MZ")})
    assert refused.status_code == 422
    assert "PDF or a picture" in refused.content.decode()
    page = client.post(url, {**facts, "evidence": SimpleUploadedFile("x.pdf", PDF)}, follow=True).content.decode()
    assert "Your request was sent." in page
    assert "&lt;b&gt;HV&lt;/b&gt;" in page
    asked = PriorLearning.objects.get()
    other = factories.MembershipFactory().user
    withdraw = reverse("certification:withdraw_prior", args=[asked.pk])
    assert browser(other).post(withdraw).status_code == 404
    assert "&lt;b&gt;HV" not in browser(other).get(url).content.decode()
    client.post(withdraw)
    asked.refresh_from_db()
    assert asked.state == "withdrawn"
