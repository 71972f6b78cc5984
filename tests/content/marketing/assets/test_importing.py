"""A folder taken in by the command: each file with its outcome, again without doing anything twice."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from content.marketing.assets.models import Asset, Keyword, Licence
from portal.network.models import Department
from tests import factories
from tests.content.marketing.assets import files

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path, department: Department) -> Path:
    root = tmp_path / "material"
    (root / "Launch").mkdir(parents=True)
    (root / "Launch" / "雪.jpg").write_bytes(files.jpeg(seed=2))
    (root / "prices.docx").write_bytes(files.docx())
    (root / "trojan.png").write_bytes(b"MZ" + b"\0" * 80)
    (root / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    (root / ".DS_Store").write_bytes(b"x")
    (root / "link.jpg").symlink_to("/etc/passwd")
    return root


def run(folder: Path, *more: str) -> str:
    out = StringIO()
    call_command("import_assets", str(folder), "--inline", *more, stdout=out)
    return out.getvalue()


def test_a_folder_is_taken_in_and_again_nothing_is_doubled(folder: Path, tmp_path: Path) -> None:
    Keyword.objects.create(code="launch", name="Launch")
    Licence.objects.create(code="by", name="By", needs_attribution=True)
    factories.BrandFactory(code="north")
    table = tmp_path / "table.csv"
    table.write_text(
        "file;title;title_zh;brands;rights_until;licence;credit\n"
        "Launch/雪.jpg;Snow;雪;north;2027-01-01;by;Ann\n"
        "gone.jpg;Gone;;;;;\n",
        encoding="utf-16",
    )
    said = run(folder, "--metadata", str(table), "--release")
    assert "3 taken in, 0 there already, 2 refused, 1 could not be read." in said
    assert "program" in said
    asset = Asset.objects.get(title="Snow")
    assert (asset.title_zh, asset.collection, asset.credit, asset.live) == ("雪", "Launch", "Ann", True)
    assert [keyword.code for keyword in asset.keywords.all()] == ["launch"]
    assert [brand.code for brand in asset.brands.all()] == ["north"]
    assert asset.rights_until is not None
    assert "0 taken in, 3 there already, 2 refused, 1 could not be read." in run(folder, "--metadata", str(table))
    assert Asset.objects.count() == 3


@pytest.mark.parametrize(
    "table",
    ["name\na.jpg\n", "file,keywords\nprices.docx,nonsense\n", "file,rights_until\nprices.docx,soon\n", 'file\n"a\n'],
)
def test_a_table_that_is_wrong_says_where(folder: Path, tmp_path: Path, table: str) -> None:
    path = tmp_path / "table.csv"
    path.write_text(table)
    try:
        said = run(folder, "--metadata", str(path))
    except CommandError as error:
        said = str(error)
    assert "metadata" in said or "not known" in said or "no date" in said
    assert not Asset.objects.filter(original_name="prices.docx", rights_until__isnull=False).exists()


def test_captions_beside_a_film_are_its_own(folder: Path) -> None:
    (folder / "drive.mp4").write_bytes(files.film())
    cue = "WEBVTT\n\n00:00.100 --> 00:00.900\n"
    (folder / "drive.en.vtt").write_text(f"{cue}Hello\n")
    (folder / "drive.zh.VTT").write_text(f"{cue}你好\n")
    (folder / "prices.en.vtt").write_text(f"{cue}no film\n")
    (folder / "other.vtt").write_text(f"{cue}no film\n")
    said = run(folder)
    film = Asset.objects.get(kind="film")
    assert {row.language: row.text.split("\n")[-2] for row in film.captions.all()} == {"en": "Hello", "zh-hans": "你好"}
    assert "Only films and sounds have captions." in said
    assert "film.en.vtt" in said
