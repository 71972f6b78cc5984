"""What stands in the fields of a filling: read from what was typed, completed from the profile, turned into texts and
pictures for the press."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from content.marketing.cobranding import offered
from content.marketing.cobranding.cards import contact_card, qr_code
from content.marketing.cobranding.language.api import (
    Code,
    Field,
    Kind,
    Source,
    ValueRefused,
    plain,
    printed,
    read_value,
)
from content.marketing.cobranding.models import DealerProfile, DealerUpload
from content.marketing.cobranding.offered import ASSET, UPLOAD
from content.marketing.cobranding.profiles import said_by
from portal.core import storage
from portal.core.errors import Refused
from portal.core.printing import Picture
from portal.network.api import Viewer


class FillingRefused(Refused):
    """What stands in the fields cannot be printed. `errors` has a sentence for each field."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        self.errors = dict(errors)
        super().__init__(" ".join(errors.values()))


@dataclass(slots=True)
class Contents:
    """Values as they are kept, texts and pictures as they are printed, and what is wrong, by field."""

    values: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, Picture] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def default_of(one: Field, said: Mapping[str, str]) -> str:
    """What stands in a field that nobody changed. A web address that is read, not scanned, goes without https://."""
    found = said.get(one.source, "") or one.value
    if one.source == Source.WEB and one.kind == Kind.TEXT:
        found = found.removeprefix("https://").removesuffix("/")
    return " ".join(found.split()) if one.kind == Kind.TEXT else found


def typed_values(fields: Iterable[Field], typed: Mapping[str, str], *, said: Mapping[str, str]) -> dict[str, Any]:
    """What is kept of a form: what differs from what stands there anyway, in the fields that may be changed. Nothing is
    judged yet, so that what is half written is kept too."""
    kept: dict[str, Any] = {}
    for one in fields:
        key = f"f-{one.name}"
        if key not in typed or one.locked or one.kind == Kind.LOGO or one.code == Code.CARD:
            continue
        if one.kind == Kind.PICTURE:
            if chosen := _chosen(typed[key]):
                kept[one.name] = chosen
            continue
        text = plain(typed[key])
        if text != plain(default_of(one, said)):
            kept[one.name] = text
    return kept


def _chosen(typed: str) -> dict[str, int] | None:
    kind, _colon, number = typed.partition(":")
    if kind not in (UPLOAD, ASSET) or not (number.isdecimal() and len(number) < 19):
        return None
    return {kind: int(number)}


def contents_of(
    fields: Iterable[Field],
    values: Mapping[str, Any],
    *,
    profile: DealerProfile,
    language: str,
    viewer: Viewer | None,
    drawn: bool = True,
) -> Contents:
    """What is printed of these values, for a dealership with this profile. `viewer` is who may see the assets among
    them; without `drawn` no picture is read. Three statements at most. Raises storage.StorageUnavailable."""
    said = said_by(profile, language=language)
    made = Contents(values=dict(values))
    fields = list(fields)
    chosen = _pictures(fields, values, profile=profile, viewer=viewer)
    for one in fields:
        try:
            if one.kind in (Kind.LOGO, Kind.PICTURE):
                _put_picture(made, one, chosen.get(one.name), drawn=drawn)
            elif one.kind == Kind.CODE:
                _put_code(made, one, values, said, profile=profile, language=language)
            else:
                _put_text(made, one, values, said, language=language)
        except ValueRefused as refused:
            made.errors[one.name] = refused.reason
        except storage.FileMissing:
            made.errors[one.name] = _("The picture is gone. Choose another one.")
    return made


def _text_of(one: Field, values: Mapping[str, Any], said: Mapping[str, str]) -> str:
    value = values.get(one.name) if not one.locked else None
    return value if isinstance(value, str) else default_of(one, said)


def _put_text(made: Contents, one: Field, values: Mapping[str, Any], said: Mapping[str, str], *, language: str) -> None:
    text = _text_of(one, values, said)
    if one.kind in (Kind.TEXT, Kind.LINES):
        # As it was typed, so that the preview shows what is too much.
        made.texts[one.name] = plain(text)[: one.longest * 2]
    value = read_value(one, text)
    if not value and one.required:
        raise ValueRefused(_missing(one))
    made.texts[one.name] = printed(one, value, language=language)


def _missing(one: Field) -> str:
    return _("Fill this in.") if not one.locked else _("The profile of the dealership says nothing here.")


def _put_code(
    made: Contents,
    one: Field,
    values: Mapping[str, Any],
    said: Mapping[str, str],
    *,
    profile: DealerProfile,
    language: str,
) -> None:
    if one.code == Code.CARD:
        made.pictures[one.name] = qr_code(contact_card(profile, language=language))
        return
    address = read_value(one, _text_of(one, values, said))
    if address:
        made.pictures[one.name] = qr_code(address)
    elif one.required:
        raise ValueRefused(_missing(one))


def _put_picture(made: Contents, one: Field, source: offered.Source | None, *, drawn: bool) -> None:
    if source is None:
        if one.name in made.values:
            raise ValueRefused(_("The picture is gone. Choose another one."))
        if one.required:
            is_logo = one.kind == Kind.LOGO
            raise ValueRefused(_("The profile has no logo yet.") if is_logo else _("Choose a picture."))
        return
    width, height = one.least_pixels
    if one.kind == Kind.PICTURE and (source.width < width or source.height < height):
        sentence = _("The picture has %(has)s pixels; at this size it needs %(needs)s to be sharp.")
        has, needs = f"{source.width} × {source.height}", f"{width} × {height}"
        made.errors[one.name] = sentence % {"has": has, "needs": needs}
    if drawn:
        made.pictures[one.name] = source.read()


def _pictures(
    fields: list[Field], values: Mapping[str, Any], *, profile: DealerProfile, viewer: Viewer | None
) -> dict[str, offered.Source]:
    """The picture that stands in each field: an upload of the dealership, or an asset that the viewer may use."""
    found: dict[str, offered.Source] = {}
    uploads: dict[int, list[str]] = {}
    assets: dict[int, list[str]] = {}
    for one in fields:
        value = values.get(one.name)
        if one.kind == Kind.LOGO and profile.logo is not None:
            found[one.name] = offered.of_upload(profile.logo)
        elif one.kind == Kind.PICTURE and isinstance(value, dict):
            if one.own and UPLOAD in value:
                uploads.setdefault(value[UPLOAD], []).append(one.name)
            elif one.assets and ASSET in value:
                assets.setdefault(value[ASSET], []).append(one.name)
    if uploads:
        for row in DealerUpload.objects.filter(pk__in=uploads, dealer=profile.dealer_id).order_by("pk"):
            found |= dict.fromkeys(uploads[row.pk], offered.of_upload(row))
    if assets and viewer is not None:
        for key, source in offered.assets_by_key(viewer=viewer, keys=list(assets)).items():
            found |= dict.fromkeys(assets[key], source)
    return found
