"""Certification in the CMS: authors of the department, and nobody else."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.network.api import viewer_for
from tests import factories
from tests.training import builders
from tests.training.builders import browser
from tests.training.certification_builder import complete, curriculum, demand, of_courses, revise, scheme, taught, today
from training.certification.models import Certification, CertificationScheme, Curriculum, Equivalence, PriorLearning
from training.certification.recognising import claim

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner():
    return factories.MembershipFactory(user__first_name="Lin", user__last_name="Wei").user


@pytest.fixture
def outsider():
    """An author of another department."""
    user = factories.oem_person(username="outsider")
    user.groups.add(builders.department("sales").authors)
    return user


def snippet(model, name, *args):
    return reverse(f"wagtailsnippets_training_certification_{model}:{name}", args=args)


def streamed(*sets):
    """The editor's fields of a stream of sets."""
    fields = {"body-count": str(len(sets))}
    for n, one in enumerate(sets):
        value = one["value"]
        fields |= {
            f"body-{n}-deleted": "",
            f"body-{n}-order": str(n),
            f"body-{n}-type": "set",
            f"body-{n}-id": "",
            f"body-{n}-value-title": value["title"],
            f"body-{n}-value-rule": value["rule"],
            f"body-{n}-value-count": value["count"] or "",
            f"body-{n}-value-required": "on",
            f"body-{n}-value-items-count": str(len(value["items"])),
        }
        for m, item in enumerate(value["items"]):
            prefix = f"body-{n}-value-items-{m}"
            fields |= {
                f"{prefix}-deleted": "",
                f"{prefix}-order": str(m),
                f"{prefix}-type": item["type"],
                f"{prefix}-id": "",
                f"{prefix}-value": str(item["value"]),
            }
    return fields


def test_an_author_writes_publishes_and_revises_a_curriculum(author):
    one, two = taught("One"), taught("Two")
    client = browser(author)
    facts = {
        "title": "HV technician",
        "code": "hv-tech",
        "level": "basic",
        "department": builders.department().pk,
        "summary": "",
        "action-publish": "1",
    }
    answer = client.post(snippet("curriculum", "add"), {**facts, **streamed(demand(one, two, rule="n_of", count=1))})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    made = Curriculum.objects.get(code="hv-tech")
    row = made.current.sets.get()
    assert (made.current.number, row.rule, row.count, row.requirements.count()) == (1, "n_of", 1, 2)
    assert made.current.published_by == author
    edit = snippet("curriculum", "edit", made.pk)
    assert client.get(edit).status_code == 200
    draft = {**facts, **streamed(demand(one, two))}
    del draft["action-publish"]
    client.post(edit, draft)
    made.refresh_from_db()
    assert made.current.number == 1, "a draft changes nothing"
    client.post(edit, {**draft, "action-publish": "1"})
    made.refresh_from_db()
    assert made.current.number == 2


def test_sets_that_cannot_be_met_are_refused(author):
    one = taught()
    facts = {"title": "X", "code": "x", "level": "basic", "department": builders.department().pk, "summary": ""}
    client, url = browser(author), snippet("curriculum", "add")
    for bad in (
        demand(one, rule="n_of"),
        demand(one, rule="n_of", count=2),
        {"value": {**demand(one)["value"], "items": []}},
    ):
        answer = client.post(url, {**facts, "action-publish": "1", **streamed(bad)})
        assert answer.status_code == 200
    assert not Curriculum.objects.filter(current__isnull=False).exists()


def test_a_curriculum_cannot_contain_itself(author):
    first = curriculum(demand(taught()), title="First", code="first")
    second = curriculum(demand(first), title="Second")
    facts = {"title": "First", "code": "first", "level": "basic", "department": first.department_id, "summary": ""}
    answer = browser(author).post(
        snippet("curriculum", "edit", first.pk), {**facts, "action-publish": "1", **streamed(demand(second))}
    )
    assert "would contain itself" in answer.content.decode()
    assert Curriculum.objects.get(pk=first.pk).current.number == 1


def test_an_author_writes_a_scheme(author):
    path = curriculum(demand(taught()))
    facts = {
        "title": "HV expert",
        "code": "hv",
        "title_zh": "高压专家",
        "statement": "",
        "statement_zh": "",
        "department": builders.department().pk,
        "initial_path": [path.pk],
        "validity": "fixed",
        "months": 24,
        "minimum_months": 6,
        "window_days": 90,
        "grace_days": 30,
        "renew_from": "expiry",
        "after_revocation": "again",
        "action-publish": "1",
    }
    client, url = browser(author), snippet("certificationscheme", "add")
    assert client.get(url).status_code == 200
    for month, day in (("", ""), (2, 30)):
        refused = client.post(url, {**facts, "fixed_month": month, "fixed_day": day})
        assert refused.status_code == 200
    assert client.post(url, {**facts, "fixed_month": 12, "fixed_day": 31}).status_code == 302
    made = CertificationScheme.objects.get(code="hv")
    assert (made.current.fixed_month, made.current.grace_days) == (12, 30)
    assert [one.curriculum for one in made.current.paths.all()] == [path]


