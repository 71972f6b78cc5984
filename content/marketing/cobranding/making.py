"""Prints: a file of what a filling holds, made at once where it is short and by a worker where it is long."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from content.marketing.cobranding.composing import compose
from content.marketing.cobranding.contents import Contents, FillingRefused, contents_of
from content.marketing.cobranding.models import DealerProfile, Filling, Print, TemplateVersion
from content.marketing.cobranding.press.client import (
    LIMITS,
    LONG_LIMITS,
    PREVIEW_LIMITS,
    PressBusy,
    PressFailed,
    print_sheet,
)
from content.marketing.cobranding.press.sheet import Pdf, Printed
from content.marketing.cobranding.profiles import profile_of
from content.marketing.cobranding.reading import Opened
from content.marketing.cobranding.stored import stored_name
from portal.core import events, outbox, storage
from portal.network.api import Viewer, viewer_for
from portal.network.models import User

log = structlog.get_logger(__name__)
NOT_MADE = "cobranding.print_failed"
KIND = "cobranding.print"
MADE, TAKEN = "print.made", "print.taken"
AT_ONCE_PAGES = 4
"""A print of more pages is made by a worker."""
PREVIEW_PX = 900


def preview(*, filling: Filling, values: Mapping[str, Any], page: int, viewer: Viewer) -> tuple[Contents, Printed]:
    """A page as it would be printed, whatever is wrong with it, and what is. Raises PressFailed, PressBusy,
    storage.FileMissing, storage.StorageUnavailable."""
    contents = _contents(filling.version, values, profile=profile_of(dealer=filling.dealer), viewer=viewer)
    sheet, names = _sheet(filling.version, contents, title=filling.title)
    made = print_sheet(sheet, draw=(page,), width_px=PREVIEW_PX, anyhow=True, limits=PREVIEW_LIMITS)
    for name, reason in _misfits(made, names, pages=filling.version.pages).items():
        contents.errors.setdefault(name, reason)
    return contents, made


def order_print(*, opened: Opened, kind: str, page: int, viewer: Viewer, actor: User) -> Print:
    """A print of what the filling holds. A long one is being made when this returns. Raises RightsEnded, FillingRefused
    with what has to be changed, PressFailed, PressBusy, storage.StorageUnavailable."""
    opened.require_use()
    filling = opened.filling
    profile = profile_of(dealer=filling.dealer)
    contents = _contents(filling.version, filling.values, profile=profile, viewer=viewer, drawn=False)
    if contents.errors:
        raise FillingRefused(contents.errors)
    is_long = filling.version.pages > AT_ONCE_PAGES
    row = Print(
        filling=filling,
        dealer=filling.dealer,
        version=filling.version,
        title=filling.title,
        kind=kind,
        page=min(max(1, page), filling.version.pages),
        values=filling.values,
        profile=profile if profile.pk else None,
        made_by=actor,
    )
    if not is_long:
        _make(row, viewer=viewer, limits=LIMITS)
    with transaction.atomic():
        row.save()
        facts = {"version": row.version_id, "dealer": row.dealer_id, "kind": row.kind}
        events.record(verb=MADE, subject=f"print_template:{opened.template.pk}", actor=actor, data=facts)
        if is_long:
            outbox.enqueue(kind=KIND, key=str(row.pk))
    return row


def deliver(key: str, payload: dict[str, object]) -> None:
    """Make the print `key`. Quiet when that is done. Raises PressBusy, storage.StorageUnavailable: the outbox asks
    again."""
    waiting = Print.objects.filter(pk=int(key), state=Print.State.WAITING)
    row = waiting.select_related("version__template", "profile__logo", "dealer", "made_by").first()
    if row is None:
        return
    # As the person is now: what they may no longer use is not printed.
    viewer = viewer_for(user=row.made_by) if row.made_by is not None else None
    try:
        _make(row, viewer=viewer, limits=LONG_LIMITS)
    except PressBusy:
        raise
    except (FillingRefused, PressFailed) as refused:
        row.state, row.reason = Print.State.FAILED, refused.reason[:500]
    except storage.FileMissing:
        row.state, row.reason = Print.State.FAILED, _("One of the template's files is gone.")
    if row.state == Print.State.FAILED:
        log.warning(NOT_MADE, print=row.pk)
    facts = ("state", "reason", "sha256", "size", "width", "height")
    waiting.update(**{name: getattr(row, name) for name in facts})


def _make(row: Print, *, viewer: Viewer | None, limits: Any) -> None:
    """Make the file of a row and write down what it is; the row is saved by the caller."""
    profile = row.profile or DealerProfile(dealer=row.dealer, number=0, name=row.dealer.name)
    contents = _contents(row.version, row.values, profile=profile, viewer=viewer)
    if contents.errors:
        raise FillingRefused(contents.errors)
    sheet, names = _sheet(row.version, contents, title=row.title)
    is_pdf = row.kind in (Print.Kind.PRESS, Print.Kind.SCREEN)
    made = print_sheet(
        sheet,
        pdf=Pdf(row.kind) if is_pdf else None,
        draw=() if is_pdf else (row.page,),
        width_px=row.version.picture_px,
        format=row.kind.upper() if not is_pdf else "PNG",
        limits=limits,
    )
    misfits = _misfits(made, names, pages=row.version.pages)
    if misfits:
        raise FillingRefused(misfits)
    if is_pdf:
        data = made.pdf
    else:
        drawn = made.pictures[0]
        data, row.width, row.height = drawn.data, drawn.width, drawn.height
    row.sha256, row.size, row.state = sha256(data).hexdigest(), len(data), Print.State.READY
    # The file first: a row that is ready always has its file.
    storage.save_bytes(name=stored_name(row.sha256), data=data, content_type=row.facts[0])


def _contents(
    version: TemplateVersion,
    values: Mapping[str, Any],
    *,
    profile: DealerProfile,
    viewer: Viewer | None,
    drawn: bool = True,
) -> Contents:
    return contents_of(version.fields(), values, profile=profile, language=version.language, viewer=viewer, drawn=drawn)


def _sheet(version: TemplateVersion, contents: Contents, *, title: str) -> Any:
    return compose(
        format=version, fields=version.fields(), texts=contents.texts, pictures=contents.pictures, title=title
    )


def _misfits(made: Printed, names: Mapping[str, str], *, pages: int) -> dict[str, str]:
    """What does not fit, by field; under "" what is nobody's fault alone."""
    found: dict[str, str] = {}
    for tight in made.tight:
        share = max(5, min(95, int(tight.share * 20) * 5))
        found[names[tight.at]] = _("Too long for its place: about %(share)s per cent of it fits. Shorten it.") % {
            "share": share
        }
    if not found and made.pages != pages:
        found[""] = _("The texts run over to another page: shorten the longest.")
    return found
