"""The demo's campaigns: one in its second phase with what dealers have done for it, one that is announced, one under
embargo, one that has ended. Dates are counted from the demo's first start."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Page

from content.library.models import DepartmentPage, Manual
from content.marketing.assets.intake import About, receive
from content.marketing.assets.models import Asset
from content.marketing.assets.pipeline import work_off
from content.marketing.campaigns import giving_out, handing_in, judging
from content.marketing.campaigns.models import Campaign, DealerTask, HandIn
from content.marketing.kits.models import SalesKit
from portal.core.dispatch import kept_here
from portal.demo.distribution.campaign_texts import CAMPAIGNS, HISTORY, POSTERS, DemoCampaign, Done, Raw
from portal.demo.distribution.showroom import poster, window
from portal.network.models import Brand, Department, JobRole, Membership, Region, User

DEPARTMENT, AUTHOR = "aftersales-marketing", "zhou"
SHOOT = "Campaigns 2026"
OPENS = time(8)


def build() -> None:
    """What is missing. Needs the network, its people and the manuals; sales kits are in it where there are some."""
    with kept_here():
        _build_posters()
        for one in CAMPAIGNS:
            if not Campaign.objects.filter(document_number=one.number).exists():
                _build_campaign(one)
        if not HandIn.objects.exists():
            for done in HISTORY:
                _do(done)


def _build_posters() -> None:
    present = set(Asset.objects.filter(collection=SHOOT).values_list("original_name", flat=True))
    made = []
    with TemporaryDirectory() as folder:
        for name, (title, title_zh) in POSTERS.items():
            path = Path(folder) / f"{name}.jpg"
            if path.name in present:
                continue
            path.write_bytes(poster(name))
            facts = {"title": title, "title_zh": title_zh, "live": True, "released_at": timezone.now()}
            about = About(collection=SHOOT, facts=facts)
            department = Department.objects.get(code=DEPARTMENT)
            asset, _new = receive(path=path, original_name=path.name, department=department, actor=None, about=about)
            made.append(asset.pk)
    if made:
        work_off(asset_ids=made)


def _day(days: int) -> datetime:
    return timezone.make_aware(datetime.combine(timezone.localdate() + timedelta(days=days), OPENS))


@transaction.atomic
def _build_campaign(one: DemoCampaign) -> None:
    section: Page = DepartmentPage.objects.get(department__code=DEPARTMENT)
    page = Campaign(
        title=one.title,
        slug=slugify(one.number),
        document_number=one.number,
        language=one.language,
        summary=one.summary,
        embargo=one.embargo,
        effective_from=_day(one.first),
        expires_at=_day(one.last),
        hero=_poster(one.hero),
        department=Department.objects.get(code=DEPARTMENT),
        live=False,
    )
    page.audience_brands = list(Brand.objects.filter(code=one.brand))
    page.audience_regions = list(Region.objects.filter(code__in=one.regions))
    page.body = [_story(block) for block in one.story]
    page.programme = [_phase(phase) for phase in one.phases]
    section.add_child(instance=page)
    page.save_revision(user=User.objects.get(username=AUTHOR)).publish()
    giving_out.give_out(campaign_id=page.pk, now=_day(one.first))


def _poster(name: str) -> Asset:
    return Asset.objects.get(collection=SHOOT, original_name=f"{name}.jpg")


def _block(kind: str, value: Any) -> Raw:
    return {"type": kind, "id": str(uuid4()), "value": value}


def _story(block: Raw) -> Raw:
    value = {name: one for name, one in block.items() if name != "type"}
    if block["type"] == "picture":
        value["asset"] = _poster(value["asset"]).pk
    if block["type"] == "dates":
        value["dates"] = [
            _block("item", {"on": _day(days).date().isoformat(), "text": text}) for days, text in value["dates"]
        ]
    return _block(block["type"], value)


def _phase(phase: Raw) -> Raw:
    items = [_item(one) for one in phase["items"]]
    value = {
        "name": phase["name"],
        "starts": _day(phase["first"]).isoformat(),
        "ends": _day(phase["last"]).isoformat(),
        "overlaps": False,
        "hidden": phase.get("hidden", False),
        "text": phase["text"],
        "items": [one for one in items if one is not None],
        "tasks": [_task(one) for one in phase["tasks"]],
    }
    return _block("phase", value)


def _item(item: Raw) -> Raw | None:
    """None where what it names is not there."""
    note = {"note": item.get("note", "")}
    if "poster" in item:
        return _block("asset", {"asset": _poster(item["poster"]).pk, "exclusive": True, **note})
    if "url" in item:
        return _block("link", {"title": item["title"], "url": item["url"], **note})
    pages = [model.objects.filter(**item["page"]).order_by("pk").first() for model in (SalesKit, Manual)]
    page = next((one for one in pages if one is not None), None)
    return page and _block("page", {"page": page.pk, "exclusive": False, **note})


def _task(task: Raw) -> Raw:
    roles = JobRole.objects.filter(code__in=task["roles"])
    value = {
        "title": task["title"],
        "instructions": task["instructions"],
        "due": _day(task["due"]).isoformat(),
        "photos": task["photos"],
        "roles": [str(role.pk) for role in roles],
        "tiers": [],
    }
    return _block("item", value)


@dataclass(frozen=True, slots=True)
class _Who:
    """Somebody of the dealer, and the author who answers."""

    doer: User
    author: User


@transaction.atomic
def _do(done: Done) -> None:
    """Done by the portal's own doors, then moved into the past."""
    found = DealerTask.objects.filter(
        task__campaign__document_number=done.campaign, task__title=done.task, dealer__code=done.dealer
    ).select_related("task", "dealer")
    task = found.first()
    member = Membership.objects.filter(dealer__code=done.dealer).order_by("-roles__code", "pk").first()
    if task is None or member is None:
        return
    who = _Who(member.user, User.objects.get(username=AUTHOR))
    for number in range(task.task.photos):
        handing_in.add_photo(actor=who.doer, task=task, data=window(f"{done.dealer}-{done.task}-{number}"))
    made = handing_in.hand_in(actor=who.doer, task=task, comment=done.comment)
    if done.verdict:
        judging.decide(actor=who.author, hand_in_id=made.pk, accept=done.verdict == "accepted", reason=done.reason)
    now = timezone.now()
    at = min(_day(done.days) + timedelta(hours=3), now)
    decided = min(at + timedelta(hours=20), now) if done.verdict else None
    HandIn.objects.filter(pk=made.pk).update(at=at, decided_at=decided)
    DealerTask.objects.filter(pk=task.pk).update(done_at=at)
    made.photos.update(created_at=at)
