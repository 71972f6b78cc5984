"""Text that a file holds in another order although it stands on the page where it stood. Programs that write PDF files
do that to captions, table heads and axes of charts from one edition to the next. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from content.changes.values import Hunk, SourcePage, Span
from content.ingest.extraction.api import unpack_words


def without_reordered(hunks: Sequence[Hunk], old: SourcePage, new: SourcePage) -> list[Hunk]:
    """The differences without those pairs of them that take a text away and put the same one back, where the line
    above or the line below is the same: nothing is to be seen of them. All of them if the boxes are not known."""
    gone = [hunk for hunk in hunks if hunk.new[0] == hunk.new[1]]
    come = [hunk for hunk in hunks if hunk.old[0] == hunk.old[1]]
    dropped: set[Hunk] = set()
    for lost in gone:
        text = _plain(old.text, lost.old)
        for won in come:
            if won not in dropped and _plain(new.text, won.new) == text and _same_place(old, lost.old, new, won.new):
                dropped |= {lost, won}
                break
    return [hunk for hunk in hunks if hunk not in dropped]


def _plain(text: str, span: Span) -> str:
    return "".join(text[slice(*span)].split())


def _same_place(old: SourcePage, span: Span, new: SourcePage, new_span: Span) -> bool:
    here, there = _around(old, span), _around(new, new_span)
    return any(one and one == other for one, other in zip(here, there, strict=True))


def _around(page: SourcePage, span: Span) -> tuple[str, str]:
    """The line of the page that is right above these characters, and the one right below; empty if there is none."""
    try:
        words = unpack_words(page.words)
    except ValueError:
        return "", ""
    starts = np.frombuffer(words.starts, dtype=np.uint32).astype(np.int64)
    top = np.frombuffer(words.top, dtype=np.uint16).astype(np.int64)
    bottom = np.frombuffer(words.bottom, dtype=np.uint16).astype(np.int64)
    block = (starts >= span[0]) & (starts < span[1])
    if not block.any():
        return "", ""
    half = int(np.median(bottom[block] - top[block])) // 2
    above = ~block & (bottom <= top[block].min() + half)
    below = ~block & (top >= bottom[block].max() - half)
    over = above & (bottom > bottom[above].max() - half) if above.any() else above
    under = below & (top < top[below].min() + half) if below.any() else below
    order = np.lexsort((starts, np.frombuffer(words.left, dtype=np.uint16)))

    def text(line: npt.NDArray[np.bool_]) -> str:
        return "".join(page.text[starts[at] : starts[at] + words.lengths[at]] for at in order[line[order]].tolist())

    return text(over), text(under)
