"""A manual that can be read, in a few words, with its images made by a stand-in."""

from __future__ import annotations

from collections.abc import Callable

from content.ingest.extraction.api import SCALE, Words, pack_words
from content.library.models import Edition, EditionPage, Manual
from tests import factories

Drawn = list[tuple[str, int, int]]


def packed(text: str) -> bytes:
    """The words of a text in one line across the page."""
    starts, lengths = [], []
    at = 0
    for word in text.split():
        at = text.index(word, at)
        starts.append(at)
        lengths.append(len(word))
        at += len(word)
    step = SCALE // max(len(text), 1)
    left = [start * step for start in starts]
    right = [(start + length) * step for start, length in zip(starts, lengths, strict=True)]
    top, bottom = [1000] * len(starts), [2000] * len(starts)
    return pack_words(Words.of(starts=starts, lengths=lengths, boxes=(left, top, right, bottom)))


def readable(
    *, pages: list[str], manual: Manual | None = None, labels: list[str] | None = None, **fields: object
) -> Edition:
    """An edition in force with these pages, word boxes and printed labels."""
    edition = factories.edition(manual or factories.manual(), pages=pages, **fields)
    for row in edition.pages.all():
        row.words = packed(row.text)
        row.label = labels[row.number - 1] if labels else ""
        row.save(update_fields=["words", "label"])
    return edition


def many_pages(count: int) -> Edition:
    """An edition of so many pages, quickly."""
    edition = factories.edition(factories.manual(), pages=[])
    words = packed("torque the bolt")
    EditionPage.objects.bulk_create(
        [
            EditionPage(
                edition=edition, number=n, label=f"A-{n}", text="torque the bolt", words=words, width=595, height=842
            )
            for n in range(1, count + 1)
        ],
        batch_size=500,
    )
    outline = [[1, f"Chapter {n}", n] for n in range(1, count + 1)]
    Edition.objects.filter(pk=edition.pk).update(page_count=count, outline=outline)
    edition.refresh_from_db()
    return edition


def drawing(drawn: Drawn) -> Callable[..., bytes]:
    """A stand-in for the sandbox that notes what it drew."""

    def render(*, file_name: str, number: int, width: int) -> bytes:
        drawn.append((file_name, number, width))
        return b"RIFF....WEBP" + f"{file_name} {number} {width}".encode()

    return render
