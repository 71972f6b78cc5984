"""Kits, assets and links for tests, as authors and salespeople would have made them."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from typing import Any
from uuid import uuid4

from PIL import Image

from content.marketing.assets.models import Asset
from content.marketing.cobranding.models import DealerProfile, DealerUpload
from content.marketing.kits.models import SalesKit
from content.marketing.kits.sharing import Made, share
from portal.core import storage
from portal.network.api import viewer_for
from portal.network.models import Dealer, Department, User
from tests import factories

Raw = dict[str, Any]
PDF = b"%PDF-1.4 "


def asset(title: str = "Front view", *, kind: str = "document", **fields: Any) -> Asset:
    """A released asset with its file in the store. A document is given out as it is; lists (`brands`...) are its
    audience."""
    number = factories.next_number()
    data = fields.pop("data", PDF + str(number).encode())
    lists = {name: fields.pop(name) for name in ("brands", "regions", "tiers", "roles", "dealers") if name in fields}
    department = fields.pop("department", None) or Department.objects.first() or factories.DepartmentFactory()
    types = {"document": ("application/pdf", "pdf"), "picture": ("image/jpeg", "jpg"), "film": ("video/mp4", "mp4")}
    content_type, extension = types[kind]
    row = Asset(
        **{
            "title": title,
            "kind": kind,
            "department": department,
            "content_type": content_type,
            "extension": extension,
            "original_name": f"{title}.{extension}",
            "sha256": sha256(data).hexdigest(),
            "size": len(data),
            "live": True,
            "state": Asset.State.READY,
            "has_preview": True,
            **fields,
        }
    )
    for name, values in lists.items():
        setattr(row, f"audience_{name}", list(values))
    row.save()
    storage.save_bytes(name=row.stored_as, data=data, content_type=content_type)
    for role in ("thumbnail", "preview"):
        storage.save_bytes(name=row.derived(role), data=webp(), content_type="image/webp")
    return row


def webp(colour: str = "teal") -> bytes:
    """A small picture."""
    data = BytesIO()
    Image.new("RGB", (64, 48), colour).save(data, "WEBP")
    return data.getvalue()


def profile(dealer: Dealer, *, colour: str = "teal", **said: Any) -> DealerProfile:
    """The next version of what a dealership says of itself, with a logo unless it says otherwise."""
    if "logo" not in said:
        data = webp(colour)
        said["logo"], _new = DealerUpload.objects.get_or_create(
            dealer=dealer,
            kind=DealerUpload.Kind.LOGO,
            sha256=sha256(data).hexdigest(),
            defaults={"name": "logo", "content_type": "image/webp", "size": len(data), "width": 64, "height": 48},
        )
        storage.save_bytes(name=said["logo"].stored_as, data=data, content_type="image/webp")
    number = DealerProfile.objects.filter(dealer=dealer).count() + 1
    return DealerProfile.objects.create(dealer=dealer, number=number, **{"name": dealer.name, **said})


def block(kind: str, **value: Any) -> Raw:
    return {"type": kind, "id": str(uuid4()), "value": value}


def listed(*values: Any) -> list[Raw]:
    """A list as the editor keeps it."""
    return [{"type": "item", "id": str(uuid4()), "value": value} for value in values]


def assets(*shown: Asset, customers: bool = True, caption: str = "") -> Raw:
    entries = [{"asset": one.pk, "caption": caption, "for_customers": customers} for one in shown]
    return block("assets", heading="", assets=listed(*entries))


def link(title: str = "Our site", url: str = "https://example.com/", *, customers: bool = True) -> Raw:
    return block(
        "links", heading="", links=listed({"title": title, "url": url, "note": "", "for_customers": customers})
    )


def points(text: str = "It charges in 20 minutes.", objection: str = "") -> Raw:
    return block("points", heading="", points=listed({"objection": objection, "text": f"<p>{text}</p>"}))


def row(feature: str, *values: str, best: int | None = None, internal: bool = False) -> Raw:
    return {
        "feature": feature,
        "values": listed(*values),
        "best": best,
        "internal": internal,
        "source": "Our test",
        "as_of": "2026-05-01",
    }


def table(*rows: Raw, title: str = "Range", customers: bool = True) -> Raw:
    columns = listed({"name": "Lodan", "own": True}, {"name": "Rival", "own": False})
    rows = rows or (row("Range", "420 km", "390 km", best=1), row("Margin", "12 %", "?", internal=True))
    return block("table", title=title, columns=columns, rows=listed(*rows), note="", for_customers=customers)


def publications(*pages: Any) -> Raw:
    return block("publications", heading="", publications=listed(*(page.pk for page in pages)))


def section(*items: Raw, heading: str = "Why it", dealers_only: bool = False, models: Any = (), **audience: Any) -> Raw:
    """The lists (`roles`, `brands`...) are the section's own audience."""
    ids = {name: [str(one.pk) for one in audience.get(name, ())] for name in ("brands", "regions", "tiers", "roles")}
    return block(
        "section",
        heading=heading,
        intro="",
        dealers_only=dealers_only,
        models=[str(one.pk) for one in models],
        audience=ids,
        items=list(items),
    )


def kit(*sections: Raw, title: str = "Lodan kit", live: bool = True, **fields: Any) -> SalesKit:
    """A published kit in a department's section. The lists (`brands`, `roles`...) are its audience."""
    number = factories.next_number()
    parent = factories.section(fields.pop("department", None) or Department.objects.first())
    lists = {name: fields.pop(name, ()) for name in ("brands", "regions", "tiers", "roles", "dealers")}
    fields = {"document_number": f"KIT-{number:05}", "summary": "All of it.", "vehicle_models": [], **fields}
    about = fields.pop("vehicle_models")
    page = SalesKit(title=title, slug=f"kit-{number}", live=False, department=parent.department, **fields)
    page.body = list(sections)
    page.vehicle_models = list(about)
    for name, values in lists.items():
        setattr(page, f"audience_{name}", list(values))
    parent.refresh_from_db()
    parent.add_child(instance=page)
    if live:
        page.save_revision().publish()
    return SalesKit.objects.get(pk=page.pk)


def publish(page: SalesKit, *sections: Raw, **changes: Any) -> SalesKit:
    """Publish the kit with these sections (its own if none) and changes."""
    page = SalesKit.objects.get(pk=page.pk)
    if sections:
        page.body = list(sections)
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return SalesKit.objects.get(pk=page.pk)


def given(user: User, page: SalesKit, *keys: str, **typed: Any) -> Made:
    """A link that the person made of a kit, at their dealership."""
    viewer = viewer_for(user=user)
    dealer_id = user.memberships.get().dealer_id  # type: ignore[attr-defined]
    return share(
        actor=user,
        viewer=viewer,
        dealer_id=dealer_id,
        kit_id=page.pk,
        keys=keys,
        language=typed.pop("language", "en"),
        **typed,
    )
