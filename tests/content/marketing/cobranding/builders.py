"""Templates for tests, small and whole."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from content.marketing.cobranding.language.api import FileFacts, read_file
from content.marketing.cobranding.models import Filling, PrintTemplate
from content.marketing.cobranding.publishing import publish_template
from content.marketing.cobranding.stored import stored_name
from portal.core import storage
from portal.network.models import Dealer, User
from tests import factories

HTML = """
<section class="front">
  <h1>Summer check</h1>
  <field name="dealer"></field>
  <field name="offer"></field>
  <field name="price"></field>
  <field name="code"></field>
  <p class="small">Offer of participating dealers only.</p>
</section>
"""
CSS = """
.front { padding: 10mm; background: #0b6176; color: #fff }
field[name=dealer] { font-size: 14pt; font-weight: 700 }
.offer, field[name=offer] { width: 80mm; height: 30mm }
field[name=code] { width: 25mm; height: 25mm }
"""
FIELDS: list[dict[str, Any]] = [
    {"kind": "text", "name": "dealer", "label": "Dealership", "label_zh": "经销商", "source": "name", "longest": 60},
    {
        "kind": "lines",
        "name": "offer",
        "label": "Offer",
        "value": "All brakes checked.",
        "longest": 400,
        "lines": 12,
        "smallest": 70,
    },
    {"kind": "price", "name": "price", "label": "Price", "currency": "EUR", "decimals": 2},
    {"kind": "code", "name": "code", "label": "QR code", "code": "web", "source": "web"},
]


def template(*, publish: bool = True, files: dict[str, bytes] | None = None, **facts: Any) -> PrintTemplate:
    """A template of one page; `fields` are its declarations, and audience lists are named as of a manual."""
    fields = facts.pop("fields", FIELDS)
    audience = {name: facts.pop(name, []) for name in ("brands", "regions", "tiers", "roles", "dealers")}
    department = facts.pop("department", None) or factories.DepartmentFactory()
    facts = {"title": "Summer flyer", "html": HTML, "css": CSS, "live": publish, **facts}
    made = PrintTemplate(department=department, **facts)
    made.declared = [(row["kind"], {k: v for k, v in row.items() if k != "kind"}) for row in fields]
    for name, rows in audience.items():
        setattr(made, f"audience_{name}", rows)
    for name, data in (files or {}).items():
        kept = read_file(name, data)
        assert isinstance(kept, FileFacts)
        storage.save_bytes(name=stored_name(kept.sha256), data=data, content_type=kept.content_type)
        made.files[name] = kept.as_json()
    made.save()
    if publish:
        publish_template(template=made, actor=None)
    return made


def filling(made: PrintTemplate, *, dealer: Dealer, user: User | None = None, **values: Any) -> Filling:
    """A filling of the version in use."""
    return Filling.objects.create(
        dealer=dealer, version=made.current, title=made.title, values=values, created_by=user, changed_by=user
    )


def picture(width: int = 800, height: int = 600, *, format: str = "PNG", color: str = "teal") -> bytes:
    """A picture of one colour."""
    buffer = BytesIO()
    Image.new("RGB", (width, height), color).save(buffer, format)
    return buffer.getvalue()


def upload(data: bytes, name: str = "picture.png") -> SimpleUploadedFile:
    """As a browser sends it."""
    return SimpleUploadedFile(name, data)