def test_what_another_department_owns_is_not_theirs(author, outsider, learner):
    one = taught()
    made = of_courses(one)
    complete(learner, one)
    certification = Certification.objects.get()
    asked = claim(
        viewer=viewer_for(user=learner),
        user=learner,
        course_id=one.pk,
        title="Secret diploma",
        provider="Chamber",
        finished_on=today(),
        evidence=SimpleUploadedFile("x.pdf", b"%PDF-1.7"),
    )
    path = made.initial_path.get()
    urls = {
        snippet("curriculum", "edit", path.pk),
        snippet("certificationscheme", "edit", made.pk),
        snippet("curriculum", "history", path.pk),
        snippet("certificationscheme", "revisions_revert", made.pk, made.latest_revision_id),
        snippet("certificationscheme", "usage", made.pk),
        snippet("curriculum", "unpublish", path.pk),
        reverse("certifications:edit", args=[certification.pk]),
        reverse("prior_learning:edit", args=[asked.pk]),
    }
    for url in urls:
        assert browser(author).get(url).status_code == 200, url
        assert browser(outsider).get(url).status_code in (302, 404), url
        assert browser(learner).get(url).status_code in (302, 403), url
        assert browser(outsider).post(url, {"answer": "approve", "standing": "revoked", "reason": "x"}).status_code in (
            302,
            404,
        )
    lists = {
        snippet("curriculum", "list"): path.title,
        snippet("certificationscheme", "list"): made.title,
        reverse("certifications:index"): str(learner),
        reverse("prior_learning:index"): "Secret diploma",
    }
    for url, words in lists.items():
        assert words in browser(author).get(url).content.decode(), url
        assert words not in browser(outsider).get(url).content.decode(), url
    certification.refresh_from_db()
    asked.refresh_from_db()
    assert (certification.standing, asked.state) == ("active", "requested")


def test_nothing_of_it_is_deleted(author):
    path = curriculum(demand(taught()))
    made = scheme(path)
    client = browser(author)
    for model, row in (("curriculum", path), ("certificationscheme", made)):
        assert client.post(snippet(model, "delete", row.pk)).status_code == 302
    assert Curriculum.objects.filter(pk=path.pk).exists()
    assert CertificationScheme.objects.filter(pk=made.pk).exists()


def test_awarding_by_hand_and_revoking(author, learner, outsider):
    made = scheme(title="HV expert")
    client, url = browser(author), reverse("certifications:add")
    facts = {"person": learner.username.upper(), "scheme": made.pk, "awarded_on": "", "reason": "Held before"}
    assert "There is no such person" in client.post(url, {**facts, "person": "nobody"}).content.decode()
    future = (today() + timedelta(days=3)).isoformat()
    assert "lies in the future" in client.post(url, {**facts, "awarded_on": future}).content.decode()
    assert browser(outsider).post(url, facts).status_code == 200
    assert not Certification.objects.exists()
    page = client.post(url, facts, follow=True).content.decode()
    assert "The certification is awarded." in page
    assert "Held before" in page
    certification = Certification.objects.get()
    standing = reverse("certifications:edit", args=[certification.pk])
    client.post(standing, {"standing": "suspended", "reason": "Complaint 7"})
    assert "Complaint 7" in client.get(standing).content.decode()
    client.post(standing, {"standing": "revoked", "reason": "Fraud"})
    page = client.get(standing).content.decode()
    assert "Change the standing" not in page
    certification.refresh_from_db()
    assert certification.standing == "revoked"


def test_deciding_on_prior_learning(author, learner):
    one = taught()
    made = of_courses(one)
    asked = claim(
        viewer=viewer_for(user=learner),
        user=learner,
        course_id=one.pk,
        title="<i>Diploma</i>",
        provider="Chamber",
        finished_on=today(),
        evidence=SimpleUploadedFile("x.pdf", b"%PDF-1.7"),
    )
    client, url = browser(author), reverse("prior_learning:edit", args=[asked.pk])
    page = client.get(url).content.decode()
    assert "&lt;i&gt;Diploma" in page
    assert "<i>Diploma" not in page
    assert "Say why" in client.post(url, {"answer": "decline", "reason": ""}).content.decode()
    client.post(url, {"answer": "approve", "reason": ""})
    assert PriorLearning.objects.get().state == "approved"
    assert Certification.objects.filter(scheme=made, user=learner).exists()


def test_equivalences_are_the_owning_departments(author, outsider):
    asked, other = taught("Asked"), taught("Other")
    url = reverse("equivalences:add")
    facts = {"course": asked.pk, "by_course": other.pk, "by_external": ""}
    browser(outsider).post(url, facts)
    assert not Equivalence.objects.exists()
    client = browser(author)
    assert client.post(url, {**facts, "by_external": "Both"}).status_code == 200
    assert client.post(url, {**facts, "by_course": asked.pk}).status_code == 200
    assert not Equivalence.objects.exists()
    assert client.post(url, facts).status_code == 302
    assert client.get(reverse("equivalences:index")).status_code == 200
    edit = reverse("equivalences:edit", args=[Equivalence.objects.get().pk])
    assert client.get(edit).status_code == 200
    assert browser(outsider).get(edit).status_code == 404
    assert Equivalence.objects.get().by_course == other


@pytest.mark.parametrize("name", ["certifications:index", "prior_learning:index", "technician_numbers:index"])
def test_lists_take_as_many_statements_for_many_rows_as_for_few(learner, name):
    boss = factories.UserFactory(is_superuser=True)
    counts = []
    for _round in range(2):
        for n in range(5):
            user = factories.UserFactory()
            one = taught(f"Course {n}")
            of_courses(one, title=f"Scheme {n}")
            complete(user, one)
            PriorLearning.objects.create(
                user=user, course=one, title="T", provider="P", finished_on=today(), evidence_size=1
            )
        client = browser(boss)
        client.get(reverse(name))
        with CaptureQueriesContext(connection) as seen:
            assert client.get(reverse(name)).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_the_menu_shows_them(author):
    page = browser(author).get(reverse("wagtailadmin_home")).content.decode()
    for words in ("Curricula", "Certification schemes", "Certifications of people", "Prior learning"):
        assert words in page
    assert json.dumps("Technician numbers") not in page


def test_a_new_version_of_a_published_curriculum_by_code(author):
    made = curriculum(demand(taught("One")))
    assert revise(made, demand(taught("Two"))).current.number == 2
