"""The demo's assets: made once, with rights that ended, rights that end, a duplicate, captions in both languages."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from content.marketing.assets.models import Asset
from portal.demo.distribution import assets
from portal.demo.distribution.scenes import LIGHTS, Scene, drawn
from portal.network.departments import create_department
from tests import factories
from tests.content.marketing.assets import files


@pytest.mark.django_db
def test_the_demo_s_assets_are_made_once(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.S3_BUCKET, settings.FILES_DIR = "", str(tmp_path)
    factories.home_page()
    create_department(code=assets.OWNER, name="Aftersales Marketing")
    for code in ("velmora", "tarnhof"):
        factories.BrandFactory(code=code)
    series = assets._series()
    monkeypatch.setattr(assets, "_series", lambda: [*series[:2], series[-1]])
    monkeypatch.setattr(assets, "film", lambda scene, seconds: files.film())
    assets.build()
    made = Asset.objects.count()
    assets.build()
    assert Asset.objects.count() == made == 3 + 3 + 3
    now = timezone.now()
    assert Asset.objects.filter(rights_until__lt=now).count() == 1
    assert Asset.objects.filter(rights_until__gt=now, rights_until__lt=now + timedelta(days=30)).count() == 1
    copy = Asset.objects.get(original_name="copy-of-launch.jpg")
    assert Asset.objects.filter(sha256=copy.sha256).count() == 2
    languages = {row.language for film in Asset.objects.filter(kind="film") for row in film.captions.all()}
    assert languages == {"en", "zh-hans"}
    assert all(asset.title_zh for asset in Asset.objects.all())


@pytest.mark.parametrize("vehicle", ["van", "tractor"])
def test_every_scene_is_another_picture(vehicle: str) -> None:
    seen = {drawn(Scene(vehicle, (20, 90, 150), light)).resize((9, 8)).convert("L").tobytes() for light in LIGHTS}
    assert len(seen) == len(LIGHTS)
