"""What is wrong with a template, where, as a sentence for its author."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from portal.core.errors import Refused

MOST_FAULTS = 20


class Part(StrEnum):
    """Of a template. As the model's fields are called."""

    HTML = "html"
    CSS = "css"
    FIELDS = "fields"
    FILES = "files"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong. `line` counts from 1; None where there is no line to name."""

    part: Part
    reason: str
    line: int | None = None

    @property
    def sentence(self) -> str:
        """With the line, where there is one."""
        if self.line is None:
            return self.reason
        return _("Line %(line)s: %(reason)s") % {"line": self.line, "reason": self.reason}


class TemplateRefused(Refused):
    """A template that is not taken, with all that is wrong with it."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)[:MOST_FAULTS]
        super().__init__(" ".join(fault.sentence for fault in self.faults))


def shown(text: str) -> str:
    """A piece of the author's own text, short enough to be shown in a sentence."""
    plain = "".join(char if char.isprintable() else "·" for char in text)
    return f"{plain[:40]}…" if len(plain) > 40 else plain
