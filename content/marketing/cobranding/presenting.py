"""A filling as its form shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from content.marketing.cobranding import offered
from content.marketing.cobranding.contents import default_of
from content.marketing.cobranding.language.api import Code, Field, Kind
from content.marketing.cobranding.models import DealerProfile, DealerUpload, Filling
from content.marketing.cobranding.offered import ASSET, UPLOAD
from content.marketing.cobranding.profiles import said_by
from portal.network.api import Viewer

MOST_PICTURES = 12
"""Of each origin, in the form."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A picture that can be chosen."""

    value: str
    name: str
    address: str
    size: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A field of the form. `value` is what stands in it."""

    field: Field
    value: str
    error: str
    pictures: tuple[Choice, ...] = ()
    has_logo: bool = False

    @property
    def key(self) -> str:
        return f"f-{self.field.name}"

    @property
    def shape(self) -> str:
        """Which control it is."""
        if self.field.kind == Kind.CODE and self.field.code == Code.CARD:
            return "card"
        return "fixed" if self.field.locked else str(self.field.kind)

    @property
    def counted(self) -> bool:
        """Whether its characters are counted."""
        return self.field.kind in (Kind.TEXT, Kind.LINES)


def rows_of(
    filling: Filling,
    *,
    values: Mapping[str, Any],
    errors: Mapping[str, str],
    profile: DealerProfile,
    viewer: Viewer,
) -> list[Row]:
    """The form. Two statements for pictures, if there is a field for one."""
    said = said_by(profile, language=filling.version.language)
    fields = filling.version.fields()
    wants = [one for one in fields if one.kind == Kind.PICTURE]
    uploads = _uploads(filling, values) if any(one.own for one in wants) else []
    return [
        Row(
            field=one,
            value=_shown(one, values, said),
            error=errors.get(one.name, ""),
            pictures=_choices(one, values.get(one.name), uploads, viewer) if one.kind == Kind.PICTURE else (),
            has_logo=profile.logo is not None,
        )
        for one in fields
    ]


def _shown(one: Field, values: Mapping[str, Any], said: Mapping[str, str]) -> str:
    value = values.get(one.name) if not one.locked else None
    return value if isinstance(value, str) else default_of(one, said)


def _uploads(filling: Filling, values: Mapping[str, Any]) -> list[DealerUpload]:
    """The newest pictures of the dealership, and those that are chosen."""
    of_dealer = DealerUpload.objects.filter(dealer=filling.dealer_id, kind=DealerUpload.Kind.PICTURE)
    chosen = [value[UPLOAD] for value in values.values() if isinstance(value, dict) and UPLOAD in value]
    newest = list(of_dealer.order_by("-created_at", "-pk")[:MOST_PICTURES])
    missing = set(chosen) - {row.pk for row in newest}
    return [*of_dealer.filter(pk__in=missing).order_by("pk"), *newest] if missing else newest


def _choices(one: Field, value: Any, uploads: list[DealerUpload], viewer: Viewer) -> tuple[Choice, ...]:
    found = [upload_choice(row, chosen=value == {UPLOAD: row.pk}) for row in uploads] if one.own else []
    if one.assets:
        chosen = value[ASSET] if isinstance(value, dict) and ASSET in value else None
        found += [
            Choice(f"{ASSET}:{item.key}", item.name, item.address, item.size, item.key == chosen)
            for item in offered.assets_for(viewer=viewer, field=one, chosen=chosen, most=MOST_PICTURES)
        ]
    return tuple(found)


def upload_choice(row: DealerUpload, *, chosen: bool = False) -> Choice:
    """An upload as it can be chosen."""
    return Choice(f"{UPLOAD}:{row.pk}", row.name, offered.upload_address(row), f"{row.width} × {row.height}", chosen)
