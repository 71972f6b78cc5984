"""The life of a filling: begun, changed, doubled, moved to the new version, removed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.library.api import NotVisible
from content.marketing.cobranding.contents import typed_values
from content.marketing.cobranding.language.api import plain
from content.marketing.cobranding.models import Filling, PrintTemplate
from content.marketing.cobranding.profiles import profile_of, said_by
from content.marketing.cobranding.reading import Opened, dealers_for
from portal.core import events
from portal.core.errors import Refused
from portal.network.api import Viewer
from portal.network.models import User

MOST_FILLINGS = 2_000
"""Of one dealership."""


class ChangedElsewhere(Refused):
    """Somebody else changed the filling since the person saw it."""


class TooMany(Refused):
    """The dealership has as many as it can have."""


@transaction.atomic
def begin(*, viewer: Viewer, template: PrintTemplate, dealer_id: int, actor: User) -> Filling:
    """A new filling of the version in use for one of the viewer's dealerships. Raises NotVisible, TooMany."""
    dealer = next((one for one in dealers_for(viewer=viewer, template=template) if one.pk == dealer_id), None)
    if dealer is None or template.current is None:
        raise NotVisible
    _room(dealer_id)
    made = Filling.objects.create(
        dealer=dealer, version=template.current, title=template.own_title, created_by=actor, changed_by=actor
    )
    _record("filling.begun", made, actor)
    return made


def _room(dealer_id: int) -> None:
    if Filling.objects.filter(dealer=dealer_id).count() >= MOST_FILLINGS:
        raise TooMany(_("Your dealership has %(most)s of them. Remove some first.") % {"most": MOST_FILLINGS})


@transaction.atomic
def keep(*, opened: Opened, typed: Mapping[str, str], built_on: int, actor: User) -> Filling:
    """Keep what was typed, complete or not. `built_on` is the count of changes that the person saw. Raises RightsEnded,
    ChangedElsewhere."""
    opened.require_use()
    filling = (
        Filling.objects.select_for_update(of=("self",)).select_related("version", "dealer").get(pk=opened.filling.pk)
    )
    if filling.edit != built_on:
        sentence = _("%(who)s changed this in the meantime. Load the page again, then make your change.")
        raise ChangedElsewhere(sentence % {"who": filling.changed_by or _("Somebody")})
    said = said_by(profile_of(dealer=filling.dealer), language=filling.version.language)
    filling.values = typed_values(filling.version.fields(), typed, said=said)
    filling.title = " ".join(plain(typed.get("title", "")).split())[:160] or filling.title
    _save(filling, actor)
    _record("filling.changed", filling, actor)
    return filling


@transaction.atomic
def double(*, opened: Opened, actor: User) -> Filling:
    """A second one with the same values. Raises RightsEnded, TooMany."""
    opened.require_use()
    one = opened.filling
    _room(one.dealer_id)
    made = Filling.objects.create(
        dealer=one.dealer,
        version=one.version,
        title=(_("%(title)s (copy)") % {"title": one.title[:150]}),
        values=one.values,
        created_by=actor,
        changed_by=actor,
    )
    _record("filling.doubled", made, actor)
    return made


@transaction.atomic
def renew(*, opened: Opened, actor: User) -> Filling:
    """A new one of the version in use, with what fits of the old values; the old one stays. Raises RightsEnded,
    TooMany."""
    opened.require_use()
    one, current = opened.filling, opened.template.current
    if current is None or current.pk == one.version_id:
        raise Refused(_("This is the newest version already."))
    _room(one.dealer_id)
    kinds = {field.name: field.kind for field in one.version.fields()}
    fits = {field.name for field in current.fields() if kinds.get(field.name) == field.kind and not field.locked}
    made = Filling.objects.create(
        dealer=one.dealer,
        version=current,
        title=one.title,
        values={name: value for name, value in one.values.items() if name in fits},
        created_by=actor,
        changed_by=actor,
    )
    _record("filling.renewed", made, actor)
    return made


@transaction.atomic
def remove(*, opened: Opened, actor: User) -> None:
    """Remove a filling. That something was printed of it stays on record."""
    _record("filling.removed", opened.filling, actor)
    opened.filling.delete()


def _save(filling: Filling, actor: User) -> None:
    filling.edit += 1
    filling.changed_by, filling.changed_at = actor, timezone.now()
    filling.save(update_fields=["values", "title", "edit", "changed_by", "changed_at"])


def _record(verb: str, filling: Filling, actor: User) -> None:
    data: dict[str, Any] = {"version": filling.version_id, "dealer": filling.dealer_id}
    events.record(verb=verb, subject=f"filling:{filling.pk}", actor=actor, data=data)
