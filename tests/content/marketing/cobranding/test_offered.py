"""Pictures of the library in the frames of a template: those whose originals may be taken, large enough, while their
rights last."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from content.marketing.assets.models import Asset, Licence, Rendition
from content.marketing.assets.pipeline import make_rendition
from content.marketing.cobranding import making
from content.marketing.cobranding.contents import FillingRefused
from content.marketing.cobranding.models import Print
from content.marketing.cobranding.reading import open_filling
from portal.network.api import viewer_for
from tests.content.marketing.assets.conftest import TakeIn, department, store, take_in
from tests.content.marketing.cobranding.builders import filling, picture, template

__all__ = ["department", "store", "take_in"]
FIELDS = [{"kind": "picture", "name": "car", "label": "Car", "width_mm": 25.4, "height_mm": 12.7}]
FORMAT = {"fields": FIELDS, "html": '<field name="car"></field>', "css": "", "width_mm": 60, "height_mm": 60}


def offered(house: SimpleNamespace, made: object) -> set[str]:
    page = house.seller_client.get(f"/marketing/prints/f/{made.pk}/")  # type: ignore[attr-defined]
    (row,) = page.context["rows"]
    return {choice.value for choice in row.pictures}


def test_what_may_be_put_into_print_is_offered(house: SimpleNamespace, take_in: TakeIn) -> None:
    def jpeg(color: str, size: tuple[int, int] = (300, 150)) -> bytes:
        return picture(*size, format="JPEG", color=color)

    fine = take_in(jpeg("red"), allow_original=True)
    take_in(jpeg("green"), allow_original=False)
    take_in(jpeg("blue", (299, 150)), allow_original=True)
    take_in(jpeg("pink"), allow_original=True, live=False)
    take_in(jpeg("gold"), allow_original=True, rights_until=timezone.now() - timedelta(seconds=2))
    take_in(jpeg("navy"), allow_original=True, terms="Not in newspapers.")
    editorial = Licence.objects.create(code="editorial", name="Editorial", commercial=False)
    take_in(jpeg("teal"), allow_original=True, licence=editorial)
    assert offered(house, filling(template(**FORMAT), dealer=house.dealer)) == {f"asset:{fine.pk}"}


def test_it_is_printed_until_its_rights_end(house: SimpleNamespace, take_in: TakeIn) -> None:
    asset = take_in(picture(600, 300, format="JPEG", color="red"), allow_original=True)
    made = filling(template(**FORMAT), dealer=house.dealer, car={"asset": asset.pk})

    def make() -> Print:
        viewer = viewer_for(user=house.seller)
        opened = open_filling(viewer=viewer, filling_id=made.pk)
        return making.order_print(opened=opened, kind="png", page=1, viewer=viewer, actor=house.seller)

    with pytest.raises(FillingRefused, match="being made ready"):
        make()
    make_rendition(rendition_id=Rendition.objects.get().pk)
    row = make()
    assert row.state == Print.State.READY
    address = f"/marketing/prints/made/{row.pk}/file"
    assert house.seller_client.get(address).status_code == 200
    Asset.objects.filter(pk=asset.pk).update(rights_until=timezone.now() - timedelta(seconds=2))
    with pytest.raises(FillingRefused, match="gone"):
        make()
    assert house.seller_client.get(address).status_code == 403
    assert offered(house, made) == set()
