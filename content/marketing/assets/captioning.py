"""Captions as WebVTT: read, checked, and written anew, so that nothing of a hostile file is sent to a player. Pure but
for `keep`."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from content.marketing.assets.models import Asset, Captions
from content.marketing.assets.signals import asset_changed
from portal.core import events
from portal.core.errors import Refused
from portal.network.models import User

LARGEST = 2 * 2**20
MOST_CUES = 20_000
LONGEST_CUE = 1000
_TIMES = re.compile(r"^((?:\d+:)?\d{2}:\d{2}\.\d{3})[ \t]+-->[ \t]+((?:\d+:)?\d{2}:\d{2}\.\d{3})")
_TAG = re.compile(r"<[^>]*>?")


class CaptionsRefused(Refused):
    """The file is no captions."""


@dataclass(frozen=True, slots=True)
class Cue:
    """What is read from `start` to `end`, in seconds."""

    start: float
    end: float
    text: str


def cues_of(data: bytes) -> list[Cue]:
    """The cues of a WebVTT file as plain text. Raises CaptionsRefused, naming the cue."""
    if len(data) > LARGEST:
        raise CaptionsRefused(_("The captions are larger than 2 MB."))
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    except UnicodeDecodeError:
        raise CaptionsRefused(_("The captions are no text in UTF-8.")) from None
    head, *blocks = re.split(r"\n{2,}", text.strip("\n"))
    if not re.match(r"WEBVTT(?:[ \t\n]|$)", head):
        raise CaptionsRefused(_("These are no WebVTT captions: the file has to begin with WEBVTT."))
    found = [cue for number, block in enumerate(blocks, start=1) if (cue := _cue(block, number)) is not None]
    if not found:
        raise CaptionsRefused(_("There is no caption in the file."))
    if len(found) > MOST_CUES:
        raise CaptionsRefused(_("The captions are larger than 2 MB."))
    return sorted(found, key=lambda cue: (cue.start, cue.end))


def _cue(block: str, number: int) -> Cue | None:
    lines = block.split("\n")
    if lines[0].startswith(("NOTE", "STYLE", "REGION")):
        return None
    at = 0 if "-->" in lines[0] else 1
    times = _TIMES.match(lines[at]) if at < len(lines) else None
    if times is None:
        raise CaptionsRefused(_("Caption %(number)s has no times.") % {"number": number})
    start, end = _seconds(times[1]), _seconds(times[2])
    if end <= start:
        raise CaptionsRefused(_("Caption %(number)s ends before it begins.") % {"number": number})
    said = html.unescape(_TAG.sub("", "\n".join(lines[at + 1 :])))
    return Cue(start, end, "\n".join(line.strip() for line in said.split("\n") if line.strip())[:LONGEST_CUE])


def _seconds(time: str) -> float:
    parts = [float(part) for part in time.split(":")]
    return sum(part * 60**place for place, part in enumerate(reversed(parts)))


def written(cues: list[Cue]) -> str:
    """The cues as WebVTT, without settings, styles or markup."""
    blocks = (f"{_time(cue.start)} --> {_time(cue.end)}\n{html.escape(cue.text, quote=False)}" for cue in cues)
    return "WEBVTT\n\n" + "\n\n".join(blocks) + "\n"


def _time(seconds: float) -> str:
    thousandths = round(seconds * 1000)
    hours, rest = divmod(thousandths, 3_600_000)
    minutes, rest = divmod(rest, 60_000)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02}.{rest % 1000:03}"


@transaction.atomic
def keep(*, asset: Asset, language: str, data: bytes, actor: User | None) -> Captions:
    """The captions of a film or sound in a language, in place of those that were there. Raises CaptionsRefused."""
    if asset.kind not in (Asset.Kind.FILM, Asset.Kind.AUDIO):
        raise CaptionsRefused(_("Only films and sounds have captions."))
    cues = cues_of(data)
    facts = {"text": written(cues), "cues": len(cues)}
    row, _created = Captions.objects.update_or_create(asset=asset, language=language, defaults=facts)
    events.record(verb="asset.captioned", subject=f"asset:{asset.pk}", actor=actor, data={"language": language})
    asset_changed.send(Asset, asset_ids=[asset.pk])
    return row
