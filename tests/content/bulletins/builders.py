"""Bulletins for tests, as an author would have written them."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from content.bulletins.files import receive_file
from content.bulletins.models import Bulletin, BulletinFile
from content.library.models import Applicability
from portal.network.models import Department, User
from tests import factories

Body = list[dict[str, Any]]


def text(words: str, heading: str = "") -> dict[str, Any]:
    return {"type": "text", "value": {"heading": heading, "text": f"<p>{words}</p>"}}


def bulletin(*, title: str = "Charging stops", body: Body | None = None, **fields: Any) -> Bulletin:
    """A draft in a department's section. The lists (`brands`, `roles`...) are its audience."""
    number = factories.next_number()
    parent = factories.section(fields.pop("department", None) or Department.objects.first())
    lists = {name: fields.pop(name, ()) for name in ("brands", "regions", "tiers", "roles", "dealers")}
    rows = fields.pop("applicability", [])
    fields = {"document_number": f"SB-{number:05}", "category": "service_bulletin", "live": False, **fields}
    page = Bulletin(title=title, slug=f"bulletin-{number}", department=parent.department, **fields)
    page.body = body or [text("Clean the plug.", "What to do")]
    for name, values in lists.items():
        setattr(page, f"audience_{name}", list(values))
    page.applicability = [Applicability(**row) for row in rows]  # type: ignore[misc]
    parent.refresh_from_db()
    parent.add_child(instance=page)
    return page


def publish(page: Bulletin, *, user: User | None = None, **changes: Any) -> Bulletin:
    """Save the page as a revision with these changes and publish that, as the editor does."""
    page = Bulletin.objects.get(pk=page.pk)
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision(user=user).publish(user=user)
    return Bulletin.objects.get(pk=page.pk)


def upload(colour: str) -> SimpleUploadedFile:
    """A small picture as a browser sends it."""
    data = BytesIO()
    Image.new("RGB", (60, 40), colour).save(data, "PNG")
    return SimpleUploadedFile(f"{colour}.png", data.getvalue(), content_type="image/png")


def picture(department: Department, *, colour: str = "red") -> BulletinFile:
    return receive_file(upload=upload(colour), kind="picture", title=colour, department=department)


def attachment(department: Department, *, name: str = "form.txt", data: bytes = b"Serial: ") -> BulletinFile:
    return receive_file(upload=SimpleUploadedFile(name, data), kind="attachment", title="Form", department=department)


def film(department: Department) -> BulletinFile:
    """As MP4 begins; nothing plays it here."""
    data = b"\0\0\0\x18ftypisom" + bytes(2000)
    return receive_file(upload=SimpleUploadedFile("plug.mp4", data), kind="film", title="Plug", department=department)


def captions(department: Department, *, text: str = "Pull the plug.") -> BulletinFile:
    data = f"WEBVTT\n\n00:00.000 --> 00:02.000\n{text}\n".encode()
    return receive_file(upload=SimpleUploadedFile("plug.vtt", data), kind="captions", title="", department=department)
