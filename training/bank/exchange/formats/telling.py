"""What a writer says about a question that it cannot write whole."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from training.bank.exchange.formats.wording import note
from training.bank.markup import plain_text
from training.bank.shapes import AnyQuestion, Localised, Matching, TextKey, wording

_IMAGE = re.compile(r"<img\b[^>]*>")


class NotInFormat(Exception):
    """The format has no such question; `reason` is a sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Telling:
    """One question's texts in one language, and what is lost on the way. `alone`: the file has no other language."""

    def __init__(self, language: str, *, alone: bool = True) -> None:
        self.language, self._alone = language, alone
        self.lost: list[str] = []

    def text(self, texts: Localised) -> str:
        """The text in the language; in a file of one language the nearest that there is, and others told as lost."""
        if not self._alone:
            return texts.get(self.language, "")
        spoken = {code: text for code, text in texts.items() if text.strip()}
        others = sorted(code for code in spoken if code != self.language)
        if spoken and self.language not in spoken:
            sentence = _("It has no texts in %(language)s; those that it has (%(languages)s) stand in for them.")
            note(self.lost, sentence % {"language": self.language, "languages": ", ".join(others)})
        elif others:
            note(self.lost, _("Texts in other languages (%(languages)s).") % {"languages": ", ".join(others)})
        return wording(spoken, self.language)

    def without_pictures(self, texts: Localised) -> str:
        """Likewise, for a format that holds no pictures."""
        text = self.text(texts)
        if "<img" in text:
            note(self.lost, _("Pictures."))
        return _IMAGE.sub("", text)

    def plain(self, texts: Localised) -> str:
        """Likewise, for a format that holds no markup."""
        text = self.text(texts)
        bare = plain_text(text)
        if "<" in text:
            note(self.lost, _("Markup and pictures."))
        return bare

    def lose(self, what: str, *, when: object = True) -> None:
        """Say that `what` is not in the file, if it was there."""
        if when:
            note(self.lost, what)

    def no_hints(self, asked: AnyQuestion) -> None:
        self.lose(_("Hints."), when=asked.hints)

    def no_beside(self, asked: AnyQuestion) -> None:
        self.lose(_("Pictures."), when=asked.media)

    def case(self, keys: tuple[TextKey, ...], *, can: bool) -> bool:
        """Whether upper and lower case count, in a format that knows one answer for all wordings (`can`), or none."""
        counts = [key.case_sensitive for key in keys]
        self.lose(_("That upper and lower case count."), when=any(counts) and not can)
        self.lose(_("That upper and lower case count in some wordings only."), when=can and len(set(counts)) > 1)
        self.lose(_("In which language a wording is accepted."), when=any(key.language for key in keys))
        return can and all(counts)

    def lines(self, asked: Matching) -> list[tuple[Localised, Localised]]:
        """The prompts with what belongs to each, then the choices that belong to none, with an empty prompt: for a
        format that has choices only beside prompts."""
        texts = {one.id: one.text for one in asked.choices}
        used = list(dict.fromkeys(pair.choice for pair in asked.pairs))
        left = [name for name in texts if name not in used]
        said = [self.text(text) for text in texts.values()]
        self.lose(_("Choices with the same text become one."), when=len(set(said)) < len(said))
        self.lose(_("The order of the choices."), when=[*used, *left] != list(texts))
        return [(pair.prompt, texts[pair.choice]) for pair in asked.pairs] + [({}, texts[name]) for name in left]
