"""Pages drawn for real, in the sandbox, from files in either store."""

from __future__ import annotations

import io
from hashlib import sha256

import pytest
from django.test import Client
from PIL import Image

from content.library.models import Edition
from content.reader.rendering import Lasting, PageUnreadable, render
from portal.core import storage
from tests import factories
from tests.pdf_factory import make_pdf, make_truncated_pdf

pytestmark = pytest.mark.django_db


def stored(data: bytes) -> Edition:
    digest = sha256(data).hexdigest()
    name = f"editions/{digest[:2]}/{digest}.pdf"
    storage.save_bytes(name=name, data=data, content_type="application/pdf")
    return factories.edition(
        factories.manual(), pages=["Torque", "第二页"], file_name=name, sha256=digest, size=len(data)
    )


def test_a_page_is_an_image_of_the_width_asked_for(store: str, technician_client: Client) -> None:
    edition = stored(make_pdf(["Torque", "第二页"]))
    response = technician_client.get(f"/manuals/{edition.manual_id}/e/{edition.pk}/p/2/image?w=1350")
    image = Image.open(io.BytesIO(response.content))
    assert (image.format, image.width) == ("WEBP", 1350)
    assert image.height == pytest.approx(1350 * 842 / 595, abs=2)
    low, high = image.convert("L").getextrema()
    assert low < 100
    assert high > 250


def test_a_damaged_file_gives_a_drawing_that_says_so(local_store: str, technician_client: Client) -> None:
    edition = stored(make_truncated_pdf()[:300])
    response = technician_client.get(f"/manuals/{edition.manual_id}/e/{edition.pk}/p/1/image")
    assert response.status_code == 200
    assert response["Content-Type"] == "image/svg+xml"


def test_too_many_pixels_is_a_matter_of_the_width(local_store: str) -> None:
    edition = stored(make_pdf(["long"], size=(100, 7000)))
    with pytest.raises(PageUnreadable) as refused:
        render(file_name=edition.file_name, number=1, width=2700)
    assert refused.value.lasting is Lasting.AT_THIS_WIDTH


def test_a_lost_file_may_come_back(local_store: str) -> None:
    with pytest.raises(PageUnreadable) as refused:
        render(file_name="editions/00/lost.pdf", number=1, width=900)
    assert refused.value.lasting is Lasting.NOT
