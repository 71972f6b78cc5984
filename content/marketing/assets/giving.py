"""What assets are given out as: the channels that suit one, and the file of a channel once it is made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from content.delivery.api import download_name
from content.marketing.assets import renditions
from content.marketing.assets.models import Asset, Channel, Rendition, TermsAgreed
from content.marketing.assets.models.asset import TRACES
from content.marketing.assets.reasons import sentence
from portal.core.errors import Refused
from portal.network.api import Viewer

ORIGINAL = "original"
"""Named like a channel: the file as it was handed in, without what cameras and programs wrote into it."""
WEB_FILM_HEIGHT = 720
MADE_ANEW = frozenset({Asset.Kind.PICTURE, Asset.Kind.FILM, Asset.Kind.PRINT})
"""Kinds that channels are for. The others are given out as they are, because there is no other way."""
CLEANED = frozenset(
    {
        *(f"image/{kind}" for kind in ("jpeg", "png", "webp", "gif", "tiff", "heic", "svg+xml")),
        *(f"video/{kind}" for kind in ("mp4", "quicktime", "webm")),
        "audio/mp4",
    }
)
"""What may say where it was taken, or hold scripts: it is given out as a cleaned copy. So is a print file in which
cameras wrote something (TRACES)."""


class NotGivenOut(Refused):
    """The asset is not given out like that, or its file could not be made."""


@dataclass(frozen=True, slots=True)
class GivenOut:
    """A file to be sent: its name in the store, what it is, and what it is called on the person's disk."""

    name: str
    size: int
    sha256: str
    content_type: str
    filename: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A way in which an asset is given out, as a page shows it. `state` is its file's; "" is not asked for."""

    code: str
    name: str
    format: str
    width: int
    height: int
    state: str = ""
    size: int = 0
    reason: str = ""


def channels_of(asset: Asset) -> list[Channel]:
    """The channels by which the asset is given out. One or two statements."""
    if asset.kind not in MADE_ANEW:
        return []
    chosen = {channel.pk for channel in asset.channels.all()}
    active = Channel.objects.filter(is_active=True, kind=asset.kind)
    return [channel for channel in active if not chosen or channel.pk in chosen]


def may_take_original(asset: Asset) -> bool:
    """Whether dealers may have the file as it was handed in."""
    return asset.allow_original or asset.kind not in MADE_ANEW


def offers_of(asset: Asset, *, viewer: Viewer) -> list[Offer]:
    """What `viewer`, who sees the asset, may take of it. Three statements."""
    made = {one.key: one for one in asset.renditions.all()}
    found = []
    for channel in channels_of(asset):
        one = made.get(renditions.key_of(asset, _made_for(channel)))
        state, size = _state_of(asset, channel, one)
        reason = sentence(one.reason) if one and one.state == Rendition.State.FAILED else ""
        form = str(Channel.Format(channel.format).label)
        width, height = _measures(asset, channel)
        found.append(Offer(channel.code, channel.own_name, form, width, height, state, size, reason))
    if may_take_original(asset) or viewer.everything:
        one = made.get(renditions.key_of(asset, None))
        state, size = _state_of(asset, None, one)
        form = asset.extension.upper()
        found.append(Offer(ORIGINAL, _("Original"), form, asset.width, asset.height, state, size))
    return found


def _measures(asset: Asset, channel: Channel) -> tuple[int, int]:
    """How large the picture of a channel is; 0 where it has no measures. What is smaller than the channel stays so."""
    if not (asset.width and asset.height) or channel.format == Channel.Format.AS_IS:
        return 0, 0
    width, height = channel.width or asset.width, channel.height or asset.height
    across, down = width / asset.width, height / asset.height
    if channel.fit == Channel.Fit.CROP:
        scale = min(1.0, 1 / max(across, down))
        return round(width * scale), round(height * scale)
    scale = min(across, down, 1.0)
    return max(1, round(asset.width * scale)), max(1, round(asset.height * scale))


