"""Lays a book out: cover, contents, chapters with running heads, printed page numbers, outline and metadata."""

from __future__ import annotations

import math
from datetime import UTC, datetime

from fpdf.enums import PageLabelStyle

from portal.demo.manuals.drawings import draw
from portal.demo.manuals.maker import ACCENTS, BRANDS, MAKER, MODELS
from portal.demo.manuals.paper import BOTTOM, GREY, LEFT, PAGE_HEIGHT, PAGE_WIDTH, RIGHT, TOP, Paper, break_lines
from portal.demo.manuals.tables import draw_alert, draw_table
from portal.demo.manuals.terms import Terms
from portal.demo.manuals.values import Alert, Block, Book, Figure, Paragraph, Section, Steps, Subhead, Table

_CREATED = datetime(2025, 1, 15, 9, 0, tzinfo=UTC)
"""Fixed, so that the same edition is the same bytes on every run."""
_CONTENTS_LINES = 44
_ROMANS = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi")


class Press:
    """Writes one book. Use once: `Press(book).print()`."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.terms = Terms(book.manual.language)
        self.paper = Paper(accent=ACCENTS[book.manual.brand])
        self.brand = next(brand for brand in BRANDS if brand.key == book.manual.brand)
        self.running = ""
        self.prefix = ""
        self.count = 0
        self.contents: list[tuple[int, str, str, int]] = []
        self.figures = 0
        self.paper.on_new_page = self._frame

    def print(self) -> bytes:
        """The PDF."""
        self._metadata()
        self._cover()
        reserved = self._reserve_contents()
        for section in self.book.front:
            self._section(section)
        for chapter in self.book.chapters:
            self._open_chapter(chapter.number, chapter.title)
            for section in chapter.sections:
                self._section(section)
        self._write_contents(reserved)
        return bytes(self.paper.pdf.output())

    def _metadata(self) -> None:
        manual, pdf = self.book.manual, self.paper.pdf
        pdf.set_title(manual.title)
        pdf.set_author(f"{MAKER}, {self.brand.name}")
        pdf.set_subject(f"{manual.document_number} {self.book.edition.label}")
        pdf.set_keywords(", ".join((manual.document_number, manual.kind, *manual.models)))
        pdf.set_lang("zh-CN" if self.terms.chinese else "en-GB")
        pdf.set_creator("Forecourt demo")
        pdf.set_producer("fpdf2")
        pdf.set_creation_date(_CREATED)

    # --- Page furniture ----------------------------------------------------------------------------------------------

    def _label(self) -> str:
        return f"{self.prefix}{self.count}" if self.prefix != "roman" else _ROMANS[self.count]

    def _frame(self) -> None:
        """Head and foot of the page that has just begun."""
        self.count += 1
        paper, manual = self.paper, self.book.manual
        paper.say(LEFT, 48, self.brand.name.upper(), 9.5, "B", paper.accent)
        paper.say_right(RIGHT, 48, self.running, 8.6, "", GREY)
        paper.rule(LEFT, 56, RIGHT, 56, paper.accent, 1.1)
        paper.rule(LEFT, 794, RIGHT, 794)
        paper.say(LEFT, 807, f"{manual.document_number}  ·  {self.terms.edition(self.book.edition.label)}", 8, "", GREY)
        paper.say_centred((LEFT + RIGHT) / 2, 807, manual.title, 8, "", GREY)
        paper.say_right(RIGHT, 807, self._label(), 9.5, "B")

    def _cover(self) -> None:
        paper, manual, terms = self.paper, self.book.manual, self.terms
        frame, paper.on_new_page = paper.on_new_page, lambda: None
        paper.new_page(label_style=PageLabelStyle.LOWER_ROMAN, label_start=1)
        self.count = 1
        paper.wash(0, 0, PAGE_WIDTH, 250, paper.accent)
        paper.say(LEFT, 92, self.brand.name.upper(), 25, "B", (255, 255, 255))
        paper.say(LEFT, 112, MAKER, 10, "", (225, 230, 236))
        y = 176.0
        for line in break_lines(manual.title, "B", 27, RIGHT - LEFT):
            paper.say(LEFT, y, line, 27, "B", (255, 255, 255))
            y += 34
        draw(paper, self.book.cover_drawing, LEFT, 285, RIGHT - LEFT, 235, manual.slug, ())
        paper.rule(LEFT, 560, RIGHT, 560, paper.accent, 1.4)
        names = {model.code: model.name for model in MODELS}
        rows = (
            (terms("Document number"), manual.document_number),
            (terms("Edition"), terms.edition(self.book.edition.label)),
            (terms("Models"), ", ".join(f"{names[code]} ({code})" for code in manual.models)),
            (terms("Model years"), f"{manual.year_from}–{manual.year_to}"),
            (terms("Markets"), ", ".join(manual.markets) or terms("all")),
        )
        y = 586
        for name, value in rows:
            paper.say(LEFT, y, name, 10, "", GREY)
            paper.say(LEFT + 130, y, value, 10, "B")
            y += 19
        if self.book.edition.change_note:
            paper.say(LEFT, y, terms("Changes"), 10, "", GREY)
            for line in break_lines(self.book.edition.change_note, "", 10, RIGHT - LEFT - 130):
                paper.say(LEFT + 130, y, line, 10)
                y += 15
        paper.say(LEFT, 770, terms("For authorised dealers of the brand only. A demonstration document: the maker, "
                                   "its vehicles and all values are invented."), 8, "", GREY)  # fmt: skip
        paper.on_new_page = frame

    # --- Contents ----------------------------------------------------------------------------------------------------

    def _reserve_contents(self) -> range:
        entries = sum(1 + sum(section.level < 3 for section in chapter.sections) for chapter in self.book.chapters)
        entries += len(self.book.front)
        pages = math.ceil((entries + len(self.book.chapters)) / _CONTENTS_LINES) or 1
        self.running, self.prefix = self.terms("Contents"), "roman"
        for _ in range(pages):
            self.paper.new_page()
        return range(2, 2 + pages)

    def _write_contents(self, pages: range) -> None:
        paper, pdf = self.paper, self.paper.pdf
        numbers = iter(pages)
        last, y = pdf.page, BOTTOM + 1
        for level, title, label, page in self.contents:
            needed = 13.0 + (8 if level == 0 else 0)
            if y + needed > BOTTOM + 4 and (number := next(numbers, None)) is not None:
                pdf.page, y = number, TOP
                pdf.current_font_is_set_on_page = False
                if number == pages.start:
                    paper.say(LEFT, y + 14, self.terms("Contents"), 17, "B", paper.accent)
                    y += 34
            y += 8 if level == 0 else 0
            size, style = (9.6, "B") if level == 0 else (8.9, "")
            x = LEFT + level * 14
            paper.say(x, y + 9, title, size, style)
            paper.say_right(RIGHT, y + 9, label, size, style)
            pdf.link(LEFT, y, RIGHT - LEFT, 12, pdf.add_link(page=page))
            y += needed - (8 if level == 0 else 0)
        pdf.page = last

    # --- Body --------------------------------------------------------------------------------------------------------

    def _open_chapter(self, number: int, title: str) -> None:
        """A chapter begins on a page of its own, on which its first section goes on."""
        by_chapter = self.book.numbering == "chapter"
        name = f"{number}  {title}"
        self.running = title
        if by_chapter or number == self.book.chapters[0].number:
            self.prefix, self.count = (f"{number}-" if by_chapter else ""), 0
            self.paper.new_page(label_style=PageLabelStyle.NUMBER, label_prefix=self.prefix, label_start=1)
        else:
            self.paper.new_page()
        self.paper.wash(LEFT, self.paper.y - 8, RIGHT - LEFT, 40, self.paper.accent)
        self.paper.say(LEFT + 12, self.paper.y + 18, name, 18, "B", (255, 255, 255))
        self._enter(name, 0)
        self.paper.y += 46
        self.fresh = True

    def _enter(self, title: str, level: int) -> None:
        """Into the outline, and into the contents."""
        if level < 3:
            self.contents.append((level, title, self._label(), self.paper.pdf.page))
        self.paper.pdf.set_y(max(0, min(self.paper.y - 12, PAGE_HEIGHT)))
        self.paper.pdf.start_section(title, level=level)

    def _section(self, section: Section) -> None:
        paper = self.paper
        if not self.book.chapters or self.prefix == "roman":
            self.running = section.title
            paper.new_page()
        elif section.new_page and not getattr(self, "fresh", False):
            paper.new_page()
        self.fresh = False
        size = {0: 17, 1: 14.5}.get(section.level, 12)
        lines = break_lines(section.title, "B", size, RIGHT - LEFT)
        paper.room(110)
        if paper.y > TOP + 60:
            paper.y += 12
        self._enter(section.title, 0 if self.prefix == "roman" else section.level)
        paper.lines(lines, size=size, style="B")
        if section.level < 2:
            paper.rule(LEFT, paper.y + 1, RIGHT, paper.y + 1, paper.accent, 0.8)
        paper.y += 9
        for block in section.blocks:
            self._block(block)

    def _block(self, block: Block) -> None:
        paper = self.paper
        if isinstance(block, Paragraph):
            paper.paragraph(block.text)
        elif isinstance(block, Subhead):
            paper.subhead(block.text)
        elif isinstance(block, Steps):
            paper.steps(block.items, numbered=block.numbered)
        elif isinstance(block, Alert):
            draw_alert(paper, block, self.terms.signal(block.level))
        elif isinstance(block, Table):
            draw_table(paper, block)
        else:
            self._figure(block)

    def _figure(self, figure: Figure) -> None:
        paper = self.paper
        paper.room(figure.height + 26)
        self.figures += 1
        draw(paper, figure.drawing, LEFT, paper.y, RIGHT - LEFT, figure.height, figure.seed, figure.labels)
        paper.y += figure.height + 13
        caption = f"{self.terms('Fig.')} {self.figures}  {figure.caption}"
        paper.say_centred((LEFT + RIGHT) / 2, paper.y, caption, 8.6, "B", GREY)
        paper.y += 13
