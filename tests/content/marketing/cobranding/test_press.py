"""The press: what it refuses by itself, whatever the checks before it let through, and its limits."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from content.marketing.cobranding.press import client
from content.marketing.cobranding.press.client import (
    PREVIEW_LIMITS,
    PressBusy,
    PressFailed,
    flatten_drawing,
    print_sheet,
)
from content.marketing.cobranding.press.sheet import Pdf, Place, Sheet
from tests.content.marketing.cobranding.builders import picture

SHORT = replace(PREVIEW_LIMITS, cpu_seconds=2, wall_seconds=3.0)


def sheet(html: str, css: str = "", **facts: object) -> Sheet:
    return Sheet(html=html, css=css, files={}, width_mm=100, height_mm=100, bleed_mm=0, pages=1, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("html", "css"),
    [
        ('<img src="http://127.0.0.1:1/x.png">', ""),
        ('<img src="file:///etc/passwd">', ""),
        ('<img src="other.png">', ""),
        ('<img src="data:image/png;base64,AAAA">', ""),
        ('<link rel="stylesheet" href="http://127.0.0.1:1/a.css">', ""),
        ('<link rel="attachment" href="file:///etc/passwd">', ""),
        ("<style>@import url(file:///etc/passwd);</style>", ""),
        ('<object data="file:///etc/passwd"></object>', ""),
        ('<embed src="http://127.0.0.1:1/x.svg">', ""),
        ("<p>x", "p { background: url(http://127.0.0.1:1/x.png) }"),
        ("<p>x", "p { background: u\\72l(file:///etc/passwd) }"),
        ("<p>x", "p::before { content: url(file:///etc/hostname) }"),
        ("<p>x", "@import url(http://127.0.0.1:1/a.css);"),
    ],
)
def test_nothing_is_fetched(html: str, css: str) -> None:
    with pytest.raises(PressFailed):
        print_sheet(sheet(html, css), pdf=Pdf.SCREEN)


def test_a_font_is_not_fetched_either() -> None:
    css = "@font-face { font-family: a; src: url(http://127.0.0.1:1/a.ttf) } p { font-family: a }"
    try:
        made = print_sheet(sheet("<p>x", css), pdf=Pdf.SCREEN)
    except PressFailed:
        return
    assert made.pdf.startswith(b"%PDF-")  # set in another font


def test_what_takes_too_long_is_ended_and_the_next_is_printed() -> None:
    began = time.monotonic()
    with pytest.raises(PressFailed, match="longer"):
        print_sheet(sheet("<table>" + ("<tr>" + "<td>x" * 60) * 2000), pdf=Pdf.SCREEN, limits=SHORT)
    assert time.monotonic() - began < 60
    assert print_sheet(sheet("<p>x"), pdf=Pdf.SCREEN).pdf.startswith(b"%PDF-")


def test_what_takes_too_much_memory_is_ended() -> None:
    small = replace(PREVIEW_LIMITS, memory_bytes=200 * 2**20)
    with pytest.raises(PressFailed):
        print_sheet(sheet("<p>x"), draw=(1,), width_px=6000, limits=small)


def test_more_than_its_share_has_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "PATIENCE_SECONDS", 0.01)
    for _turn in range(client.MOST_AT_ONCE):
        client._turns.acquire()
    try:
        with pytest.raises(PressBusy):
            print_sheet(sheet("<p>x"), pdf=Pdf.SCREEN)
    finally:
        for _turn in range(client.MOST_AT_ONCE):
            client._turns.release()


def test_pages_and_tight_places_are_told_and_nothing_is_made() -> None:
    html = (
        '<field data-at="0"><span class="fit">one two three four five six</span></field><p style="height: 120mm">x</p>'
    )
    made = print_sheet(
        sheet(html, "field { width: 20mm }", places={"0": Place(lines=1, smallest=90)}), pdf=Pdf.SCREEN, draw=(1,)
    )
    assert made.pages == 2
    assert [one.at for one in made.tight] == ["0"]
    assert (made.pdf, made.pictures) == (b"", ())
    shown = print_sheet(sheet(html, "", places={}), draw=(1, 2, 9), anyhow=True, width_px=100)
    assert [(one.page, one.width) for one in shown.pictures] == [(1, 100), (2, 100)]


@pytest.mark.parametrize("data", [b"", b"<svg", b"<svg xmlns='http://www.w3.org/2000/svg'", picture()[:200]])
def test_what_is_no_drawing(data: bytes) -> None:
    with pytest.raises(PressFailed):
        flatten_drawing(data, width_px=100)


def test_a_drawing_reaches_nothing_outside() -> None:
    drawing = (
        b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 10">'
        b'<image xlink:href="file:///etc/hostname" width="10" height="10"/><script>x</script></svg>'
    )
    drawn = flatten_drawing(drawing, width_px=100)
    assert (drawn.width, drawn.height) == (100, 100)
    wide = b'<svg xmlns="http://www.w3.org/2000/svg" width="100000000" height="100000000"/>'
    assert flatten_drawing(wide, width_px=50).width <= 50
