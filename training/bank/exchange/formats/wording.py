"""Texts of other systems as the bank's restricted HTML, and the pictures in them."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterable
from hashlib import sha256
from html import escape, unescape

from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from portal.core.pictures import Encoded, PictureRefused, encode_picture
from training.bank.exchange.values import Reading
from training.bank.markup import MEDIA
from training.bank.shapes import Localised

MOST_PICTURES = 2000
BESIDE = "question-pictures"
"""The class of the block, at the end of a text, that holds the pictures beside a question in our own files."""
_IMAGE = re.compile(r"""(?i)<img\b[^<>]*?\bsrc\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)')[^<>]*>""")
_ALT = re.compile(r"""(?i)\balt\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)')""")
_BLOCK = re.compile(rf"""<div class="{BESIDE}">(.*?)</div>\s*$""", re.DOTALL)
_NEAREST = {"h1": "h3", "h2": "h3", "h5": "h4", "h6": "h4", "tt": "code"}
_NEAR = re.compile(r"(?i)<(/?)(h1|h2|h5|h6|tt)(?=[\s>/])")
_FORMULA = re.compile(r"\\\(|\\\[|\$\$")
_LEFT = re.compile(r"(?i)<(?:audio|video|object|iframe|embed|script|svg)\b")
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": False}).enable("table")


def html_of(text: str, form: str) -> str:
    """The text as HTML. `form` is "html", "markdown", "plain", or "moodle": HTML in which line ends count."""
    match form:
        case "markdown":
            html: str = _MARKDOWN.render(text).strip()
            # One paragraph is a line of its own: an option needs none around it.
            return html[3:-4] if html.startswith("<p>") and html.count("<p>") == 1 and html.endswith("</p>") else html
        case "plain":
            return escape(text.strip(), quote=False).replace("\n", "<br>")
        case "moodle" if "<" not in text:
            return text.strip().replace("\n", "<br>")
        case _:
            return text.strip()


def kept_tags(html: str) -> str:
    """The text with tags that the bank does not keep as the nearest that it does."""
    return _NEAR.sub(lambda found: f"<{found[1]}{_NEAREST[found[2].lower()]}", html) if "<" in html else html


def localised(language: str, text: str) -> Localised:
    """The text in its language; nothing when there is none."""
    return {language: text} if text.strip() else {}


class Pictures:
    """The pictures of a file, as the bank will keep them."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._made: dict[str, str | PictureRefused] = {}
        self.kept: dict[str, Encoded] = {}

    def keep(self, data: bytes) -> str:
        """The SHA-256 under which the bank keeps the picture. Raises PictureRefused."""
        digest = sha256(data).hexdigest()
        if digest not in self._made:
            self._made[digest] = self._make(data, digest)
        made = self._made[digest]
        if isinstance(made, PictureRefused):
            raise made
        return made

    def _make(self, data: bytes, digest: str) -> str | PictureRefused:
        if self._reading.has_picture(digest):
            return digest
        if len(self.kept) >= MOST_PICTURES:
            return PictureRefused(_("The file has more than %(count)s pictures.") % {"count": MOST_PICTURES})
        try:
            encoded = encode_picture(data)
        except PictureRefused as refusal:
            return refusal
        self.kept[encoded.sha256] = encoded
        return encoded.sha256

    def placed(self, html: str, find: Callable[[str], bytes | None], lost: list[str]) -> str:
        """The text with its pictures taken from the file: `find` gives the bytes by the address in the text. What
        cannot be shown is taken out and told in `lost`."""

        def place(found: re.Match[str]) -> str:
            address = unescape(found[1] or found[2] or "").strip()
            digest = self._from(address, find, lost)
            if digest is None:
                return ""
            alt = _ALT.search(found[0])
            return f'<img src="{MEDIA}{digest}" alt="{(alt[1] or alt[2] or "") if alt else ""}">'

        if _FORMULA.search(html):
            note(lost, _("Formulas in LaTeX are kept as they are written, not drawn."))
        if _LEFT.search(html):
            note(lost, _("Sound, film and other embedded things are not kept."))
        return kept_tags(_IMAGE.sub(place, html))

    def _from(self, address: str, find: Callable[[str], bytes | None], lost: list[str]) -> str | None:
        name = address if len(address) <= 80 else address[:40] + "…"
        data = _inline(address) if address.startswith("data:") else find(address)
        if data is None:
            note(lost, _("The picture “%(name)s” is not in the file.") % {"name": name})
            return None
        try:
            return self.keep(data)
        except PictureRefused as refusal:
            note(lost, _("The picture “%(name)s”: %(reason)s") % {"name": name, "reason": refusal.reason})
            return None


def note(lost: list[str], sentence: str) -> None:
    """Say it once."""
    if sentence not in lost:
        lost.append(sentence)


def _inline(address: str) -> bytes | None:
    head, _comma, body = address.partition(",")
    return unpacked(body) if head.endswith(";base64") else None


def unpacked(text: str) -> bytes | None:
    """The bytes of Base64 with any white space in it; None when it is none."""
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return None


def with_beside(html: str, pictures: Iterable[tuple[str, str]]) -> str:
    """The text with a block of pictures, each (SHA-256, what it shows), at its end."""
    shown = "".join(f'<img src="{MEDIA}{digest}" alt="{escape(alt)}">' for digest, alt in pictures)
    return f'{html}<div class="{BESIDE}">{shown}</div>' if shown else html


def split_beside(html: str) -> tuple[str, list[tuple[str, str]]]:
    """What `with_beside` put together; no pictures where there is no such block."""
    found = _BLOCK.search(html)
    if found is None:
        return html, []
    pictures = []
    for image in _IMAGE.finditer(found[1]):
        address, alt = image[1] or image[2] or "", _ALT.search(image[0])
        if address.startswith(MEDIA):
            pictures.append((address.removeprefix(MEDIA), unescape((alt[1] or alt[2] or "") if alt else "")))
    return html[: found.start()].strip(), pictures
