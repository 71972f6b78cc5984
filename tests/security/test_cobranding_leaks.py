"""Prints: what is not for a person is in no list, picture, form, preview, file or profile; and what is over is over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import URLPattern
from django.utils import timezone

from content.marketing.cobranding import making, urls
from content.marketing.cobranding.models import DealerProfile, Filling, Print, PrintTemplate
from content.marketing.cobranding.reading import open_filling
from content.marketing.cobranding.uploads import receive_upload
from portal.network.api import viewer_for
from tests import factories
from tests.content.marketing.cobranding.builders import FIELDS, filling, picture, template, upload
from tests.content.marketing.cobranding.conftest import house as house

OF_TEMPLATE = {
    "template": "/marketing/prints/t/{t}/",
    "cover": "/marketing/prints/t/{t}/{v}/1",
}
OF_FILLING = {
    "fill": "/marketing/prints/f/{f}/",
    "print": "/marketing/prints/made/{p}/",
    "download": "/marketing/prints/made/{p}/file",
}
POSTED = {
    "begin": "/marketing/prints/t/{t}/begin",
    "preview": "/marketing/prints/f/{f}/preview",
    "bring_picture": "/marketing/prints/f/{f}/picture",
    "double": "/marketing/prints/f/{f}/double",
    "renew": "/marketing/prints/f/{f}/renew",
    "remove": "/marketing/prints/f/{f}/remove",
}
OF_DEALER = {
    "profile": "/marketing/prints/dealers/{d}/",
    "picture": "/marketing/prints/pictures/{u}",
}
SECRET = "Zephyr flyer"


@pytest.fixture(autouse=True)
def _local_files(settings: object, tmp_path: object) -> None:
    settings.S3_BUCKET = ""  # type: ignore[attr-defined]
    settings.FILES_DIR = str(tmp_path)  # type: ignore[attr-defined]


@pytest.fixture
def used(house: SimpleNamespace) -> SimpleNamespace:
    """A template that the seller's dealership has filled in and printed, with a profile and a picture."""
    found = template(title=SECRET, fields=FIELDS)
    made = filling(found, dealer=house.dealer, user=house.seller)
    viewer = viewer_for(user=house.seller)
    row = making.order_print(
        opened=open_filling(viewer=viewer, filling_id=made.pk), kind="png", page=1, viewer=viewer, actor=house.seller
    )
    kept = receive_upload(
        viewer=viewer, dealer_id=house.dealer.pk, kind="picture", upload=upload(picture()), actor=house.seller
    )
    DealerProfile.objects.create(dealer=house.dealer, number=1, name="Riverside Motors")
    keys = {"t": found.pk, "v": found.current_id, "f": made.pk, "p": row.pk, "d": house.dealer.pk, "u": kept.pk}
    return SimpleNamespace(template=found, filling=made, print=row, upload=kept, keys=keys)


def statuses(client: Client, paths: dict[str, str], keys: dict[str, int], *, post: bool = False) -> dict[str, int]:
    ask = client.post if post else client.get
    return {name: ask(path.format(**keys), {"dealer": keys["d"]}).status_code for name, path in paths.items()}


def draft(house: SimpleNamespace) -> PrintTemplate:
    return template(title=SECRET, publish=False)


def embargoed(house: SimpleNamespace) -> PrintTemplate:
    return template(title=SECRET, effective_from=timezone.now() + timedelta(hours=1))


def expired(house: SimpleNamespace) -> PrintTemplate:
    return template(title=SECRET, expires_at=timezone.now() - timedelta(seconds=5))


def of_another_brand(house: SimpleNamespace) -> PrintTemplate:
    return template(title=SECRET, brands=[house.other])


def of_another_dealer(house: SimpleNamespace) -> PrintTemplate:
    return template(title=SECRET, dealers=[house.elsewhere])


def of_another_role(house: SimpleNamespace) -> PrintTemplate:
    return template(title=SECRET, roles=[factories.JobRoleFactory()])


def unpublished(house: SimpleNamespace) -> PrintTemplate:
    found = template(title=SECRET)
    found.unpublish()
    return found


HIDDEN = [draft, embargoed, expired, of_another_brand, of_another_dealer, of_another_role, unpublished]


@pytest.mark.parametrize("hide", HIDDEN, ids=lambda one: one.__name__)
def test_a_template_that_is_not_for_them_is_not_there(
    house: SimpleNamespace, hide: Callable[[SimpleNamespace], PrintTemplate]
) -> None:
    found = hide(house)
    keys = {"t": found.pk, "v": found.current_id or 1, "d": house.dealer.pk}
    assert statuses(house.seller_client, OF_TEMPLATE, keys) == dict.fromkeys(OF_TEMPLATE, 404)
    assert house.seller_client.post(POSTED["begin"].format(**keys), {"dealer": keys["d"]}).status_code == 404
    page = house.seller_client.get("/marketing/prints/")
    assert SECRET not in page.content.decode()
    assert page.context["choices"]["sizes"] == []
    assert not Filling.objects.exists()


