"""The reference tables: taken in once, corrected by a later file, refused when they are not what they say."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from content.library.models import VehicleModel
from content.vehicles.models import Manufacturer
from tests import factories

pytestmark = pytest.mark.django_db

MAKERS = (
    "wmi\tmanufacturer\tmake\tvehicle_type\tcountry\tcreated\n"
    "SAJ\tJAGUAR LIMITED\tJaguar\tPassenger Car\tUK\t2015\n"
    "1M9667\tMACHINE SHOP\tMachine Shop\tMotorcycle\tUSA\t2015\n"
)
MODELS = "make\tmodel\nJaguar\tXF\nJaguar\tXF\nNobody\tOne\nJaguar\tÄlpha 2\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    factories.BrandFactory(code="jaguar", name="JAGUAR")
    (tmp_path / "wmi.tsv").write_text(MAKERS, encoding="utf-8")
    (tmp_path / "make_model.tsv").write_text(MODELS, encoding="utf-8")
    return tmp_path


def imported(folder: Path, **options: object) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("import_vehicle_reference", folder, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def test_a_second_run_changes_nothing(folder: Path) -> None:
    assert imported(folder)[0].startswith(
        "2 new manufacturer identifiers, 0 changed; 2 new models; 1 there already, 1 "
    )
    assert imported(folder)[0].startswith("0 new manufacturer identifiers, 0 changed; 0 new models; 5 there already")
    jaguar = Manufacturer.objects.get(code="SAJ")
    assert (jaguar.brand.code, jaguar.is_light, jaguar.country) == ("jaguar", True, "UK")  # type: ignore[union-attr]
    assert list(VehicleModel.objects.order_by("code").values_list("code", "name")) == [
        ("JAGUAR-ALPHA-2", "Älpha 2"),
        ("JAGUAR-XF", "XF"),
    ]


def test_a_dry_run_says_the_same_and_writes_nothing(folder: Path) -> None:
    assert imported(folder, dry_run=True)[0].startswith("2 new manufacturer identifiers")
    assert not Manufacturer.objects.exists()
    assert not VehicleModel.objects.exists()


def test_a_later_file_corrects_facts_and_leaves_decisions_alone(folder: Path) -> None:
    imported(folder)
    other = factories.BrandFactory()
    Manufacturer.objects.filter(code="SAJ").update(brand=other, is_light=False, tells_year="yes")
    (folder / "wmi.tsv").write_text(MAKERS.replace("\tUK\t", "\tUnited Kingdom\t"), encoding="utf-8")
    assert "1 changed" in imported(folder)[0]
    jaguar = Manufacturer.objects.get(code="SAJ")
    assert (jaguar.country, jaguar.brand, jaguar.is_light, jaguar.tells_year) == ("United Kingdom", other, False, "yes")


def test_lines_that_make_no_sense_are_left_out_by_number(folder: Path) -> None:
    (folder / "wmi.tsv").write_text(
        MAKERS + "SOJ\tX\tY\tZ\tW\t1\nSAJ\tTWICE\tY\tZ\tW\t1\nSAK\t\tY\tZ\tW\t1\n", encoding="utf-8"
    )
    out, err = imported(folder)
    assert "3 lines left out" in out
    assert [f"line {number}" in err for number in (2, 3, 4, 5, 6)] == [False, False, True, True, True]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"wmi\tmake\nSAJ\tJaguar\n", "line 1: the column manufacturer"),
        (MAKERS.encode() + b"SAK\tX\n", "line 4: 2 cells instead of 6"),
        (MAKERS.encode() + "SAK\tÄ\tX\tX\tX\tX\n".encode("latin-1"), "line 4: this is not UTF-8"),
        (MAKERS.encode("utf-16"), "line 1: this is not UTF-8"),
        (b"", "line 1: the column"),
    ],
)
def test_another_file_is_refused_whole_with_its_line(folder: Path, data: bytes, says: str) -> None:
    (folder / "wmi.tsv").write_bytes(data)
    with pytest.raises(CommandError, match=says):
        imported(folder)
    assert not VehicleModel.objects.exists()


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"wmi\.tsv"):
        imported(tmp_path)
