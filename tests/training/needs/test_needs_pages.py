"""The pages of needs: what each shows, and what nobody else is shown."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from portal.network.api import viewer_for
from portal.network.models import Dealer, Membership
from tests import factories
from tests.training import builders
from tests.training.builders import browser
from tests.training.certification_builder import scheme, taught
from tests.training.needs.needs_builder import competency, profile, rule, shown, standard
from training.certification.awarding import award_by_hand
from training.courses.models import Registration
from training.needs.forecast import fulfilment
from training.needs.models import CompetencyEvidence, DealerStandard, GapAtDealer, StandardVersion
from training.needs.standards import judge_all
from training.needs.summing import repair_gaps
from training.needs.teaching import teaching, why

pytestmark = pytest.mark.django_db


def get(client, name, *args, query=""):
    return client.get(reverse(f"needs:{name}", args=args) + query)


def text(client, name, *args, query=""):
    answer = get(client, name, *args, query=query)
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


def cells(answer):
    return {
        user.username: [(need.reached.level, need.wanted, need.met, need.expiring) for need in needs]
        for user, needs in answer.context["rows"]
    }


def test_the_matrix_says_what_is_reached_what_is_missing_and_what_ends(needed):
    first, second = needed.a.people
    soon = timezone.localdate() + timedelta(days=30)
    shown(first, needed.isolate, 3, expires_on=soon)
    shown(second, needed.diagnose, 4)
    shown(needed.b.people[0], needed.isolate, 4)
    answer = get(browser(needed.a.manager), "matrix")
    assert [one.name for one, _level in answer.context["columns"]] == ["Diagnose", "Isolate"]
    assert cells(answer) == {
        "a1": [(0, 2, False, False), (3, 3, True, True)],
        "a2": [(4, 2, True, False), (0, 3, False, False)],
    }, "the manager is no technician, and the other dealer's people are not there"


def test_a_manager_sees_no_name_and_no_number_of_another_dealer(needed):
    for person in needed.b.people:
        shown(person, needed.isolate, 3, note="Secret-b")
    hv = scheme(title="HV")
    standard({"scheme": hv})
    for person in needed.b.people:
        award_by_hand(actor=needed.trainer, user=person, scheme=hv, reason="Earned before.")
    judge_all()
    repair_gaps()
    client = browser(needed.a.manager)
    for name in ("mine", "matrix", "standards", "forecast"):
        page = text(client, name)
        for hidden in ("Person-b", "Boss-b", "House b", "DEALER-b", "Secret-b"):
            assert hidden not in page, (name, hidden)
    assert get(client, "forecast").context["page_obj"].paginator.count == 0
    assert [row.dealers for row in get(client, "standards").context["rules"]] == [1]
    other = needed.b.people[0]
    assert get(client, "person", other.pk).status_code == 404
    assert get(client, "network").status_code == 404
    for query in (f"?dealer={needed.b.dealer.pk}", f"?region={needed.a.region.pk}"):
        for name in ("standards", "forecast"):
            assert get(client, name, query=query).status_code == 404, (name, query)
    assert get(client, "matrix", query=f"?dealer={needed.b.dealer.pk}").status_code == 404
    rating = {"competency": needed.isolate.pk, "level": 4, "source": "manager"}
    assert client.post(reverse("needs:rate", args=[other.pk]), rating).status_code == 404
    assert client.post(reverse("needs:assign", args=[other.pk, needed.b.course.pk])).status_code == 404
    assert not CompetencyEvidence.objects.filter(source="manager").exists()


def test_who_manages_nobody_sees_their_own_alone(needed):
    person = needed.a.people[0]
    shown(person, needed.isolate, 2)
    client = browser(person)
    mine = text(client, "mine")
    assert "Isolate" in mine
    for name, args in (("matrix", ()), ("network", ()), ("standards", ()), ("forecast", ()), ("person", (person.pk,))):
        assert get(client, name, *args).status_code == 404, name


def test_a_gap_becomes_a_course_by_one_click_and_the_learner_reads_why(needed):
    person = needed.a.people[0]
    enough, less, hidden = taught("Enough"), taught("Less"), taught("Hidden")
    hidden.audience_dealers.set([needed.b.dealer])
    hidden.save()
    for one, level in ((enough, 3), (less, 1), (hidden, 3)):
        rule(needed.isolate, level, course=one)
    client = browser(needed.a.manager)
    page = text(client, "person", person.pk)
    assert "Enough" in page
    assert "Less" in page
    assert "Hidden" not in page
    client.post(reverse("needs:assign", args=[person.pk, enough.pk]))
    assert Registration.objects.get(user=person, course=enough).source == Registration.Source.MANAGER
    client.post(reverse("needs:assign", args=[person.pk, hidden.pk]))
    assert not Registration.objects.filter(course=hidden).exists()
    (reason,) = why(user=person, courses=[enough.pk])[enough.pk]
    assert (reason.competency, reason.wanted, reason.level) == (needed.isolate, 3, 0)
    overview = browser(person).get(reverse("dashboards:mine")).content.decode()
    assert "Isolate" in overview
    shown(person, needed.isolate, 3)
    assert why(user=person, courses=[enough.pk]) == {}


def test_a_manager_rates_by_the_form(needed):
    person = needed.a.people[0]
    client = browser(needed.a.manager)
    address = reverse("needs:rate", args=[person.pk])
    client.post(address, {"competency": needed.isolate.pk, "level": 3, "source": "manager", "note": "Seen."})
    assert CompetencyEvidence.objects.get().level == 3
    refused = client.post(address, {"competency": needed.isolate.pk, "level": 9, "source": "manager"})
    assert refused.status_code == 200
    assert CompetencyEvidence.objects.count() == 1
    assert "Seen." in text(client, "person", person.pk)


def test_the_makers_view_sums_the_gaps_down_the_tree(needed):
    shown(needed.a.people[0], needed.isolate, 3)
    shown(needed.b.people[0], needed.isolate, 3, expires_on=timezone.localdate() + timedelta(days=9))
    repair_gaps()
    before = sorted(GapAtDealer.objects.values_list("dealer", "competency", "wanted", "reached", "expiring"))
    repair_gaps()
    assert sorted(GapAtDealer.objects.values_list("dealer", "competency", "wanted", "reached", "expiring")) == before
    client = browser(needed.trainer)
    gaps = {gap.competency.name: gap for gap in get(client, "network").context["gaps"]}
    assert (gaps["Isolate"].wanted, gaps["Isolate"].reached, gaps["Isolate"].expiring) == (4, 2, 1)
    assert gaps["Diagnose"].missing == 4
    north = get(client, "network", query=f"?region={needed.network.north.pk}")
    assert {gap.competency.name: gap.wanted for gap in north.context["gaps"]} == {"Isolate": 2, "Diagnose": 2}
    coast = text(client, "network", query=f"?region={needed.network.coast.pk}")
    assert "House a" in coast
    assert "House b" not in coast
    assert "Person-a1" in text(client, "matrix", query=f"?dealer={needed.a.dealer.pk}")


def test_evidence_moves_the_sums(needed, django_capture_on_commit_callbacks):
    repair_gaps()
    client = browser(needed.a.manager)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            reverse("needs:rate", args=[needed.a.people[0].pk]),
            {"competency": needed.isolate.pk, "level": 3, "source": "manager"},
        )
    assert GapAtDealer.objects.get(dealer=needed.a.dealer, competency=needed.isolate).reached == 1


def test_a_profile_of_a_brand_asks_where_the_brand_is_sold(needed):
    special = competency("Special")
    profile(needed.role, (special, 1), brand=needed.network.other)
    assert "Special" not in text(browser(needed.a.people[0]), "mine")
    assert "Special" in text(browser(needed.b.people[0]), "mine")


def test_a_second_job_elsewhere_is_not_a_managers_business(needed):
    person = needed.a.people[0]
    elsewhere = factories.JobRoleFactory()
    profile(elsewhere, (competency("Elsewhere"), 4))
    factories.MembershipFactory(user=person, dealer=needed.b.dealer, roles=[elsewhere])

    def asked_of(user):
        rows = get(browser(user), "person", person.pk).context["rows"]
        return {row.competency.name for row in rows}

    assert asked_of(needed.a.manager) == {"Isolate", "Diagnose"}
    assert asked_of(needed.b.manager) == {"Elsewhere"}
    assert "Elsewhere" in text(browser(person), "mine")


def test_who_moved_is_seen_by_the_new_manager_and_no_longer_by_the_old(needed):
    mover = needed.a.people[0]
    shown(mover, needed.isolate, 3)
    today = timezone.localdate()
    Membership.objects.filter(user=mover).update(ends=today - timedelta(days=1))
    factories.MembershipFactory(user=mover, dealer=needed.b.dealer, starts=today, roles=[needed.role])
    assert get(browser(needed.a.manager), "person", mover.pk).status_code == 404
    assert cells(get(browser(needed.b.manager), "matrix"))["a1"][1][:2] == (3, 3), "the record belongs to the person"


def test_standards_by_what_is_asked(needed):
    hv = scheme(title="HV")
    standard({"scheme": hv}, title="Two volts")
    award_by_hand(actor=needed.trainer, user=needed.a.people[0], scheme=hv, reason="Earned before.")
    judge_all()
    client = browser(needed.trainer)
    failing = text(client, "standards", query="?only=failing")
    assert "House b" in failing
    assert "House a" not in failing
    single = text(client, "standards", query="?only=single")
    assert "House a" in single
    assert "House b" not in single
    assert "House b" not in text(client, "standards", query=f"?region={needed.network.north.pk}")


def test_many_people_competencies_and_dealers_cost_no_more_statements(needed):
    hv = scheme(title="HV", months=6)
    standard({"scheme": hv})
    manager, staff = browser(needed.a.manager), browser(needed.trainer)

    def measured():
        judge_all()
        repair_gaps()
        found = {}
        for client, name, args in (
            (manager, "matrix", ()),
            (manager, "person", (needed.a.people[0].pk,)),
            (manager, "standards", ()),
            (manager, "forecast", ()),
            (staff, "network", ()),
            (staff, "standards", ()),
            (staff, "forecast", ()),
            (browser(needed.a.people[0]), "mine", ()),
        ):
            text(client, name, *args)
            with CaptureQueriesContext(connection) as queries:
                text(client, name, *args)
            found[client is staff, name] = len(queries)
        return found

    award_by_hand(actor=needed.trainer, user=needed.a.people[0], scheme=hv, reason="Earned before.")
    rule(needed.isolate, 3, course=taught())
    shown(needed.a.people[0], needed.isolate, 1)
    few = measured()
    for number in range(4):
        member = factories.MembershipFactory(dealer=needed.a.dealer, roles=[needed.role])
        factories.MembershipFactory(roles=[needed.role], dealer__region=needed.network.coast)
        award_by_hand(actor=needed.trainer, user=member.user, scheme=hv, reason="Earned before.")
        more = competency(f"More {number}")
        profile(factories.JobRoleFactory(), (more, 1))
        needed.profile.lines.create(competency=more, level=2)
        rule(more, 2, course=taught())
        shown(needed.a.people[0], more, 1)
    assert measured() == few
    assert max(few.values()) <= 20


def test_a_standard_in_the_cms_gets_its_version(needed):
    hv = scheme(title="HV")
    client = browser(needed.trainer)
    address = reverse("dealer_standards:add")
    assert client.get(address).status_code == 200
    form = {
        "code": "hv",
        "title": "High voltage",
        "statement": "",
        "department": hv.department_id,
        "in_force": "on",
        "rules-TOTAL_FORMS": 1,
        "rules-INITIAL_FORMS": 0,
        "rules-MIN_NUM_FORMS": 1,
        "rules-MAX_NUM_FORMS": 1000,
        "rules-0-scheme": hv.pk,
        "rules-0-kind": "holders",
        "rules-0-number": 2,
        "rules-0-role": "",
        "rules-0-id": "",
        "rules-0-DELETE": "",
    }
    answer = client.post(address, form)
    assert answer.status_code == 302, answer.context["form"].errors
    version = StandardVersion.objects.get()
    assert version.content["rules"][0]["number"] == 2
    assert version.issued_by == needed.trainer
    made = DealerStandard.objects.get()
    for name in ("dealer_standards", "competencies", "role_profiles", "competency_frameworks"):
        assert client.get(reverse(f"{name}:index")).status_code == 200, name
    assert client.get(reverse("dealer_standards:edit", args=[made.pk])).status_code == 200
    assert client.get(reverse("competencies:edit", args=[needed.isolate.pk])).status_code == 200
    assert client.get(reverse("role_profiles:edit", args=[needed.profile.pk])).status_code == 200
    stranger = browser(factories.oem_person(username="reader"))
    assert stranger.get(reverse("dealer_standards:edit", args=[made.pk])).status_code == 302
    assert browser(needed.a.manager).get(address).status_code in (302, 403)
    colleague = browser(factories.oem_person(username="of-sales", groups=[builders.department("sales").authors]))
    assert made.title not in colleague.get(reverse("dealer_standards:index")).content.decode()
    for row, name in (
        (made, "dealer_standards"),
        (needed.isolate, "competencies"),
        (needed.profile, "role_profiles"),
        (needed.isolate.framework, "competency_frameworks"),
    ):
        assert colleague.get(reverse(f"{name}:edit", args=[row.pk])).status_code == 404, name
        assert colleague.post(reverse(f"{name}:delete", args=[row.pk])).status_code == 404, name
    assert colleague.post(address, form).status_code == 200, "a department that is not theirs"
    assert DealerStandard.objects.count() == 1


def test_readers_of_chinese_are_offered_the_chinese_course_and_read_the_chinese_title(needed):
    english, chinese = taught("Isolation"), taught("断电")
    type(chinese).objects.filter(pk=chinese.pk).update(language="zh-hans")
    for one in (english, chinese):
        rule(needed.isolate, 3, course=one)
    hv = scheme(title="High voltage", title_zh="高压")
    standard({"scheme": hv})
    judge_all()
    for language, course, title in (("en", "Isolation", "High voltage"), ("zh-hans", "断电", "高压")):
        with translation.override(language):
            offers = teaching(viewer=viewer_for(user=needed.a.manager), competencies=[needed.isolate.pk])
            assert offers[needed.isolate.pk][0].course.title == course
            assert {row.scheme for row in fulfilment(at=Dealer.objects.all())} == {title}


def test_standards_competencies_and_levels_are_read_in_chinese_where_it_is_there(needed):
    needed.isolate.name_zh, needed.isolate.description_zh = "断电", "会断开高压"
    needed.isolate.description = "Switches off"
    needed.isolate.save()
    words = needed.isolate.framework
    words.level_0_zh = "未证明"
    words.save()
    standard(
        {"scheme": scheme(title="HV")},
        title="Two per site",
        title_zh="每站两人",
        statement="Two at each site.",
        statement_zh="每个网点两名。",
    )
    judge_all()
    repair_gaps()
    member = needed.a.people[0]
    pages = {
        (needed.a.manager, "matrix", ()): [("Isolate", "断电"), ("Diagnose", "Diagnose")],
        (needed.a.manager, "standards", ()): [("Two per site", "每站两人"), ("Two at each site.", "每个网点两名。")],
        (needed.a.manager, "person", (member.pk,)): [("Isolate</option>", "断电</option>")],
        (member, "mine", ()): [("Isolate", "断电"), ("Switches off", "会断开高压"), ("Not shown", "未证明")],
        (needed.trainer, "network", ()): [("Isolate", "断电")],
    }
    for language in ("en", "zh-hans"):
        for (user, name, args), texts in pages.items():
            type(user).objects.filter(pk=user.pk).update(language=language)
            page = text(browser(type(user).objects.get(pk=user.pk)), name, *args)
            for english, chinese in texts:
                shown_text, other = (english, chinese) if language == "en" else (chinese, english)
                assert shown_text in page, (name, language)
                assert shown_text == other or other not in page, (name, language)
