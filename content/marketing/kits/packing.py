"""All of a kit, of a collection or of a link as one archive: which files, under which names, and what is said of them
in its CONTENTS.txt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.http import HttpResponseBase
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.delivery.api import (
    Packed,
    archive_size,
    download_name,
    may_download,
    named_apart,
    send_archive,
)
from content.library.models import Edition, Manual
from content.marketing.assets.api import Asset, NotGivenOut, given_out, may_take_original
from content.marketing.assets.models import Channel
from content.marketing.kits.customers import Offer
from content.marketing.kits.reading import OpenKit
from portal.network.api import Viewer

CONTENTS = "CONTENTS.txt"
_LINE = "-" * 60


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the archive, and what is said of it."""

    file: Packed
    title: str
    credit: str = ""
    terms: str = ""
    asset_id: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Files under one heading."""

    heading: str
    entries: list[Entry]


@dataclass(frozen=True, slots=True)
class Packing:
    """What an archive will hold. `pending` are the titles of assets whose file is being made."""

    title: str
    groups: list[Group]
    pending: list[str] = field(default_factory=list)

    @property
    def entries(self) -> list[Entry]:
        return [entry for group in self.groups for entry in group.entries]

    @property
    def size(self) -> int:
        """About how many bytes the archive has."""
        return archive_size(entry.file for entry in self.entries)


def of_kit(opened: OpenKit, *, viewer: Viewer) -> Packing:
    """All that the viewer may take of a kit, section by section, each file once."""
    editions = _editions(opened.shown_publications(), viewer)
    parts = []
    for section in opened.sections:
        assets = [one.asset for item in section.items for one in item.assets]
        publications = [one for item in section.items for one in item.publications]
        parts.append((section.heading, assets, publications))
    return _packing(opened.kit.title, parts, editions)


def of_things(title: str, assets: Sequence[Asset], publications: Sequence[Manual], *, viewer: Viewer) -> Packing:
    """The same of assets and publications that the viewer may see."""
    return _packing(title, [("", assets, publications)], _editions(publications, viewer))


def of_offers(title: str, offers: Iterable[Offer]) -> Packing:
    """The same of what is given to a customer."""
    return _packing(title, [("", [one.asset for one in offers if one.asset is not None], [])], {})


def _editions(publications: Sequence[Manual], viewer: Viewer) -> dict[int, Edition]:
    """{publication: its edition in force} of those whose file the viewer may take. One statement, none for none."""
    wanted = [one.edition_id for one in publications if may_download(viewer=viewer, allowed=one.allow_download)]
    if not wanted:
        return {}
    return {one.manual_id: one for one in Edition.objects.filter(pk__in=wanted).defer("outline")}


def _packing(
    title: str, parts: Iterable[tuple[str, Sequence[Asset], Sequence[Manual]]], editions: dict[int, Edition]
) -> Packing:
    groups: list[Group] = []
    pending: list[str] = []
    packed: set[str] = set()
    for heading, assets, publications in parts:
        entries = [*_asset_entries(assets, pending), *_publication_entries(publications, editions)]
        fresh = [one for one in entries if one.file.stored_as not in packed]
        fresh = list({one.file.stored_as: one for one in fresh}.values())
        packed |= {one.file.stored_as for one in fresh}
        if fresh:
            groups.append(Group(heading, fresh))
    return Packing(title, _renamed(groups), list(dict.fromkeys(pending)))


def _asset_entries(assets: Iterable[Asset], pending: list[str]) -> Iterable[Entry]:
    for asset in assets:
        try:
            given = given_out(asset=asset)
        except NotGivenOut:
            # It is shown, and not handed out.
            continue
        if given is None:
            pending.append(asset.own_title)
            continue
        file = Packed(given.name, given.filename, given.size)
        yield Entry(file, asset.own_title, credit_of(asset), asset.own_terms, asset.pk)


def handed_out(assets: Sequence[Asset]) -> set[int]:
    """The ids of those that have a file to take; the others are only shown. Two statements."""
    offered: dict[str, set[int]] = {}
    for kind, pk in Channel.objects.filter(is_active=True).values_list("kind", "pk"):
        offered.setdefault(kind, set()).add(pk)
    chosen: dict[int, set[int]] = {}
    rows = Asset.channels.through._default_manager.filter(asset__in=[asset.pk for asset in assets])
    for asset_id, channel_id in rows.values_list("asset", "channel"):
        chosen.setdefault(asset_id, set()).add(channel_id)

    def by_channel(asset: Asset) -> bool:
        suiting = offered.get(asset.kind, set())
        return bool(suiting & chosen.get(asset.pk, suiting))

    return {asset.pk for asset in assets if may_take_original(asset) or by_channel(asset)}


def credit_of(asset: Asset) -> str:
    """Whose it is and under which licence, in one line."""
    licence = asset.licence.own_name if asset.licence else ""
    return " · ".join(part for part in (asset.credit, licence) if part)


def _publication_entries(publications: Iterable[Manual], editions: dict[int, Edition]) -> Iterable[Entry]:
    for one in publications:
        edition = editions.get(one.pk)
        if edition is not None:
            name = download_name(parts=(one.document_number, edition.label), extension="pdf")
            yield Entry(Packed(edition.file_name, name, edition.size), one.title)


def _renamed(groups: list[Group]) -> list[Group]:
    """The same, the files told apart by their names; none is called like the list of contents."""
    files = named_apart([Packed("", CONTENTS, 0), *(entry.file for group in groups for entry in group.entries)])[1:]
    named = iter(files)
    return [Group(group.heading, [replace(entry, file=next(named)) for entry in group.entries]) for group in groups]


def contents_of(packing: Packing) -> str:
    """What stands in CONTENTS.txt, in the language of the reader. Windows ends its lines like that."""
    number = len(packing.entries)
    day = date_format(timezone.localtime(), "DATE_FORMAT")
    lines = [packing.title, f"{day} · " + ngettext("%(number)d file", "%(number)d files", number) % {"number": number}]
    for group in packing.groups:
        lines += ["", group.heading, _LINE] if group.heading else [""]
        for entry in group.entries:
            lines.append(f"{entry.file.filename}: {entry.title}")
            if entry.credit:
                lines.append(f"    {entry.credit}")
            if entry.terms:
                lines.append(f"    {_('Terms of use')}: {' '.join(entry.terms.split())}")
    return "\r\n".join([*lines, ""])


def send(packing: Packing) -> HttpResponseBase:
    """The archive, called like what it is of."""
    files = [entry.file for entry in packing.entries]
    name = download_name(parts=(packing.title,), extension="zip")
    return send_archive(files, filename=name, texts=[(CONTENTS, "\ufeff" + contents_of(packing))])