def test_exactly_what_is_for_a_person_is_listed(house: SimpleNamespace) -> None:
    mine = {template(brands=[house.brand]).pk, template(dealers=[house.dealer]).pk, template().pk}
    for hide in HIDDEN:
        hide(house)
    assert {one.pk for one in house.seller_client.get("/marketing/prints/").context["page_obj"]} == mine
    for words in (SECRET, "zephyr"):
        assert list(house.seller_client.get("/marketing/prints/", {"q": words}).context["page_obj"]) == []


def test_an_embargo_lifts_by_itself(house: SimpleNamespace) -> None:
    found = embargoed(house)
    PrintTemplate.objects.filter(pk=found.pk).update(effective_from=timezone.now() - timedelta(seconds=2))
    keys = {"t": found.pk, "v": found.current_id, "d": house.dealer.pk}
    assert statuses(house.seller_client, OF_TEMPLATE, keys) == dict.fromkeys(OF_TEMPLATE, 200)


def test_what_a_dealership_filled_in_is_its_own(house: SimpleNamespace, used: SimpleNamespace) -> None:
    everything = OF_FILLING | OF_DEALER
    assert statuses(house.seller_client, everything, used.keys) == dict.fromkeys(everything, 200)
    staff = Client()
    staff.force_login(factories.oem_person())
    superuser = Client()
    superuser.force_login(factories.UserFactory(is_superuser=True))
    posted = {name: path for name, path in POSTED.items() if name != "begin"}
    for client in (house.outsider_client, staff, superuser):
        assert statuses(client, everything, used.keys) == dict.fromkeys(everything, 404)
        assert statuses(client, posted, used.keys, post=True) == dict.fromkeys(posted, 404)
        assert SECRET not in client.get("/marketing/prints/mine/").content.decode()
        assert list(client.get(OF_TEMPLATE["template"].format(**used.keys)).context["latest"]) == []
    assert Filling.objects.get().pk == used.filling.pk


def test_nobody_fills_in_for_another_dealership(house: SimpleNamespace, used: SimpleNamespace) -> None:
    address = POSTED["begin"].format(**used.keys)
    for dealer in (house.elsewhere.pk, 10**18, "", "x", -1):
        assert house.seller_client.post(address, {"dealer": dealer}).status_code == 404
    assert Filling.objects.count() == 1


def test_nobody_changes_the_profile_but_its_manager(house: SimpleNamespace, used: SimpleNamespace) -> None:
    address = OF_DEALER["profile"].format(**used.keys)
    said = {"name": "Changed", "built_on": 1}
    for client in (house.seller_client, house.outsider_client):
        assert client.post(address, said).status_code == 404
    assert DealerProfile.objects.count() == 1
    assert house.manager_client.post(address, said).status_code == 302
    assert DealerProfile.objects.filter(number=2, name="Changed").exists()


@pytest.mark.parametrize("how", ["expired", "unpublished", "of another brand", "brand sold no more"])
def test_what_is_over_is_over(house: SimpleNamespace, used: SimpleNamespace, how: str) -> None:
    if how == "expired":
        PrintTemplate.objects.filter(pk=used.template.pk).update(expires_at=timezone.now() - timedelta(seconds=2))
    elif how == "unpublished":
        used.template.unpublish()
    elif how == "of another brand":
        used.template.audience_brands = [house.other]
        used.template.save()
    else:
        used.template.audience_brands = [house.brand]
        used.template.save()
        house.dealer.brands.clear()
    assert statuses(house.seller_client, OF_FILLING, used.keys) == dict.fromkeys(OF_FILLING, 403)
    assert statuses(house.seller_client, OF_TEMPLATE, used.keys) == dict.fromkeys(OF_TEMPLATE, 404)
    for name in ("preview", "bring_picture"):
        assert house.seller_client.post(POSTED[name].format(**used.keys)).status_code == 403
    for name in ("double", "renew"):
        house.seller_client.post(POSTED[name].format(**used.keys))
    for kind in ("", "screen"):
        sent = house.seller_client.post(OF_FILLING["fill"].format(**used.keys), {"edit": 0, "print": kind})
        assert sent.status_code == 403
    assert (Filling.objects.count(), Print.objects.count()) == (1, 1)
    said = house.seller_client.get(OF_FILLING["fill"].format(**used.keys)).content.decode()
    assert ("ended on" if how == "expired" else "no longer offered") in said
    etag = f'"{used.print.sha256}"'
    address = OF_FILLING["download"].format(**used.keys)
    assert house.seller_client.get(address, headers={"If-None-Match": etag}).status_code == 403