def given_out(*, asset: Asset, channel: str = "") -> GivenOut | None:
    """The file of a channel, of the original, or (by no name) the best that dealers may have: the original where they
    may take it, else the first channel. None while it is being made: this asked for it. Whether the person may see the
    asset was asked before. Raises NotGivenOut."""
    offered = channels_of(asset)
    if not channel:
        channel = ORIGINAL if may_take_original(asset) or not offered else offered[0].code
        if channel == ORIGINAL and not may_take_original(asset):
            raise NotGivenOut(_("This is shown here, but its file is not handed out."))
    if channel == ORIGINAL:
        return _file_of(asset, None)
    found = next((one for one in offered if one.code == channel), None)
    if found is None:
        raise NotGivenOut(_("This is not given out in that way."))
    return _file_of(asset, found)


def _state_of(asset: Asset, channel: Channel | None, made: Rendition | None) -> tuple[str, int]:
    if as_is(asset, channel):
        return Rendition.State.DONE, asset.size
    if is_web_film(asset, channel):
        return Rendition.State.DONE, asset.film_size
    return (made.state, made.size) if made else ("", 0)


def _file_of(asset: Asset, channel: Channel | None) -> GivenOut | None:
    if as_is(asset, channel):
        return GivenOut(
            asset.stored_as, asset.size, asset.sha256, asset.content_type, _filename(asset, channel, asset.extension)
        )
    if is_web_film(asset, channel):
        name = _filename(asset, channel, "mp4")
        return GivenOut(asset.derived("film"), asset.film_size, asset.film_sha256, "video/mp4", name)
    made = renditions.ask(asset, _made_for(channel))
    if made.state == Rendition.State.FAILED:
        raise NotGivenOut(sentence(made.reason))
    if made.state != Rendition.State.DONE:
        return None
    name = _filename(asset, channel, made.extension)
    return GivenOut(made.stored_as, made.size, made.sha256, made.content_type, name)


def as_is(asset: Asset, channel: Channel | None) -> bool:
    """Whether nothing is made: the file that was handed in is the one that is given out."""
    if _made_for(channel) is not None:
        return False
    return not (asset.content_type in CLEANED or asset.facts.get(TRACES))


def _made_for(channel: Channel | None) -> Channel | None:
    """For whom a file is made; none: it is the cleaned original."""
    return None if channel is not None and channel.format == Channel.Format.AS_IS else channel


def is_web_film(asset: Asset, channel: Channel | None) -> bool:
    """Whether the web film, which is there already, is what the channel asks for."""
    return channel is not None and bool(asset.film_sha256) and channel.height == WEB_FILM_HEIGHT


def _filename(asset: Asset, channel: Channel | None, extension: str) -> str:
    stem = PurePosixPath(asset.original_name).stem or asset.title
    return download_name(parts=(stem, channel.code if channel else ""), extension=extension)


def terms_digest(asset: Asset) -> str:
    """Of the terms as they read now, in both languages."""
    return sha256(f"{asset.terms}\0{asset.terms_zh}".encode()).hexdigest()


def agree(*, asset: Asset, user_id: int) -> None:
    """The person agrees to the asset's terms of use. Twice is once."""
    row = TermsAgreed(asset=asset, user_id=user_id, terms_sha256=terms_digest(asset))
    TermsAgreed.objects.bulk_create([row], ignore_conflicts=True)


def owing_terms(*, assets: Iterable[Asset], user_id: int | None) -> frozenset[int]:
    """The ids of those whose terms the person has not agreed to. One statement, none where there are no terms."""
    digests = {asset.pk: terms_digest(asset) for asset in assets if asset.terms or asset.terms_zh}
    if not digests:
        return frozenset()
    agreed = TermsAgreed.objects.filter(asset__in=digests, user=user_id).values_list("asset_id", "terms_sha256")
    return frozenset(pk for pk, _digest in digests.items() - set(agreed))
