"""Taking all of something as one archive: what is in it, the terms to agree to, and the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.delivery import api as delivery
from content.marketing.assets.api import Asset, agree, asset_taken, owing_terms
from content.marketing.kits import packing
from content.marketing.kits.packing import Packing
from portal.core import events
from portal.network.api import Viewer, request_viewer
from portal.network.models import User

TAKEN = "archive.taken"
ASSET_TAKEN = "asset.downloaded"


@dataclass(frozen=True, slots=True)
class Taking:
    """What somebody asks for: the archive, the assets in question, and of what it is ("kit:5")."""

    packing: Packing
    assets: list[Asset]
    subject: str
    back: str


def taken(request: HttpRequest, asked: Taking) -> HttpResponseBase:
    """For a GET the page that says what is in it; for a POST the archive, once nothing is being made any more and the
    terms are agreed to."""
    user = cast(User, request.user)
    owing = owing_terms(assets=asked.assets, user_id=user.pk)
    if request.method == "POST" and asked.packing.entries:
        if asked.packing.pending:
            messages.info(request, _waits(len(asked.packing.pending)))
            return redirect(request.path)
        if owing and "agree" not in request.POST:
            messages.error(request, _("Agree to the terms of use first."))
            return redirect(request.path)
        _record(asked, user, owing)
        _note(request_viewer(request), asked)
        return packing.send(asked.packing)
    context = {
        "packing": asked.packing,
        "owing": [one for one in asked.assets if one.pk in owing],
        "back": asked.back,
    }
    return render(request, "kits/take.html", context)


def _waits(number: int) -> str:
    return ngettext(
        "%(number)d file is being made. Try again in a minute.",
        "%(number)d files are being made. Try again in a minute.",
        number,
    ) % {"number": number}


def _note(viewer: Viewer, asked: Taking) -> None:
    """What is in the archive was taken, and so was the kit."""
    taken = delivery.What.DOWNLOADED
    kind, _colon, number = asked.subject.partition(":")
    if kind == "kit":
        delivery.note_use(viewer=viewer, thing="kit", thing_id=int(number), what=taken)
    assets = [entry.asset_id for entry in asked.packing.entries if entry.asset_id is not None]
    delivery.note_uses(viewer=viewer, thing="asset", thing_ids=assets, what=taken)


@transaction.atomic
def _record(asked: Taking, user: User, owing: frozenset[int]) -> None:
    for asset in asked.assets:
        if asset.pk in owing:
            agree(asset=asset, user_id=user.pk)
    data: dict[str, object] = {"files": len(asked.packing.entries), "bytes": asked.packing.size}
    events.record(verb=TAKEN, subject=asked.subject, actor=user, data=data)
    taken = [entry.asset_id for entry in asked.packing.entries if entry.asset_id is not None]
    subjects = [f"asset:{pk}" for pk in taken]
    events.record_many(verb=ASSET_TAKEN, subjects=subjects, actor=user, data={"with": asked.subject})
    for pk in taken:
        asset_taken.send(Asset, asset_id=pk, user_id=user.pk, channel="")
