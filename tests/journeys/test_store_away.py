"""An author uploads an asset to a bucket that dies between two parts, and again once all have arrived: the upload goes
on by itself, and nothing is left over in the bucket."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Route, expect
from pytest_django import Settings

from content.delivery.models import Upload
from content.marketing.assets.models import Asset
from portal.core import storage
from portal.network.departments import create_department
from tests import factories
from tests.journeys.conftest import SignIn
from tests.services import ObjectStore

pytestmark = [
    pytest.mark.journey,
    pytest.mark.services,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(300),
]

PART = 5 * 1024 * 1024
FIFTH = re.compile(r"partNumber=5\b")
"""Four parts go at once: when the fifth leaves, one has arrived."""
RECEIVES = re.compile(r"/cms/assets/upload/row/$")


@pytest.fixture
def bucket(portal: None, settings: Settings, tmp_path: Path) -> Iterator[ObjectStore]:
    """A store of this test's own, which it may kill."""
    with ObjectStore() as server:
        for name, value in server.environment().items():
            setattr(settings, name, value)
        settings.SCRATCH_DIR = str(tmp_path / "scratch")
        yield server


@pytest.fixture
def large_picture(tmp_path: Path) -> Path:
    """A picture of six parts."""
    path = tmp_path / "falcon.tif"
    tile = Image.effect_noise((500, 500), 90).convert("RGB")
    whole = Image.new("RGB", (3000, 3000))
    for place in range(36):
        whole.paste(tile, (place % 6 * 500, place // 6 * 500))
    buffer = BytesIO()
    whole.save(buffer, "TIFF")
    path.write_bytes(buffer.getvalue())
    assert 5 * PART < path.stat().st_size < 6 * PART
    return path


def test_an_asset_whose_store_dies_twice(
    bucket: ObjectStore, settings: Settings, sign_in: SignIn, live_server: object, large_picture: Path
) -> None:
    settings.UPLOAD_PART_BYTES = PART
    author = factories.UserFactory(username="marketing")
    author.groups.add(create_department(code="marketing", name="Marketing").authors)
    page = sign_in(author)
    page.goto(f"{live_server}/cms/assets/upload/")
    deaths = []

    def die(route: Route) -> None:
        if route.request.method != "OPTIONS" and bucket.pid is not None:
            deaths.append(route.request.url)
            bucket.kill()
        route.continue_()

    page.route(FIFTH, die)
    page.locator("#asset-files").set_input_files(large_picture)
    page.locator("form[data-asset-upload] button[type=submit]").click()
    said = page.locator(".media-row [data-said]")
    expect(said).to_contain_text("The connection is down")
    page.unroute(FIFTH, die)
    page.route(RECEIVES, die)
    with page.expect_request(RECEIVES, timeout=90_000):
        bucket.start()
    expect(said).to_contain_text("The connection is down")
    assert len(deaths) == 2
    assert not Asset.objects.exists()
    page.unroute(RECEIVES, die)
    bucket.start()
    expect(said.locator("a")).to_have_text("falcon", timeout=90_000)
    expect(page.locator(".media-row [data-picture] img")).to_have_count(1)

    asset = Asset.objects.get()
    assert (asset.state, asset.size) == (Asset.State.READY, large_picture.stat().st_size)
    assert Upload.objects.get().state == Upload.State.ABORTED
    of_the_asset = {asset.stored_as, asset.derived("thumbnail"), asset.derived("preview")}
    client = storage.client()
    kept = {one["Key"] for one in client.list_objects_v2(Bucket=settings.S3_BUCKET)["Contents"]}
    # This store lists its folders as well.
    assert {key for key in kept if not key.endswith("/")} == of_the_asset, "what the upload left in the bucket"
    assert not client.list_multipart_uploads(Bucket=settings.S3_BUCKET).get("Uploads")
