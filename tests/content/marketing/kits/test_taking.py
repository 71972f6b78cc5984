"""All of a kit as one archive: what is in it, what is not, and what it says of itself."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client

from content.marketing.assets.models import Channel, Rendition
from portal.core import storage
from portal.core.models import Event
from tests import factories
from tests.content.marketing.kits import builders as b
from tests.content.marketing.kits.conftest import World

pytestmark = pytest.mark.django_db


def browser(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return client


def opened(answer: object) -> ZipFile:
    return ZipFile(BytesIO(b"".join(answer)))  # type: ignore[call-overload]


def test_it_holds_what_the_viewer_may_take_and_says_nothing_of_the_rest(world: World) -> None:
    data = b"%PDF- manual"
    storage.save_bytes(name="editions/x.pdf", data=data, content_type="application/pdf")
    ours, closed = factories.manual(title="Ours", document_number="WM 1"), factories.manual(allow_download=False)
    factories.edition(ours, label="A", pages=["x"], file_name="editions/x.pdf", size=len(data))
    factories.edition(closed, label="Closed", pages=["x"])
    same = b.asset("Same name", original_name="../../a:b.pdf", credit="Photo: Lin")
    twin = b.asset("Other", original_name="a b.pdf", terms="Not for resale.")
    hidden = b.asset("Hidden", brands=[world.south])
    page = b.kit(
        b.section(b.assets(same, twin, hidden), b.publications(ours, closed), heading="First"),
        b.section(b.assets(same), heading="Again"),
        b.section(b.assets(hidden), heading="Secret"),
        title="Kit 一",
    )
    client = browser(world.sam)
    before = client.get(f"/marketing/kits/{page.pk}/take/")
    assert before.context["packing"].size >= same.size + twin.size + len(data)
    assert "Not for resale." in before.content.decode()
    refused = client.post(f"/marketing/kits/{page.pk}/take/")
    assert refused.status_code == 302
    answer = client.post(f"/marketing/kits/{page.pk}/take/", {"agree": "on"})
    assert answer["Content-Type"] == "application/zip"
    with opened(answer) as archive:
        names = archive.namelist()
        assert names[0] == "CONTENTS.txt"
        assert len(names) == 4
        assert all("/" not in name and ".." not in name for name in names)
        assert names[3] == "WM-1_A.pdf"
        assert archive.read(names[3]) == data
        said = archive.read("CONTENTS.txt").decode("utf-8-sig")
    for words in ("Kit 一", "3 files", "First", "Same name", "Photo: Lin", "Not for resale."):
        assert words in said
    for words in ("Hidden", "Secret", "Closed", "Again"):
        assert words not in said
    event = Event.objects.get(verb="archive.taken")
    assert (event.subject, event.actor, event.data["files"]) == (f"kit:{page.pk}", world.sam, 3)
    assert client.post(f"/marketing/kits/{page.pk}/take/")["Content-Type"] == "application/zip"


def test_while_a_file_is_being_made_there_is_no_archive_that_lacks_it(world: World) -> None:
    picture = b.asset("Raw", kind="picture", allow_original=True)
    page = b.kit(b.section(b.assets(picture, b.asset("Ready"))))
    client = browser(world.sam)
    assert client.get(f"/marketing/kits/{page.pk}/take/").context["packing"].pending == ["Raw"]
    answer = client.post(f"/marketing/kits/{page.pk}/take/")
    assert answer.status_code == 302
    made = Rendition.objects.get(asset=picture)
    storage.save_bytes(name=made.stored_as, data=b"made", content_type="image/jpeg")
    Rendition.objects.update(state="done", size=4, sha256="0" * 64, content_type="image/jpeg", extension="jpg")
    with opened(client.post(f"/marketing/kits/{page.pk}/take/")) as archive:
        assert archive.namelist()[1:] == ["Raw.jpg", "Ready.pdf"]
        assert archive.read("Raw.jpg") == b"made"


def test_what_is_shown_and_not_handed_out_is_left_out(world: World) -> None:
    shown_only = b.asset("Shown only", kind="picture")
    page = b.kit(b.section(b.assets(shown_only)))
    client = browser(world.sam)
    Channel.objects.update(is_active=False)
    text = client.get(f"/marketing/kits/{page.pk}/take/")
    assert text.context["packing"].entries == []
    assert client.post(f"/marketing/kits/{page.pk}/take/")["Content-Type"].startswith("text/html")
