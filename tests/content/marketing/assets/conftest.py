"""A store of this test alone, and assets that were read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from content.marketing.assets import pipeline
from content.marketing.assets.intake import About, receive
from content.marketing.assets.models import Asset, Channel
from portal.network.models import Department
from tests import factories

TakeIn = Callable[..., Asset]


@pytest.fixture(autouse=True)
def store(settings: Settings, tmp_path: Path) -> Path:
    """Files in a folder of this test alone."""
    settings.S3_BUCKET = ""
    settings.FILES_DIR = str(tmp_path / "files")
    return tmp_path


@pytest.fixture
def department(db: None) -> Department:
    return factories.DepartmentFactory(code="marketing", name="Marketing")


@pytest.fixture
def channels(db: None) -> dict[str, Channel]:
    """Those that a network begins with."""
    rows = {
        "web": Channel(code="web", name="Web", kind="picture", format="jpeg", width=1600, height=1600, order=1),
        "email": Channel(code="email", name="E-mail", kind="picture", format="jpeg", width=800, height=800, order=2),
        "square": Channel(
            code="square", name="Square", kind="picture", format="jpeg", fit="crop", width=200, height=200, order=3
        ),
        "print": Channel(code="print", name="Print", kind="picture", format="tiff", cmyk=True, dpi=300, order=4),
        "film-720": Channel(code="film-720", name="Film", kind="film", format="mp4", width=1280, height=720, order=5),
        "pdf": Channel(code="pdf", name="Print file", kind="print", format="as_is", order=6),
    }
    for row in rows.values():
        row.save()
    return rows


@pytest.fixture
def take_in(department: Department, store: Path) -> TakeIn:
    """The asset of these bytes, read unless asked otherwise."""

    def taken(data: bytes, name: str = "picture.jpg", *, work: bool = True, **facts: Any) -> Asset:
        path = store / "upload"
        path.write_bytes(data)
        owner = facts.pop("department", department)
        facts.setdefault("live", True)
        asset, _new = receive(path=path, original_name=name, department=owner, actor=None, about=About(facts=facts))
        if work:
            pipeline.work_off(asset_ids=[asset.pk])
        return Asset.objects.get(pk=asset.pk)

    return taken
