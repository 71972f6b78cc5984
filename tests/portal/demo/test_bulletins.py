"""The demo's bulletins are what the demo promises, and name what there is."""

from __future__ import annotations

from content.bulletins.blocks import bulletin_blocks
from content.library.models import BulletinCategory
from portal.demo.bulletin_texts import BULLETINS
from portal.demo.manuals.api import BRANDS, MODELS
from portal.demo.network import DEPARTMENTS, REGIONS, ROLES
from portal.demo.training.pictures import DRAWINGS


def test_they_keep_the_demos_promises() -> None:
    assert len({one.document_number for one in BULLETINS}) == len(BULLETINS) >= 6
    assert {one.brand for one in BULLETINS} == {brand.key for brand in BRANDS}
    assert {one.category for one in BULLETINS} == set(BulletinCategory.values)
    assert {one.language for one in BULLETINS} == {"en", "zh-hans"}
    assert any(len(one.issues) > 1 and one.issues[-1].change_note for one in BULLETINS)
    assert all(one.roles for one in BULLETINS if one.category in ("price_notice", "sales_directive"))


def test_they_name_what_there_is() -> None:
    models = {model.code: model.brand for model in MODELS}
    kinds = {name for name, _block in bulletin_blocks()}
    for one in BULLETINS:
        assert {models[code] for code in one.models} <= {one.brand}
        assert one.department in dict(DEPARTMENTS)
        assert set(one.roles) <= set(dict(ROLES))
        assert set(one.regions) <= {code for code, _name, _parent in REGIONS}
        days = [issue.effective_days for issue in one.issues]
        assert days == sorted(days)
        for block in (block for issue in one.issues for block in issue.body):
            assert block["type"] in kinds
            assert block["type"] != "picture" or block["value"]["file"] in DRAWINGS
