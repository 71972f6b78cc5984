"""The first readable page, never drawn before and kept, against pypdfium2 alone; and the statements of both pages."""

from __future__ import annotations

import io
import time

import pypdfium2 as pdfium
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.table import Row, quantile
from content.ingest.extraction.rendering import QUALITY, WEBP_METHOD
from content.library.models import Edition
from portal.core import storage
from portal.network.models import User

NUMBERS = tuple(range(40, 1300, 60))
COLD, KEPT_MS, MOST_STATEMENTS = 1.3, 15.0, 12
WIDTH = 900


def measure(edition: Edition, user: User) -> list[Row]:
    """The rows of the reader."""
    client = Client(headers={"X-Forwarded-Proto": "https"}, SERVER_NAME="localhost")
    client.force_login(user)
    _image(client, edition, 1)
    cold = [_image(client, edition, number) for number in NUMBERS]
    kept = [_image(client, edition, number) for number in NUMBERS]
    alone = [_alone(edition, number) for number in NUMBERS]
    ratio = quantile(cold, 0.5) / quantile(alone, 0.5)
    middle = quantile(kept, 0.5)
    return [
        Row("first readable page, never drawn, server time p50", f"{quantile(cold, 0.5):.0f} ms", f"pypdfium2 alone {quantile(alone, 0.5):.0f} ms", f"{ratio:.2f}", f"<= {COLD}", ratio <= COLD),
        Row("the same, kept, p50", f"{middle:.1f} ms", "", "", f"<= {KEPT_MS:.0f} ms", middle <= KEPT_MS),
        *_statements(client, edition),
    ]  # fmt: skip


def _image(client: Client, edition: Edition, number: int) -> float:
    address = reverse("reader:image", args=[edition.manual_id, edition.pk, number])
    started = time.perf_counter()
    answer = client.get(address, {"w": WIDTH})
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    taken = (time.perf_counter() - started) * 1000
    if answer.status_code != 200 or not data:
        raise RuntimeError(f"{address}: {answer.status_code}")
    return taken


def _alone(edition: Edition, number: int) -> float:
    """Open, draw and encode in the same format and size, with nothing of ours."""
    path = storage.local_copy(name=edition.file_name)
    started = time.perf_counter()
    document = pdfium.PdfDocument(str(path))
    page = document[number - 1]
    picture = page.render(scale=WIDTH / page.get_width()).to_pil().convert("RGB")
    picture.save(io.BytesIO(), "WEBP", quality=QUALITY, method=WEBP_METHOD)
    taken = (time.perf_counter() - started) * 1000
    document.close()
    return taken


def _statements(client: Client, edition: Edition) -> list[Row]:
    rows = []
    addresses = {
        "search page, 1 result": "/search/?q=B-00002",
        "search page, 50 results (API)": "/api/v1/search?q=spindle&page_size=50",
        "reader page 1": f"/manuals/{edition.manual_id}/p/1",
        "reader page 1300": f"/manuals/{edition.manual_id}/p/1300?q=spindle",
    }
    for name, address in addresses.items():
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status_code}")
        count = len(queries)
        rows.append(
            Row(f"SQL statements: {name}", str(count), "", "", f"<= {MOST_STATEMENTS}", count <= MOST_STATEMENTS)
        )
    return rows
