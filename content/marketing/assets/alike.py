"""Exact and near duplicates: pointed out to authors, never in their way."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from content.marketing.assets.models import Asset, Likeness, PictureBand

MOST_BITS = 5
"""Two pictures whose 64-bit hashes differ in so many bits at most look alike."""
WIDTHS = (11, 11, 11, 11, 10, 10)
"""Bits of the six parts of a hash: with five different bits at least one part is the same."""
MOST_ALIKE = 50


def bands_of(likeness: int) -> list[int]:
    """The six parts, each marked with its place."""
    rest = likeness % 2**64
    found = []
    for place, width in enumerate(WIDTHS):
        found.append(place << 11 | rest % 2**width)
        rest >>= width
    return found


def distance(one: int, other: int) -> int:
    """In how many of their 64 bits two hashes differ."""
    return ((one ^ other) % 2**64).bit_count()


def note_likeness(asset: Asset) -> None:
    """Keep the parts of the picture's hash, and the pictures that look like it. Three statements, in the transaction
    of the caller; doing it again is no error."""
    PictureBand.objects.filter(asset=asset).delete()
    if asset.likeness is None:
        return
    values = bands_of(asset.likeness)
    candidates = PictureBand.objects.filter(value__in=values).exclude(asset__sha256=asset.sha256)
    near = {}
    for pk, likeness in candidates.values_list("asset_id", "asset__likeness").distinct():
        if likeness is not None and (bits := distance(asset.likeness, likeness)) <= MOST_BITS:
            near[pk] = bits
    closest = sorted(near.items(), key=lambda one: (one[1], one[0]))[:MOST_ALIKE]
    rows = [Likeness(asset=asset, other_id=pk, distance=bits) for pk, bits in closest]
    Likeness.objects.bulk_create(rows, ignore_conflicts=True)
    PictureBand.objects.bulk_create([PictureBand(asset=asset, value=value) for value in values])


def same_file(asset: Asset) -> QuerySet[Asset]:
    """The other assets with the very same file, oldest first."""
    found: QuerySet[Asset] = (
        Asset.objects.filter(sha256=asset.sha256).exclude(pk=asset.pk).order_by("received_at", "pk")
    )
    return found


def with_duplicates() -> Q:
    """The condition that holds for assets of which there is another one, the same or alike."""
    same = Asset.objects.filter(sha256=OuterRef("sha256")).exclude(pk=OuterRef("pk"))
    pairs = Likeness.objects.filter(Q(asset=OuterRef("pk")) | Q(other=OuterRef("pk")))
    return Q(Exists(same)) | Q(Exists(pairs))


def alike_to(assets: Iterable[Asset]) -> QuerySet[Likeness]:
    """The pairs in which these assets are, closest first."""
    mine = [asset.pk for asset in assets]
    return (
        Likeness.objects.filter(Q(asset__in=mine) | Q(other__in=mine))
        .select_related("asset__department", "other__department")
        .order_by(F("distance"), "pk")
    )
