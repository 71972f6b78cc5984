"""The pages of certification: what a learner and a manager see, and what they do not."""

from __future__ import annotations

import csv
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.core.spreadsheets import harmless
from portal.network.api import viewer_for
from portal.network.models import User
from tests import factories
from tests.training import builders
from tests.training.builders import browser
from tests.training.certification_builder import complete, curriculum, demand, of_courses, scheme, taught, today
from training.certification import api
from training.certification.awarding import award_by_hand
from training.certification.models import Certification, CertificationPeriod
from training.courses.models import Registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def brand():
    return factories.BrandFactory()


@pytest.fixture
def role():
    return factories.JobRoleFactory()


@pytest.fixture
def dealer(brand):
    return factories.DealerFactory(brands=[brand])


@pytest.fixture
def learner(dealer, role):
    return factories.MembershipFactory(dealer=dealer, roles=[role], user__first_name="Lin", user__last_name="Wei").user


def page(user, name, *args, query=""):
    return browser(user).get(reverse(f"certification:{name}", args=args) + query).content.decode()


def end_in(certification, days):
    Certification.objects.filter(pk=certification.pk).update(
        expires_on=today() + timedelta(days=days), renewal_opens_on=today() - timedelta(days=1)
    )
    CertificationPeriod.objects.filter(certification=certification).update(
        expires_on=today() + timedelta(days=days), renewal_opens_on=today() - timedelta(days=1)
    )


def test_from_the_curriculum_to_the_certificate(learner, role, brand):
    one, two = taught("Isolation"), taught("Measuring")
    path = curriculum(demand(one, two, rule="ordered"), title="HV technician", roles=[role], brands=[brand])
    scheme(path, title="HV expert")
    mine = page(learner, "mine")
    assert "You have no certificates yet." in mine
    assert "HV technician" in mine
    assert "not started" in mine
    complete(learner, one)
    assert "1 of 2" in page(learner, "mine")
    shown = page(learner, "curriculum", path.pk)
    assert shown.index("is-done") < shown.index("Isolation") < shown.index("is-next") < shown.index("Measuring")
    complete(learner, two)
    mine = page(learner, "mine")
    assert "HV expert" in mine
    assert "certified" in mine
    certification = Certification.objects.get()
    shown = page(learner, "certificate", certification.pk)
    assert certification.periods.get().credential.serial in shown
    assert "The renewal opens on" in shown


def test_a_curriculum_is_read_in_ones_language(learner, role):
    facts = {"summary": "For a day.", "summary_zh": "用时一天。", "roles": [role]}
    inner = curriculum(demand(taught("Isolation")), title="Basics", title_zh="基础")
    first = demand(inner)
    first["value"] |= {"title": "Before all", "title_zh": "首先"}
    path = curriculum(first, title="HV technician", title_zh="高压技师", **facts)
    bare = curriculum(demand(taught("Measuring")), title="Only English", roles=[role])
    for language, there, elsewhere in (
        ("en", ["HV technician", "For a day.", "Basics", "Before all"], ["高压技师", "用时一天。", "基础", "首先"]),
        (
            "zh-hans",
            ["高压技师", "用时一天。", "基础", "首先"],
            ["HV technician", "For a day.", "Basics", "Before all"],
        ),
    ):
        User.objects.filter(pk=learner.pk).update(language=language)
        shown = page(learner, "mine") + page(learner, "curriculum", path.pk)
        assert [words for words in there if words not in shown] == []
        assert [words for words in elsewhere if words in shown] == []
        assert bare.title in shown, "where there is one title alone"


def test_curricula_of_other_jobs_are_not_shown(learner, role, brand):
    taught_one = taught()
    theirs = curriculum(demand(taught_one), title="Theirs", roles=[role], brands=[brand])
    for_all = curriculum(demand(taught_one), title="For all")
    other_role = curriculum(demand(taught_one), title="Role no", roles=[factories.JobRoleFactory()])
    other_brand = curriculum(demand(taught_one), title="Brand no", roles=[role], brands=[factories.BrandFactory()])
    draft = curriculum(demand(taught_one), title="Draft no", publish=False)
    viewer = viewer_for(user=learner)
    assert set(api.curricula_of(viewer=viewer)) == {theirs, for_all}
    assert set(api.curricula_for(role_ids=[role.pk], brand_ids=[brand.pk])) == {theirs, for_all}
    shown = page(learner, "mine")
    for hidden in (other_role, other_brand, draft):
        assert hidden.title not in shown
        assert browser(learner).get(reverse("certification:curriculum", args=[hidden.pk])).status_code == 404
    nested = curriculum(demand(other_role), title="Around")
    assert page(learner, "curriculum", nested.pk)
    assert "Role no" in page(learner, "curriculum", other_role.pk), "a part of one of theirs"
    assert browser(learner).get(reverse("certification:curriculum", args=[2**63])).status_code == 404


