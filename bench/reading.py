"""The first readable page, never drawn before and kept, against pypdfium2 alone; and the statements of both pages."""

from __future__ import annotations

import io
import time
from http.client import HTTPConnection

import pypdfium2 as pdfium
from django.conf import settings
from django.db import connection as database
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench import production
from bench.table import Row, quantile
from content.ingest.extraction.rendering import QUALITY, WEBP_METHOD
from content.library.models import Edition
from portal.core import storage
from portal.network.models import User

NUMBERS = tuple(range(40, 1300, 60))
COLD, KEPT_MS, MOST_STATEMENTS = 1.3, 15.0, 12
WIDTH = 900
PAUSE = 0.1


def measure(edition: Edition, user: User) -> list[Row]:
    """The rows of the reader."""
    client = Client(headers={"X-Forwarded-Proto": "https"}, SERVER_NAME="localhost")
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    with production.web() as (address, _pid):
        connection = HTTPConnection(address.removeprefix("http://"))
        headers = {"X-Forwarded-Proto": "https", "Cookie": f"{cookie.key}={cookie.value}"}
        for _ in range(3):
            _image(connection, headers, edition, 1)
            _image(connection, headers, edition, 2)
            _alone(edition, 1)
        cold, alone = [], []
        for number in NUMBERS:
            cold.append(_image(connection, headers, edition, number))
            alone.append(_alone(edition, number))
        kept = [_image(connection, headers, edition, number) for number in NUMBERS]
    ratio = quantile(cold, 0.5) / quantile(alone, 0.5)
    middle = quantile(kept, 0.5)
    return [
        Row("first readable page, never drawn, over HTTP p50", f"{quantile(cold, 0.5):.0f} ms", f"pypdfium2 alone {quantile(alone, 0.5):.0f} ms", f"{ratio:.2f}", f"<= {COLD}", ratio <= COLD),
        Row("the same, kept, p50", f"{middle:.1f} ms", "", "", f"<= {KEPT_MS:.0f} ms", middle <= KEPT_MS),
        *_statements(client, edition),
    ]  # fmt: skip


def _image(connection: HTTPConnection, headers: dict[str, str], edition: Edition, number: int) -> float:
    """Milliseconds from the request until the last byte of a page's image. What the server does once its answer is on
    its way gets a moment to end, as between two pages that a person reads."""
    path = reverse("reader:image", args=[edition.manual_id, edition.pk, number])
    started = time.perf_counter()
    connection.request("GET", f"{path}?w={WIDTH}", headers=headers)
    answer = connection.getresponse()
    data = answer.read()
    taken = (time.perf_counter() - started) * 1000
    if answer.status != 200 or not data:
        raise RuntimeError(f"{path}: {answer.status}")
    time.sleep(PAUSE)
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
        with CaptureQueriesContext(database) as queries:
            answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status_code}")
        count = len(queries)
        rows.append(
            Row(f"SQL statements: {name}", str(count), "", "", f"<= {MOST_STATEMENTS}", count <= MOST_STATEMENTS)
        )
    return rows
