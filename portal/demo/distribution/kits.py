"""The demo's sales kits with their pictures, the links that salespeople gave over the month, and a collection."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Page

from content.library.models import DepartmentPage, Manual, VehicleModel
from content.marketing.assets.intake import About, receive
from content.marketing.assets.models import Asset
from content.marketing.assets.pipeline import work_off
from content.marketing.kits import collections as light_table
from content.marketing.kits.models import Collection, LinkDay, SalesKit, ShareLink
from content.marketing.kits.reading import open_kit
from content.marketing.kits.sharing import offers_of, share
from portal.core.dispatch import kept_here
from portal.demo.distribution.kit_scenes import scene
from portal.demo.distribution.kit_texts import KITS, LINKS, PICTURES, DemoKit, DemoLink, Raw
from portal.network.api import viewer_for
from portal.network.models import Brand, Department, JobRole, Region, User

DEPARTMENT = "aftersales-marketing"
SHOOT = "Sales kits 2026"
COLLECTION = "Showroom on Saturday"
_NUMBER, _ITEM = "document_number", "item"


def build() -> None:
    """What is missing. Needs the network, its people and the manuals; shows a film if the assets have one."""
    with kept_here():
        _build_pictures()
        for kit in KITS:
            if not SalesKit.objects.filter(document_number=kit.number).exists():
                _build_kit(kit)
        if not ShareLink.objects.exists():
            for link in LINKS:
                _build_link(link)
        if not Collection.objects.filter(title=COLLECTION).exists():
            _build_collection()


def _build_pictures() -> None:
    present = set(Asset.objects.filter(collection=SHOOT).values_list("original_name", flat=True))
    missing = [name for name in PICTURES if f"{name}.jpg" not in present]
    made = []
    with TemporaryDirectory() as folder:
        for name in missing:
            title, title_zh, shot = PICTURES[name]
            path = Path(folder) / f"{name}.jpg"
            path.write_bytes(scene(name))
            brand = Brand.objects.get(code="velmora" if name.startswith("van") else "tarnhof")
            facts = {
                "title": title,
                "title_zh": title_zh,
                "shot": shot,
                "credit": "Norrvale Studio",
                "live": True,
                "allow_original": True,
                "released_at": timezone.now() - timedelta(days=29),
            }
            about = About(collection=SHOOT, brands=[brand], facts=facts)
            department = Department.objects.get(code=DEPARTMENT)
            asset, _new = receive(path=path, original_name=path.name, department=department, actor=None, about=about)
            made.append(asset.pk)
    if made:
        work_off(asset_ids=made)


def _picture(name: str) -> Asset:
    return Asset.objects.get(collection=SHOOT, original_name=f"{name}.jpg")


@transaction.atomic
def _build_kit(kit: DemoKit) -> None:
    section: Page = DepartmentPage.objects.get(department__code=DEPARTMENT)
    since = timezone.make_aware(datetime.combine(timezone.localdate() + timedelta(days=kit.days), time(8)))
    page = SalesKit(
        title=kit.title,
        slug=slugify(kit.number),
        document_number=kit.number,
        summary=kit.summary,
        language=kit.language,
        effective_from=since,
        department=Department.objects.get(code=DEPARTMENT),
        cover=_picture(kit.cover),
        live=False,
    )
    page.vehicle_models = list(VehicleModel.objects.filter(code__in=kit.models))
    page.audience_brands = list(Brand.objects.filter(code=kit.brand))
    page.audience_regions = list(Region.objects.filter(code__in=kit.regions))
    page.body = [_section(one) for one in kit.sections]
    section.add_child(instance=page)
    page.save_revision().publish()


def _section(section: Raw) -> Raw:
    models = VehicleModel.objects.filter(code__in=section.get("models", ()))
    roles = JobRole.objects.filter(code__in=section.get("roles", ()))
    items = [made for item in section["items"] if (made := _item(item)) is not None]
    value = {
        "heading": section["heading"],
        "intro": section["intro"],
        "dealers_only": section.get("dealers_only", False),
        "models": [str(one.pk) for one in models],
        "audience": {"brands": [], "regions": [], "tiers": [], "roles": [str(one.pk) for one in roles]},
        "items": items,
    }
    return _block("section", value)


def _block(kind: str, value: Raw) -> Raw:
    return {"type": kind, "id": str(uuid4()), "value": value}


def _list(values: Any) -> list[Raw]:
    return [_block(_ITEM, value) for value in values]


def _item(item: Raw) -> Raw | None:
    """The block as the editor keeps it; None where what it would show is not there."""
    heading = {"heading": item.get("heading", "")}
    match item["type"]:
        case "assets":
            entries = [{"asset": _picture(name).pk, "caption": "", "for_customers": True} for name in item["scenes"]]
            return _block("assets", {**heading, "assets": _list(entries)})
        case "film":
            film = Asset.objects.filter(kind=Asset.Kind.FILM, live=True, state=Asset.State.READY).order_by("pk").first()
            return film and _block("film", {"asset": film.pk, "caption": "", "for_customers": True})
        case "publications":
            found = Manual.objects.filter(document_number__in=item["numbers"]).order_by(_NUMBER)
            return _block("publications", {**heading, "publications": _list([one.pk for one in found])})
        case "links":
            names = ("title", "url", "note")
            links = [{**dict(zip(names, one, strict=True)), "for_customers": True} for one in item["links"]]
            return _block("links", {**heading, "links": _list(links)})
        case "points":
            points = [{"objection": objection, "text": text} for objection, text in item["points"]]
            return _block("points", {**heading, "points": _list(points)})
        case _:
            return _block("table", _table(item))


def _table(item: Raw) -> Raw:
    rows = [
        {
            "feature": feature,
            "values": _list(values),
            "best": best or None,
            "internal": internal,
            "source": source,
            "as_of": as_of or None,
        }
        for feature, values, best, internal, source, as_of in item["rows"]
    ]
    columns = [{"name": name, "own": own} for name, own in item["columns"]]
    return {
        "title": item["title"],
        "columns": _list(columns),
        "rows": _list(rows),
        "note": item["note"],
        "for_customers": True,
    }


@transaction.atomic
def _build_link(link: DemoLink) -> None:
    """Given by the portal's own door, then moved into the past."""
    sender = User.objects.get(username=link.sender)
    viewer, kit_id = viewer_for(user=sender), SalesKit.objects.get(document_number=link.kit).pk
    offers = offers_of(open_kit(viewer=viewer, kit_id=kit_id), viewer=viewer)
    made = share(
        actor=sender,
        viewer=viewer,
        dealer_id=min(pk for standing in viewer.standings for pk in standing.dealers),
        kit_id=kit_id,
        keys=[one.key for one in offers],
        language=sender.language or "en",
        days=link.days,
        pin=link.pin,
        recipient=link.recipient,
        message=link.message,
        agreed=True,
    ).link
    began = timezone.now() - timedelta(days=link.ago, hours=2)
    days = [
        LinkDay(link=made, day=timezone.localdate(began) + timedelta(days=after), opens=opens, downloads=downloads)
        for after, opens, downloads in link.use
    ]
    LinkDay.objects.bulk_create(days)
    revoked = began + timedelta(days=link.revoked_after) if link.revoked_after is not None else None
    ShareLink.objects.filter(pk=made.pk).update(
        created_at=began,
        expires_at=began + timedelta(days=link.days),
        opens=sum(day.opens for day in days),
        downloads=sum(day.downloads for day in days),
        last_opened_at=began + timedelta(days=link.use[-1][0], minutes=40),
        revoked_at=revoked,
        revoked_by=sender if revoked else None,
    )


@transaction.atomic
def _build_collection() -> None:
    owner = User.objects.get(username="lena")
    viewer = viewer_for(user=owner)
    dealer_id = min(pk for standing in viewer.standings for pk in standing.dealers)
    made = light_table.begin(actor=owner, viewer=viewer, dealer_id=dealer_id, title=COLLECTION, is_shared=True)
    kit = SalesKit.objects.get(document_number=KITS[0].number)
    things = [("asset", _picture(name).pk) for name in ("van-charging", "van-cargo", "tractor-evening")]
    for kind, pk in (("kit", kit.pk), *things):
        note = "For the big screen" if kind == "asset" else ""
        light_table.add(actor=owner, viewer=viewer, collection_id=made.pk, kind=kind, thing_id=pk, note=note)
