"""Campaigns for tests, as an author would have made them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any
from uuid import uuid4

from django.utils import timezone
from PIL import Image

from content.marketing.assets.models import Asset
from content.marketing.campaigns.models import Campaign
from portal.network.models import DealerTier, Department, JobRole
from tests import factories

Block = dict[str, Any]
DAY = timedelta(days=1)


def block(kind: str, **value: Any) -> Block:
    return {"type": kind, "id": str(uuid4()), "value": value}


def asset_item(asset: Asset, *, exclusive: bool = True, note: str = "") -> Block:
    return block("asset", asset=asset.pk, exclusive=exclusive, note=note)


def page_item(page: Any, *, exclusive: bool = False) -> Block:
    return block("page", page=page.pk, exclusive=exclusive, note="")


def link_item(url: str = "https://example.com/dealers", title: str = "Price list") -> Block:
    return block("link", url=url, title=title, note="")


def task(
    title: str,
    due: datetime,
    *,
    photos: int = 0,
    roles: Sequence[JobRole] = (),
    tiers: Sequence[DealerTier] = (),
    **value: Any,
) -> Block:
    made = {"instructions": "", **value, "title": title, "due": due.isoformat(), "photos": photos}
    made |= {"roles": [str(role.pk) for role in roles], "tiers": [str(tier.pk) for tier in tiers]}
    return block("item", **made)


def phase(
    name: str,
    starts: datetime,
    ends: datetime,
    *,
    items: Sequence[Block] = (),
    tasks: Sequence[Block] = (),
    **value: Any,
) -> Block:
    made = {"overlaps": False, "hidden": False, "text": "", **value, "items": list(items), "tasks": list(tasks)}
    return block("phase", name=name, starts=starts.isoformat(), ends=ends.isoformat(), **made)


def throughout(*, items: Sequence[Block] = (), tasks: Sequence[Block] = ()) -> Block:
    return block("throughout", items=list(items), tasks=list(tasks))


def draft(
    *,
    title: str = "Spring",
    begins: datetime | None = None,
    ends: datetime | None = None,
    programme: Sequence[Block] = (),
    department: Department | None = None,
    **fields: Any,
) -> Campaign:
    """A draft in a department's section, from yesterday to in a week. The lists (`brands`, `roles`...) are its
    audience."""
    number = factories.next_number()
    parent = factories.section(department or Department.objects.first())
    lists = {name: fields.pop(name, ()) for name in ("brands", "regions", "tiers", "roles", "dealers")}
    now = timezone.now()
    facts = {"document_number": f"C-{number:05}", "summary": "In two sentences.", "live": False, **fields}
    page = Campaign(title=title, slug=f"campaign-{number}", department=parent.department, **facts)
    page.effective_from, page.expires_at = begins or now - DAY, ends or now + 7 * DAY
    page.programme = list(programme)
    for name, values in lists.items():
        setattr(page, f"audience_{name}", list(values))
    parent.refresh_from_db()
    parent.add_child(instance=page)
    return page


def publish(page: Campaign, **changes: Any) -> Campaign:
    """Save the page as a revision with these changes and publish that, as the editor does."""
    found = Campaign.objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(found, name, value)
    found.save_revision().publish()
    return Campaign.objects.get(pk=page.pk)


def campaign(**fields: Any) -> Campaign:
    """A published one."""
    return publish(draft(**fields))


def asset(title: str = "Poster", *, department: Department | None = None, **fields: Any) -> Asset:
    """A released picture that every dealer may see, without its file."""
    number = factories.next_number()
    facts = {
        "kind": "picture",
        "content_type": "image/jpeg",
        "extension": "jpg",
        "original_name": f"{title}.jpg",
        "sha256": sha256(str(number).encode()).hexdigest(),
        "size": 1000,
        "state": Asset.State.READY,
        "live": True,
        "has_preview": True,
        **fields,
    }
    owner = department or Department.objects.first() or factories.DepartmentFactory()
    return Asset.objects.create(title=title, department=owner, **facts)


def photo(colour: str = "red", *, size: tuple[int, int] = (64, 48), format: str = "JPEG", **saved: Any) -> bytes:
    """A photo as a camera writes it."""
    data = BytesIO()
    Image.new("RGB", size, colour).save(data, format, **saved)
    return data.getvalue()
