"""Alive is not ready: what each of the two says when a part is away."""

from __future__ import annotations

import pytest
from django.test import Client

from portal.core import health


def test_alive_needs_no_database(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


@pytest.mark.django_db
def test_ready_names_every_part_with_its_latency(client: Client) -> None:
    answer = client.get("/readyz")
    parts = {part["name"]: part for part in answer.json()["parts"]}
    assert {"database", "broker", "storage", "search"} <= set(parts)
    assert all(part["ok"] and part["ms"] >= 0 for part in parts.values()), parts
    assert answer.status_code == 200


@pytest.mark.django_db
def test_not_ready_when_one_part_is_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise ConnectionError

    monkeypatch.setitem(health._checks, "search", away)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert {"name": "search", "ok": False, "error": "ConnectionError"}.items() <= next(
        part for part in answer.json()["parts"] if part["name"] == "search"
    ).items()


@pytest.mark.django_db
def test_metrics_are_for_the_machine_and_administrators(client: Client) -> None:
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="198.51.100.7").status_code == 403
    assert client.get("/metrics", HTTP_X_FORWARDED_FOR="127.0.0.1").status_code == 403
