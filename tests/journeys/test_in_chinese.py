"""The main pages of every role in Chinese on a phone: all that the portal says is Chinese, nothing hangs over the edge,
nothing keeps people out. The content is Chinese too, so that an English word is one that nobody translated."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from content.marketing.campaigns.models import Campaign
from content.marketing.kits.models import SalesKit
from portal.network.departments import create_department
from portal.network.models import Dealer, Department, User
from tests import factories
from tests.content.acknowledgement.builders import sweep
from tests.content.marketing.campaigns import builders as campaigns
from tests.content.marketing.cobranding import builders as prints
from tests.content.marketing.kits import builders as kits
from tests.journeys.conftest import SignIn, issue
from tests.journeys.course_editor import Desk
from tests.journeys.training_pages import fine

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]

PAGES = {
    "technician": "/ /duties/ /duties/done/ /manuals/ /bulletins/ /manuals/as-of/?on=2026-01-15 /vehicle/ /notices/ "
    "/notices/preferences/ /feedback/ /feeds/ /profile/ /search/?q=刹车片",
    "seller": "/marketing/ /marketing/assets/ /marketing/kits/ {kit} {kit}share/ /marketing/collections/ "
    "/marketing/links/ /marketing/campaigns/ {campaign} /marketing/campaigns/tasks/ /marketing/campaigns/calendar/ "
    "/marketing/prints/",
    "manager": "/duties/team/ /duties/team/publications/ /insight/ /feedback/?at=dealership "
    "/marketing/campaigns/tasks/ /marketing/prints/dealers/{dealer}/",
    "author": "/cms/editions/ /cms/editions/bulk/ /cms/assets/ /cms/assets/upload/ /cms/feedback/ "
    "/cms/governance/reports/conflicts/ /cms/governance/reports/without-responsible/ "
    "/cms/governance/reports/overdue/ /insight/ {campaign}board/",
    "administrator": "/cms/audit/ /cms/webhooks/ /cms/channel/ /cms/licence/ /cms/dealer/ /duties/network/ "
    "/duties/network/publications/",
}
AS_THEY_ARE = {
    *("Forecourt", "English", "VIN", "PDF", "CSV", "XLSX", "SHA", "PIN", "PNG", "JPEG", "JPG", "SVG", "Webhook"),
    *("torque", "wrench"),  # what may be searched for, as it stands in manuals
}
"""Names, and words of machines."""
SAID = """() => {
  const found = [];
  const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const box = texts.currentNode.parentElement;
    if (!box.closest("script, style, code, kbd, option, [lang=en]") && box.checkVisibility()) {
      found.push(texts.currentNode.textContent);
    }
  }
  for (const one of document.querySelectorAll("main [placeholder], main [aria-label], main [title]")) {
    for (const name of ["placeholder", "aria-label", "title"]) found.push(one.getAttribute(name) ?? "");
  }
  return found;
}"""
_WORD = re.compile(r"(?<![0-9A-Za-z_.@])[A-Za-z]{3,}(?![0-9A-Za-z_@])")
"""No part of an address, a file's name or a digest."""
OF_WAGTAIL = {"Actions", "True", "False"}
"""Written into its templates, where no catalogue reaches."""


@pytest.fixture
def department(portal: None) -> Department:
    return create_department(code="service", name="服务部")


@pytest.fixture
def dealer(department: Department) -> Dealer:
    """With something of every kind for its people."""
    brand = factories.BrandFactory(code="b1", name="北方牌")
    made: Dealer = factories.DealerFactory(
        code="1",
        name="北方车行",
        brands=[brand],
        tier=factories.DealerTierFactory(name="一级"),
        region=factories.RegionFactory(name="华北"),
    )
    return made


@pytest.fixture
def people(dealer: Dealer, department: Department) -> dict[str, User]:
    """One of each role."""
    names = {"first_name": "伟", "last_name": "陈"}
    work = {"technician": "维修技师", "seller": "销售顾问"}
    made = {
        kind: factories.person(
            username=f"{kind[0]}1", dealer=dealer, roles=[factories.JobRoleFactory(code=kind, name=name)], **names
        )
        for kind, name in work.items()
    }
    made["manager"] = factories.UserFactory(username="u1", **names)
    factories.MembershipFactory(user=made["manager"], dealer=dealer, is_manager=True)
    made["author"] = factories.UserFactory(username="u2", **names)
    made["author"].groups.add(department.authors)
    made["administrator"] = factories.UserFactory(username="u3", is_superuser=True, is_staff=True, **names)
    return made


@pytest.fixture
def shown(people: dict[str, User], department: Department, tmp_path: Path) -> tuple[SalesKit, Campaign]:
    """A manual that is to be confirmed, a kit, a campaign with a task, a template; in Chinese."""
    manual = factories.manual(
        title="维修手册", document_number="1", department=department, language="zh-hans", must_confirm=True
    )
    issue(manual, tmp_path, ["封面", "制动", "刹车片"], label="1", days_ago=400)
    sweep()
    about = {"department": department, "language": "zh-hans", "summary": "两句话。"}
    picture = kits.asset("侧面", department=department)
    kit = kits.kit(kits.section(kits.assets(picture), heading="展示"), title="资料包", document_number="2", **about)
    todo = campaigns.throughout(tasks=[campaigns.task("布置橱窗", campaigns.timezone.now() + campaigns.DAY)])
    campaign = campaigns.campaign(title="春季", document_number="3", programme=[todo], **about)
    prints.template(title="传单", department=department, language="zh-hans", summary="单页")
    return kit, campaign


@pytest.mark.parametrize("role", PAGES)
def test_all_that_is_said_is_chinese(
    sign_in: SignIn,
    live_server: object,
    people: dict[str, User],
    dealer: Dealer,
    shown: tuple[SalesKit, Campaign],
    role: str,
) -> None:
    page = sign_in(people[role], width=390, language="zh-hans")
    kit, campaign = (f"/marketing/{kind}/{one.pk}/" for kind, one in zip(("kits", "campaigns"), shown, strict=True))
    english: dict[str, set[str]] = {}
    for address in PAGES[role].format(kit=kit, campaign=campaign, dealer=dealer.pk).split():
        answer = page.goto(f"{live_server}{address}")
        assert answer is not None
        assert answer.status == 200, address
        expect(page.locator("html")).to_have_attribute("lang", "zh-hans")
        if address.startswith("/cms/"):
            Desk(page, live_server, "zh-hans").fine()
        else:
            fine(page)
        left = words(page) - (OF_WAGTAIL if address.startswith("/cms/") else set())
        # What is audited is written by its names in the database.
        if left and address != "/cms/audit/":
            english[address] = left
    assert english == {}


def words(page: Page) -> set[str]:
    """The words in Latin letters that stand on the page, but for names and what machines are called."""
    found = {word for text in page.evaluate(SAID) for word in _WORD.findall(text)}
    return found - AS_THEY_ARE
