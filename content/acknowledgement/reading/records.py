"""What was confirmed at a dealer, as a proof needs it: the record, whoever works there now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from content.acknowledgement.models import Acknowledgement
from portal.network.api import Viewer


@dataclass(frozen=True, slots=True)
class Confirmations:
    """Of one edition at one dealer before an instant. `rows` hold what the viewer may see: everybody's for its managers
    and staff of the maker, for others their own alone; `number` counts all."""

    number: int = 0
    rows: list[Acknowledgement] = field(default_factory=list)


def confirmations(
    *, viewer: Viewer, dealer_id: int, edition_ids: Collection[int], before: datetime
) -> dict[int, Confirmations]:
    """Edition -> who of the dealer had confirmed it before then, in order. One statement."""
    names = viewer.everything or dealer_id in viewer.managed_dealers
    found = Acknowledgement.objects.filter(dealer=dealer_id, edition__in=edition_ids, at__lt=before).order_by(
        "at", "pk"
    )
    every: defaultdict[int, list[Acknowledgement]] = defaultdict(list)
    for row in found.order_by("at", "pk"):
        every[row.edition_id or 0].append(row)
    return {
        edition: Confirmations(len(rows), [row for row in rows if names or row.user_id == viewer.user_id])
        for edition, rows in every.items()
    }
