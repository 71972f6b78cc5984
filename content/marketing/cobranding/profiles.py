"""The profile of a dealership: what its prints say of it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from content.library.api import NotVisible
from content.marketing.cobranding.language.api import Source, plain
from content.marketing.cobranding.models import DealerProfile, DealerUpload
from portal.core import events
from portal.core.errors import Refused
from portal.core.reading import read_as
from portal.network.api import Viewer
from portal.network.models import Dealer, User

SAID = ("name", "name_zh", "address", "address_zh", "phone", "email", "web", "hours", "hours_zh")
CHANGED = "dealer_profile.changed"


class ProfileChanged(Refused):
    """Somebody else changed the profile in the meantime."""


def dealers_of(viewer: Viewer) -> frozenset[int]:
    """The dealerships at which the viewer works today."""
    return frozenset(dealer for standing in viewer.standings for dealer in standing.dealers)


def profile_of(*, dealer: Dealer) -> DealerProfile:
    """The newest version; one that is not kept, with the name alone, if there is none. One statement."""
    found = DealerProfile.objects.filter(dealer=dealer).select_related("logo").order_by("-number").first()
    return found or DealerProfile(dealer=dealer, number=0, name=dealer.name)


@transaction.atomic
def change_profile(
    *, viewer: Viewer, dealer_id: int, built_on: int, said: dict[str, Any], logo: DealerUpload | None, actor: User
) -> DealerProfile:
    """A new version of the profile, by who manages the dealership. `built_on` is the number of the version that the
    person saw. Nothing is kept if nothing changed. Raises NotVisible, ProfileChanged."""
    if dealer_id not in viewer.managed_dealers:
        raise NotVisible
    dealer = Dealer.objects.select_for_update().get(pk=dealer_id)
    before = profile_of(dealer=dealer)
    if before.number != built_on:
        raise ProfileChanged(_("Somebody else changed the profile in the meantime. Look at it, then change it again."))
    facts = {name: plain(str(said.get(name, ""))) for name in SAID}
    if before.pk and before.logo == logo and all(getattr(before, name) == facts[name] for name in SAID):
        return before
    made = DealerProfile.objects.create(dealer=dealer, number=before.number + 1, logo=logo, made_by=actor, **facts)
    events.record(verb=CHANGED, subject=f"dealer:{dealer.pk}", actor=actor, data={"version": made.number})
    return made


def said_by(profile: DealerProfile, *, language: str) -> dict[str, str]:
    """What each source of a field gives, in the language of a template."""

    def own(name: str) -> str:
        return read_as(getattr(profile, name), getattr(profile, f"{name}_zh"), language=language)

    return {
        Source.NAME: own("name"),
        Source.ADDRESS: own("address"),
        Source.PHONE: profile.phone,
        Source.EMAIL: profile.email,
        Source.WEB: profile.web,
        Source.HOURS: own("hours"),
    }
