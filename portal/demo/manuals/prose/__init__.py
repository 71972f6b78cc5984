"""Reads the prose files beside this module: chapters written as text, in lines of `keyword English | Chinese`.

`#` opens a chapter and `==` a section. `p` is a paragraph, `h` a small heading, `step` and `point` list items;
danger, warning, caution and note are safety messages. `head` and `row` make a table whose cells are parted by `;`
(`widths` before `head` sets its columns), `figure name | caption | caption | callouts | callouts` a drawing. A text
without a Chinese half is the same in both languages.
"""

from __future__ import annotations

from pathlib import Path

from portal.demo.manuals.terms import Terms
from portal.demo.manuals.values import Alert, Block, Chapter, Figure, Paragraph, Section, Steps, Subhead, Table

_ALERTS = ("danger", "warning", "caution", "note")


class ProseError(Exception):
    """A line of a prose file does not follow the format."""


def read_chapters(name: str, terms: Terms, *, first: int = 1) -> list[Chapter]:
    """The chapters of `prose/<name>.txt`, numbered from `first`. Raises ProseError naming the line."""
    text = (Path(__file__).parent / f"{name}.txt").read_text(encoding="utf-8")
    reader = _Reader(terms)
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            try:
                reader.read(line)
            except (IndexError, ValueError) as error:
                raise ProseError(f"{name}.txt, line {number}: {line}") from error
    reader.close_section()
    return [
        Chapter(number, title, tuple(sections)) for number, (title, sections) in enumerate(reader.chapters, start=first)
    ]


class _Reader:
    """Collects chapters; the open section's blocks and the open list or table are kept until they end."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.chapters: list[tuple[str, list[Section]]] = []
        self.title = ""
        self.blocks: list[Block] = []
        self.items: list[str] = []
        self.numbered = True
        self.head: tuple[str, ...] = ()
        self.rows: list[tuple[str, ...]] = []
        self.widths: tuple[float, ...] = ()

    def read(self, line: str) -> None:
        keyword, _, rest = line.partition(" ")
        fields = [part.strip() for part in rest.split("|")]
        if keyword not in ("step", "point", "row"):
            self._close_run()
        text = self.terms.of((fields[0], fields[1])) if len(fields) > 1 else fields[0]
        if keyword == "#":
            self.close_section()
            self.chapters.append((text, []))
        elif keyword == "==":
            self.close_section()
            self.title = text
        elif keyword in ("step", "point"):
            if self.items and self.numbered != (keyword == "step"):
                self._close_run()
            self.numbered = keyword == "step"
            self.items.append(text)
        elif keyword == "widths":
            self.widths = tuple(float(width) for width in text.split())
        elif keyword in ("head", "row"):
            self._table_line(keyword, tuple(cell.strip() for cell in text.split(";")))
        elif keyword == "figure":
            self._figure(fields)
        else:
            self._text(keyword, text)

    def _text(self, keyword: str, text: str) -> None:
        if keyword in _ALERTS:
            self.blocks.append(Alert(keyword, text))
        elif keyword == "p":
            self.blocks.append(Paragraph(text))
        elif keyword == "h":
            self.blocks.append(Subhead(text))
        else:
            raise ValueError(keyword)

    def _table_line(self, keyword: str, cells: tuple[str, ...]) -> None:
        if keyword == "head":
            self.head = cells
        elif len(cells) != len(self.head):
            raise ValueError(f"{len(cells)} cells under a head of {len(self.head)}")
        else:
            self.rows.append(cells)

    def _figure(self, fields: list[str]) -> None:
        caption = self.terms.of((fields[1], fields[2]))
        labels = self.terms.of((fields[3], fields[-1])) if len(fields) > 3 else ""
        callouts = tuple(label.strip() for label in labels.split(";") if label.strip())
        self.blocks.append(Figure(fields[0], fields[1], callouts, caption, 205))
        if callouts and fields[0] not in ("circuit", "connector", "curve", "sequence", "circle"):
            self.blocks.append(Steps(tuple(f"{n} – {label}" for n, label in enumerate(callouts, 1)), numbered=False))

    def _close_run(self) -> None:
        if self.items:
            self.blocks.append(Steps(tuple(self.items), numbered=self.numbered))
            self.items = []
        if self.head and self.rows:
            widths = self.widths or tuple(1.0 for _ in self.head)
            self.blocks.append(Table(self.head, tuple(self.rows), widths))
            self.head, self.rows, self.widths = (), [], ()

    def close_section(self) -> None:
        """Put the open section into its chapter."""
        self._close_run()
        if self.title:
            self.chapters[-1][1].append(Section(self.title, tuple(self.blocks), new_page=False))
        self.title, self.blocks = "", []