def test_jobs_are_not_mixed(role, brand):
    """Somebody who repairs one brand and sells another has no curriculum of repairing the other."""
    user = factories.UserFactory()
    sales = factories.JobRoleFactory()
    other = factories.BrandFactory()
    factories.MembershipFactory(user=user, dealer=factories.DealerFactory(brands=[brand]), roles=[role])
    factories.MembershipFactory(user=user, dealer=factories.DealerFactory(brands=[other]), roles=[sales])
    curriculum(demand(taught()), title="Repair the other", roles=[role], brands=[other])
    own = curriculum(demand(taught()), title="Repair", roles=[role], brands=[brand])
    assert set(api.curricula_of(viewer=viewer_for(user=user))) == {own}


def test_a_path_names_a_course_of_another_audience_and_gives_nothing_of_it_away(learner):
    hidden = taught("For others")
    hidden.audience_dealers.set([factories.DealerFactory()])
    hidden.save()
    path = curriculum(demand(hidden))
    shown = page(learner, "curriculum", path.pk)
    assert "For others" in shown
    assert reverse("courses:course", args=[hidden.pk]) not in shown


def test_renewing_registers_anew(learner):
    one = taught("Isolation")
    of_courses(one)
    complete(learner, one)
    certification = Certification.objects.get()
    renew = reverse("certification:renew", args=[certification.pk])
    assert "cannot be renewed now" in browser(learner).post(renew, follow=True).content.decode()
    end_in(certification, 20)
    assert "What the renewal asks for" in page(learner, "certificate", certification.pk)
    answer = browser(learner).post(renew, follow=True).content.decode()
    assert "You are registered for 1 course." in answer
    assert Registration.objects.get(user=learner, cycle=2).state == "enrolled"
    browser(learner).post(renew)
    assert Registration.objects.filter(user=learner).count() == 2
    stranger = factories.MembershipFactory().user
    assert browser(stranger).post(renew).status_code == 404
    assert browser(learner).get(renew).status_code == 405


def test_a_manager_sees_their_people_of_today_and_nobody_else(learner, manager, dealer, author):
    made = scheme(title="HV expert")
    left = factories.MembershipFactory(dealer=dealer, ends=today() - timedelta(days=1), user__last_name="Gone").user
    stranger = factories.MembershipFactory(user__last_name="Elsewhere").user
    for user in (learner, left, stranger):
        award_by_hand(actor=author, user=user, scheme=made, reason="before")
    visible = api.certifications(viewer=viewer_for(user=manager))
    assert {row.user for row in visible} == {learner}
    everything = api.certifications(viewer=viewer_for(user=author))
    assert {row.user for row in everything} == {learner, left, stranger}
    assert {row.user for row in api.certifications(viewer=viewer_for(user=left))} == {left}
    assert not api.certifications(viewer=viewer_for(user=builders.person())).exists()
    for name in ("team", "team_csv"):
        answer = browser(manager).get(reverse(f"certification:{name}"))
        text = b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()
        assert "Lin Wei" in text
        for hidden in ("Gone", "Elsewhere", left.username, stranger.username):
            assert hidden not in text
    for refused in (learner, left, stranger):
        for name in ("team", "team_csv"):
            assert browser(refused).get(reverse(f"certification:{name}")).status_code == 404
    theirs = Certification.objects.get(user=stranger)
    assert browser(manager).get(reverse("certification:certificate", args=[theirs.pk])).status_code == 404
    shown = page(manager, "certificate", Certification.objects.get(user=learner).pk)
    assert "Lin Wei" in shown
    assert "Hide my name" not in shown


def test_a_manager_of_last_month_sees_nobody(learner, dealer, author):
    award_by_hand(actor=author, user=learner, scheme=scheme(), reason="before")
    former = factories.MembershipFactory(dealer=dealer, is_manager=True, ends=today() - timedelta(days=1)).user
    assert not api.certifications(viewer=viewer_for(user=former)).exists()


def test_the_list_is_filtered(learner, manager, dealer, author):
    one, two = scheme(title="First scheme"), scheme(title="Second scheme")
    award_by_hand(actor=author, user=learner, scheme=one, reason="before")
    award_by_hand(actor=author, user=learner, scheme=two, reason="before")
    end_in(Certification.objects.get(scheme=two), 20)

    def rows(query):
        answer = browser(manager).get(reverse("certification:team") + query)
        return {row.certification.scheme.title for row in answer.context["rows"]}

    assert rows("") == {"First scheme", "Second scheme"}
    assert rows("?within=30") == {"Second scheme"}
    assert rows("?within=7") == set()
    assert rows("?state=renewal_open") == {"Second scheme"}
    assert rows("?state=certified") == {"First scheme"}
    assert rows(f"?scheme={one.pk}") == {"First scheme"}
    assert rows("?q=lin+wei") == {"First scheme", "Second scheme"}
    assert rows("?q=nobody") == set()
    for odd in ("?within=x", "?scheme=-1", "?state=none", f"?within={'9' * 30}", "?scheme=²"):
        assert rows(odd) == {"First scheme", "Second scheme"}


