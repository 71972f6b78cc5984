"""How facts of assets are written in templates."""

from __future__ import annotations

from django import template

from content.marketing.assets.models import Asset

register = template.Library()
_ICONS = {
    Asset.Kind.PICTURE: "bi-image",
    Asset.Kind.FILM: "bi-film",
    Asset.Kind.AUDIO: "bi-volume-up",
    Asset.Kind.PRINT: "bi-printer",
    Asset.Kind.DOCUMENT: "bi-file-earmark-text",
    Asset.Kind.OTHER: "bi-file-earmark-zip",
}


@register.filter
def kind_icon(asset: Asset) -> str:
    """The class of the icon of the asset's kind."""
    return _ICONS[Asset.Kind(asset.kind)]


@register.filter
def play_time(seconds: float) -> str:
    """Seconds as 1:05 or 1:02:03."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