def test_who_left_the_dealership_finds_nothing(house: SimpleNamespace, used: SimpleNamespace) -> None:
    house.seller.memberships.update(ends=timezone.localdate() - timedelta(days=1))
    everything = OF_FILLING | OF_DEALER | OF_TEMPLATE
    assert statuses(house.seller_client, everything, used.keys) == dict.fromkeys(everything, 404)
    assert SECRET not in house.seller_client.get("/marketing/prints/mine/").content.decode()


def test_two_dealerships_of_a_person_are_kept_apart(house: SimpleNamespace) -> None:
    """The template is for the one; a filling for the other cannot be begun, whatever address is used."""
    factories.MembershipFactory(user=house.seller, dealer=house.elsewhere)
    found = template(title=SECRET, brands=[house.other])
    page = house.seller_client.get(OF_TEMPLATE["template"].format(t=found.pk))
    assert page.context["dealers"] == [house.elsewhere]
    address = POSTED["begin"].format(t=found.pk)
    assert house.seller_client.post(address, {"dealer": house.dealer.pk}).status_code == 404
    assert house.seller_client.post(address, {"dealer": house.elsewhere.pk}).status_code == 302
    stray = filling(found, dealer=house.dealer)
    assert house.seller_client.get(OF_FILLING["fill"].format(f=stray.pk)).status_code == 403


def test_a_picture_of_another_dealership_is_not_printed_nor_shown(
    house: SimpleNamespace, used: SimpleNamespace
) -> None:
    fields = [{"kind": "picture", "name": "car", "label": "Car", "width_mm": 10, "height_mm": 10}]
    found = template(fields=fields, html='<field name="car"></field>', css="", width_mm=60, height_mm=60)
    theirs = filling(found, dealer=house.elsewhere)
    values = {"edit": 0, "f-car": f"upload:{used.upload.pk}", "page": 1}
    told = house.outsider_client.post(POSTED["preview"].format(f=theirs.pk), values).json()
    assert told["errors"].keys() == {"car"}
    page = house.outsider_client.post(OF_FILLING["fill"].format(f=theirs.pk), {**values, "print": "png"})
    assert page.status_code == 422
    assert f"/pictures/{used.upload.pk}" not in page.content.decode()
    assert not Print.objects.filter(dealer=house.elsewhere).exists()


def test_nobody_signed_in_is_sent_to_sign_in(house: SimpleNamespace, used: SimpleNamespace) -> None:
    everything = OF_FILLING | OF_DEALER | OF_TEMPLATE
    assert statuses(Client(), everything, used.keys) == dict.fromkeys(everything, 302)
    assert statuses(Client(), POSTED, used.keys, post=True) == dict.fromkeys(POSTED, 302)
    for address in ("/marketing/prints/", "/marketing/prints/mine/"):
        assert Client().get(address)["Location"].startswith("/account/login/")


def test_ids_that_no_row_has(house: SimpleNamespace) -> None:
    keys = dict.fromkeys("tvfpdu", 10**30)
    everything = OF_FILLING | OF_DEALER | OF_TEMPLATE
    assert statuses(house.seller_client, everything, keys) == dict.fromkeys(everything, 404)
    assert statuses(house.seller_client, POSTED, keys, post=True) == dict.fromkeys(POSTED, 404)


def test_the_cms_is_for_the_department(house: SimpleNamespace, used: SimpleNamespace) -> None:
    own, other = factories.oem_person(username="own"), factories.oem_person(username="other")
    own.groups.add(used.template.department.authors)
    other.groups.add(factories.DepartmentFactory().authors)
    base = "/cms/snippets/marketing_cobranding/printtemplate/"
    for user, right in ((own, 200), (other, 404)):
        client = Client()
        client.force_login(user)
        assert client.get(f"{base}edit/{used.template.pk}/").status_code == right
        assert client.get(f"{base}history/{used.template.pk}/").status_code == right
        assert (SECRET in client.get(base).content.decode()) == (right == 200)
        chooser = "/cms/snippets/choose/marketing_cobranding/printtemplate/"
        for page in (chooser, f"{chooser}results/", f"{chooser}chosen-multiple/?id={used.template.pk}"):
            assert (SECRET in client.get(page).content.decode()) == (right == 200), page
        assert client.get(f"{chooser}chosen/{used.template.pk}/").status_code == right
        assert client.get(f"{base}delete/{used.template.pk}/").status_code in ((302, 403) if right == 200 else (404,))
    assert house.seller_client.get(base).status_code in (302, 403)


def test_every_address_of_the_room_is_among_those_tested() -> None:
    names = {pattern.name for pattern in urls.urlpatterns if isinstance(pattern, URLPattern)}
    assert names - {"list", "mine"} == OF_TEMPLATE.keys() | OF_FILLING.keys() | POSTED.keys() | OF_DEALER.keys()
