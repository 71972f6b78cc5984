"""Writing a kit in the CMS: what is refused, and with whose eyes it can be looked at."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from wagtail.blocks.struct_block import StructBlockValidationError

from content.announcing.models import Announcement
from content.marketing.kits.blocks import LinkBlock, TableBlock
from content.marketing.kits.judging import judge
from content.marketing.kits.outline import Outline
from portal.network.api import as_member, viewer_for
from tests import factories
from tests.content.marketing.kits import builders as b
from tests.content.marketing.kits.conftest import World

pytestmark = pytest.mark.django_db


def cleaned(*rows: Any) -> Any:
    block = TableBlock()
    return block.clean(block.to_python(b.table(*rows)["value"]))


def test_a_claim_about_another_maker_has_source_and_date() -> None:
    assert cleaned(b.row("Range", "1", "2"))
    for missing in ("source", "as_of"):
        with pytest.raises(StructBlockValidationError):
            cleaned({**b.row("Range", "1", "2"), missing: None})
    assert cleaned({**b.row("Margin", "1", "2", internal=True), "source": "", "as_of": None})


@pytest.mark.parametrize("row", [b.row("Range", "1"), b.row("Range", "1", "2", "3"), b.row("R", "1", "2", best=3)])
def test_rows_fit_their_columns(row: Any) -> None:
    with pytest.raises(StructBlockValidationError):
        cleaned(row)


@pytest.mark.parametrize(
    "url", ["http://example.com/", "javascript:alert(1)", "ftp://example.com/", "data:text/html,x"]
)
def test_links_are_https(url: str) -> None:
    block = LinkBlock()
    with pytest.raises(StructBlockValidationError):
        block.clean(block.to_python({"title": "x", "url": url}))
    assert block.clean(block.to_python({"title": "x", "url": "https://example.com/a"}))


def test_an_outline_reads_what_the_editor_keeps(world: World) -> None:
    page = b.kit(b.section(b.table(), b.points("a", "b"), b.link(), roles=[world.sales]), b.section())
    outline = Outline.read(page.body.get_prep_value())
    first, second = outline.sections
    assert (first.for_everybody, second.for_everybody) == (False, True)
    assert first.audience.roles == {world.sales.pk}
    table = first.items[0].table
    assert table is not None
    assert [row.values for row in table.rows] == [("420 km", "390 km"), ("12 %", "?")]
    assert table.rows[0].as_of is not None
    assert page.outline == outline


def test_a_role_that_is_gone_opens_no_section(world: World) -> None:
    role = factories.JobRoleFactory()
    page = b.kit(b.section(b.points(), roles=[role]))
    role.delete()
    assert judge(page, viewer=as_member(dealer=world.dealer, roles=[world.sales])).seen == 0


def test_the_author_sees_what_others_see_and_why_not(world: World, department: Any) -> None:
    manual = factories.manual(title="No edition yet")
    page = b.kit(
        b.section(b.assets(b.asset("Shown"), b.asset("South only", brands=[world.south])), b.publications(manual)),
        b.section(b.points(), heading="Service", roles=[world.service]),
    )
    judged = judge(page, viewer=as_member(dealer=world.dealer, roles=[world.sales]))
    assert (judged.seen, judged.total) == (1, 4)
    assert [bool(mark.reason) for mark in judged.sections[0].marks] == [False, True, True]
    assert not judged.sections[1].admitted
    assert as_member(dealer=world.dealer, roles=[world.sales]).standings == viewer_for(user=world.sam).standings
    author = factories.oem_person(username="author", groups=[department.authors])
    stranger = factories.oem_person(username="stranger")
    address = f"/cms/kits/{page.pk}/seen/"
    client = Client()
    client.force_login(author)
    shown = client.get(address, {"dealer": world.dealer.code, "roles": [world.sales.pk]})
    assert "1 of 4 things are seen" in shown.content.decode()
    assert client.get(address, {"dealer": "nobody"}).context["judged"] is None
    for user in (stranger, world.sam):
        client.force_login(user)
        assert client.get(address).status_code == 302
    client.force_login(author)
    assert client.get("/cms/kits/99999999999999999999/seen/").status_code == 404


def test_a_kit_is_edited_previewed_and_announced_once(world: World, department: Any) -> None:
    page = b.kit(b.section(b.assets(b.asset("Front view")), b.table(), b.points(), b.link()))
    b.publish(page, title="New title")
    assert list(Announcement.objects.values_list("key", flat=True)) == [f"kit:{page.pk}:in_force"]
    author = factories.oem_person(username="author", groups=[department.authors])
    client = Client()
    client.force_login(author)
    editor = client.get(f"/cms/pages/{page.pk}/edit/")
    assert editor.status_code == 200
    assert f"/cms/kits/{page.pk}/seen/" in editor.content.decode()
    assert f"/cms/feedback/?about=kit%3A{page.pk}&amp;state=all" in editor.content.decode()
    draft = client.get(f"/cms/pages/{page.pk}/view_draft/")
    assert "Front view" in draft.content.decode()
    assert "This is a preview." in draft.content.decode()
    assert client.get(f"/cms/pages/add/marketing_kits/saleskit/{page.get_parent().pk}/").status_code == 200
