"""The memory of the web process while a very large file is uploaded and taken in."""

from __future__ import annotations

import json
import os
import time
import urllib.request
from typing import Any

from bench import production
from bench.table import Row

UPLOAD_MB = int(os.environ.get("BENCH_UPLOAD_MB", "2048"))
GROWTH_MB = 100


def measure() -> list[Row]:
    """A film of 2 GB in parts, joined, judged, hashed and stored."""
    from django.conf import settings
    from django.contrib.sessions.backends.db import SessionStore

    from content.marketing.assets.models import Asset
    from portal.network.departments import create_department
    from portal.network.models import User

    department = create_department(code="bench-uploads", name="Bench")
    person = User.objects.create_superuser("bench-uploads", "bench@example.com", "!")
    session = SessionStore()
    session.update(
        {"_auth_user_id": str(person.pk), "_auth_user_backend": settings.AUTHENTICATION_BACKENDS[-1]}
        | {"_auth_user_hash": person.get_session_auth_hash()}
    )
    session.save()
    with production.web(threads=4) as (address, pid):
        ask = Asker(address, f"{settings.SESSION_COOKIE_NAME}={session.session_key}")
        ask("GET", "/healthz")
        ask("GET", "/cms/assets/upload/")
        before, started = production.peak_megabytes(pid), time.perf_counter()
        begun = json.loads(ask("POST", "/files/uploads/", {"name": "film.mp4", "size": UPLOAD_MB * 2**20}))
        first, part = b"\0\0\0\x18ftypisom" + b"\0" * 12, bytes(begun["part_size"])
        for number in range(1, begun["parts"] + 1):
            size = min(begun["part_size"], UPLOAD_MB * 2**20 - (number - 1) * begun["part_size"])
            body = (first + part[len(first) :] if number == 1 else part)[:size]
            ask("PUT", place(ask, begun, number), body)
        ask("POST", f"{begun['url']}/complete", {})
        ask(
            "POST",
            "/cms/assets/upload/row/",
            f"upload_id={begun['id']}&department={department.pk}&path=film.mp4".encode(),
        )
        seconds, growth = time.perf_counter() - started, production.peak_megabytes(pid) - before
    received = Asset.objects.filter(size=UPLOAD_MB * 2**20).exists()
    return [
        Row(
            f"memory of the web process, {UPLOAD_MB:,} MB uploaded and taken in",
            f"+{growth:.0f} MB",
            "",
            "",
            f"<= +{GROWTH_MB} MB",
            received and growth <= GROWTH_MB,
        ),
        Row("the same, time", f"{seconds:.0f} s ({UPLOAD_MB / seconds:.0f} MB/s)", "", "", "", None),
    ]


def place(ask: Asker, begun: dict[str, Any], number: int) -> str:
    """Where this part is put: at the portal, or at an address of the bucket that the portal signs."""
    if begun["mode"] == "local":
        return f"{begun['url']}/parts/{number}"
    return str(json.loads(ask("POST", f"{begun['url']}/sign", {"number": number}))["url"])


class Asker:
    """Requests of one signed-in browser; to elsewhere (an address with a host) it tells nothing of itself."""

    def __init__(self, address: str, cookie: str) -> None:
        self.address, self.cookie = address, f"{cookie}; csrftoken={'x' * 32}"

    def __call__(self, method: str, path: str, body: object = None) -> bytes:
        kind, data = "application/json", None
        if isinstance(body, bytes):
            kind, data = "application/x-www-form-urlencoded" if method == "POST" else "application/octet-stream", body
        elif body is not None:
            data = json.dumps(body).encode()
        headers = {"Content-Type": kind}
        if path.startswith("/"):
            path = f"{self.address}{path}"
            headers |= {"Cookie": self.cookie, "X-CSRFToken": "x" * 32}
        request = urllib.request.Request(path, data=data, headers=headers, method=method)
        with urllib.request.urlopen(request, timeout=600) as answer:
            return answer.read()
