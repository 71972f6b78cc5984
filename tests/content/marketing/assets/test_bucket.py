"""Assets in the bucket of a real S3 server: addresses that die with the right to the file, and a store that goes away
in the middle of an upload."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from content.marketing.assets import pipeline
from content.marketing.assets.intake import receive
from content.marketing.assets.models import Asset
from portal.core import storage
from portal.network.models import Department
from tests.content.delivery.stores import bucket_store
from tests.content.marketing.assets import files

__all__ = ["bucket_store"]
pytestmark = [pytest.mark.services, pytest.mark.django_db]


@pytest.fixture
def asset(store: Path, bucket_store: str, department: Department) -> Asset:
    """A picture that was read and may be taken as it is."""
    path = store / "picture.jpg"
    path.write_bytes(files.jpeg(gps=True))
    made, _new = receive(path=path, original_name=path.name, department=department, actor=None)
    pipeline.work_off(asset_ids=[made.pk])
    Asset.objects.filter(pk=made.pk).update(live=True, allow_original=True)
    return Asset.objects.get(pk=made.pk)


def address_of(client: Client, asset: Asset) -> str:
    """Where the browser is sent for the original."""
    address = reverse("assets:download", args=[asset.pk])
    if client.get(address, {"channel": "original"}).status_code == 202:
        pipeline.make_rendition(rendition_id=asset.renditions.get().pk)
    answer = client.get(address, {"channel": "original"})
    assert answer.status_code == 302
    return answer["Location"]


def test_an_address_dies_with_the_right_to_the_file(asset: Asset, technician_client: Client) -> None:
    """The asset's rights end in some seconds: so does the address, long before S3_PRESIGN_SECONDS."""
    address_of(technician_client, asset)
    asset.rights_until = timezone.now() + timedelta(seconds=4)
    asset.save()
    address = address_of(technician_client, asset)
    with urllib.request.urlopen(address) as answer:
        data = answer.read()
        assert answer.headers["Content-Disposition"].startswith("attachment")
    assert b"Fictional" not in data
    time.sleep(6)
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(address)
    assert refusal.value.code == 403
    assert technician_client.get(reverse("assets:download", args=[asset.pk])).status_code == 404


def test_nothing_is_handed_out_without_a_signature(asset: Asset, settings: Settings) -> None:
    address = f"{settings.S3_ENDPOINT_URL}/{settings.S3_BUCKET}/{asset.derived('thumbnail')}"
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(address)
    assert refusal.value.code == 403


def test_a_bucket_that_goes_away_delays_and_loses_nothing(
    asset: Asset, settings: Settings, store: Path, department: Department, technician_client: Client
) -> None:
    path = store / "second.jpg"
    path.write_bytes(files.jpeg(seed=8))
    endpoint = settings.S3_ENDPOINT_URL
    made, _new = receive(path=path, original_name=path.name, department=department, actor=None)
    settings.S3_ENDPOINT_URL = "http://127.0.0.1:9"
    pipeline.work_off(asset_ids=[made.pk])
    assert made.work.get().state == "waiting"
    with pytest.raises(storage.StorageUnavailable):
        receive(path=path, original_name=path.name, department=department, actor=None)
    assert technician_client.get(reverse("assets:thumbnail", args=[asset.pk])).status_code == 503
    assert Asset.objects.count() == 2, "nothing half-made"
    settings.S3_ENDPOINT_URL = endpoint
    pipeline.work_off(asset_ids=[made.pk])
    made.refresh_from_db()
    assert made.state == "ready"