def test_cells_that_spreadsheets_would_run_are_made_harmless(learner, manager, author):
    learner.first_name, learner.last_name = '=HYPERLINK("http://x")', "+1"
    learner.save()
    award_by_hand(actor=author, user=learner, scheme=scheme(title="@SUM(A1)"), reason="before")
    answer = browser(manager).get(reverse("certification:team_csv"))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    _head, row = csv.reader(text.splitlines())
    assert row[0].startswith("'=HYPERLINK")
    assert row[2] == "'@SUM(A1)"
    assert harmless("plain") == "plain"


def test_states_at_an_instant(learner, author):
    one = taught()
    made = of_courses(one, months=12, window_days=30, grace_days=10)
    complete(learner, one)
    ends = Certification.objects.get().expires_on
    at = CertificationPeriod.objects.get().awarded_at

    def state(day):
        return [held.state for held in api.states_of(user_ids=[learner.pk], at=at + (day - today()))]

    assert state(today() - timedelta(days=2)) == []
    assert state(today()) == ["certified"]
    assert state(ends) == ["renewal_open"]
    assert state(ends + timedelta(days=1)) == ["grace"]
    assert state(ends + timedelta(days=11)) == ["expired"]
    api.change_standing(actor=author, certification_id=Certification.objects.get().pk, standing="revoked", reason="x")
    assert api.states_of(user_ids=[learner.pk])[0].state == "revoked"
    assert not api.holders(scheme_id=made.pk)


def test_holders_work_at_the_dealer_on_that_day(learner, dealer, author):
    made = scheme(months=12)
    other = factories.DealerFactory()
    factories.MembershipFactory(user=learner, dealer=other)
    gone = factories.MembershipFactory(dealer=dealer, ends=today() + timedelta(days=5)).user
    for user in (learner, gone):
        award_by_hand(actor=author, user=user, scheme=made, reason="before")
    at = CertificationPeriod.objects.order_by("pk").last().awarded_at

    def pairs(dealers, days=0):
        found = api.holders(scheme_id=made.pk, dealer_ids=dealers, at=at + timedelta(days=days))
        return {(one.user_id, one.dealer_id) for one in found}

    both = {(learner.pk, dealer.pk), (learner.pk, other.pk), (gone.pk, dealer.pk)}
    assert pairs(None) == both
    assert pairs([dealer.pk]) == {(learner.pk, dealer.pk), (gone.pk, dealer.pk)}
    assert pairs(None, 10) == both - {(gone.pk, dealer.pk)}
    assert pairs(None, 400) == set()


def test_lapses_are_of_the_viewers_people(learner, manager, author):
    made = scheme(months=12)
    stranger = factories.MembershipFactory().user
    for user in (learner, stranger):
        award_by_hand(actor=author, user=user, scheme=made, reason="before")
    until = today() + timedelta(days=400)
    assert {row.user for row in api.lapses(viewer=viewer_for(user=manager), until=until)} == {learner}
    assert {row.user for row in api.lapses(viewer=viewer_for(user=author), until=until)} == {learner, stranger}
    assert not api.lapses(viewer=viewer_for(user=manager), until=today() + timedelta(days=30)).exists()


def test_what_is_missing_for_many_takes_as_many_statements_as_for_one(learner):
    one, two, three = taught("One"), taught("Two"), taught("Three")
    inner = curriculum(demand(two, three, rule="n_of", count=1), title="Inner")
    path = curriculum(demand(one, inner))
    complete(learner, two)
    others = [factories.UserFactory() for _n in range(6)]
    counts = []
    for people in ([learner.pk], [learner.pk, *(user.pk for user in others)]):
        with CaptureQueriesContext(connection) as seen:
            missing = api.missing_of(user_ids=people, curriculum_ids=[path.pk])
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert [one_missing.item for one_missing in missing[learner.pk]] == [("course", one.pk)]
    assert [(m.item.id, m.chosen) for m in missing[others[0].pk]] == [
        (one.pk, False),
        (two.pk, True),
        (three.pk, True),
    ]


@pytest.mark.parametrize("name", ["mine", "team", "team_csv", "prior"])
def test_lists_take_as_many_statements_for_many_rows_as_for_few(manager, dealer, author, name):
    counts = []
    for _round in range(2):
        for n in range(4):
            made = of_courses(taught(f"Course {n}"), title=f"Scheme {n}")
            user = factories.MembershipFactory(dealer=dealer).user
            for one in (user, manager):
                award_by_hand(actor=author, user=one, scheme=made, reason="before")
        client, url = browser(manager), reverse(f"certification:{name}")
        client.get(url)
        with CaptureQueriesContext(connection) as seen:
            answer = client.get(url)
            assert answer.status_code == 200
            if answer.streaming:
                b"".join(answer.streaming_content)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 14


def test_one_certification_takes_few_statements(learner):
    one = taught()
    of_courses(one)
    complete(learner, one)
    certification = Certification.objects.get()
    end_in(certification, 20)
    client, url = browser(learner), reverse("certification:certificate", args=[certification.pk])
    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        client.get(url)
    assert len(seen) <= 32


def test_completing_a_course_without_a_curriculum_costs_two_statements(learner):
    one = taught()
    with CaptureQueriesContext(connection) as seen:
        complete(learner, one)
    own = [query["sql"] for query in seen if "training_certification" in query["sql"]]
    assert len(own) <= 2
