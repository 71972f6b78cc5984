"""The printed page: A4, header with document number and edition, printed page label, headings, steps, tables, warnings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import FontFace

FONTS = Path(__file__).resolve().parents[3] / "node_modules" / "@expo-google-fonts" / "noto-sans-sc"
INK, ACCENT, PALE, RULE, ALERT = (28, 36, 40), (12, 74, 88), (234, 241, 243), (170, 182, 187), (176, 48, 24)
CREATED = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
"""One date for all files: the same content gives the same bytes."""


class Sheet(FPDF):
    """A manual under construction. `label` is the printed number of the page being written."""

    def __init__(self, *, title: str, number: str, edition: str, chinese: bool) -> None:
        super().__init__(unit="mm", format="A4")
        self.running = (title, number, edition)
        self.label = ""
        self.set_creation_date(CREATED)
        self.set_title(title)
        self.set_author("Velmora Tarnhof Group")
        self.set_margins(20, 26, 18)
        self.set_auto_page_break(True, margin=22)
        self.face = "Helvetica"
        if chinese:
            self.face = "Noto"
            self.add_font("Noto", "", str(FONTS / "400Regular" / "NotoSansSC_400Regular.ttf"))
            self.add_font("Noto", "B", str(FONTS / "700Bold" / "NotoSansSC_700Bold.ttf"))
        self.set_text_color(*INK)

    def header(self) -> None:
        title, number, edition = self.running
        self._font(8)
        self.set_text_color(*ACCENT)
        self.set_xy(20, 10)
        self.cell(120, 6, title)
        self.set_xy(110, 10)
        self.cell(82, 6, f"{number}   {edition}", align="R")
        self.set_draw_color(*ACCENT)
        self.line(20, 17, 192, 17)
        self.set_text_color(*INK)
        self.set_y(26)

    def footer(self) -> None:
        self._font(9)
        self.set_xy(20, -16)
        self.cell(172, 6, self.label, align="C")

    def _font(self, size: float, *, bold: bool = False) -> None:
        self.set_font(self.face, "B" if bold else "", size)

    def begin_page(self, *, chapter: int = 0, leaf: int) -> None:
        """Begin a page: chapter 3 has the printed numbers 3-1, 3-2...; without a chapter they are roman."""
        if chapter:
            self.add_page(label_style="D", label_prefix=f"{chapter}-", label_start=leaf)
        else:
            self.add_page(label_style="r", label_start=leaf)
        # The footer is drawn when the next page begins.
        self.label = f"{chapter}-{leaf}" if chapter else "i" * leaf

    def heading(self, text: str, *, level: int) -> None:
        """A heading that is also a bookmark. `level` counts from 0."""
        self.start_section(text, level=level)
        self._font((20, 15, 12)[min(level, 2)], bold=True)
        self.set_text_color(*ACCENT)
        self.multi_cell(0, (11, 9, 7)[min(level, 2)], text, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.set_text_color(*INK)
        self.ln(2)

    def paragraph(self, text: str, *, size: float = 10.5) -> None:
        """Running text."""
        self._font(size)
        self.multi_cell(0, 5.6, text, new_x=XPos.LMARGIN, new_y=YPos.NEXT, align="L")
        self.ln(1.5)

    def steps(self, texts: Sequence[str]) -> None:
        """A numbered procedure."""
        for number, text in enumerate(texts, start=1):
            self._font(10.5, bold=True)
            self.cell(9, 5.6, f"{number}.")
            self._font(10.5)
            self.multi_cell(0, 5.6, text, new_x=XPos.LMARGIN, new_y=YPos.NEXT, align="L")
            self.ln(1.8)

    def alert(self, word: str, text: str) -> None:
        """A warning in a frame, with its signal word."""
        self.ln(1)
        self.set_draw_color(*ALERT)
        self.set_fill_color(253, 243, 240)
        self._font(10.5, bold=True)
        self.set_text_color(*ALERT)
        self.set_line_width(0.5)
        self.multi_cell(0, 7, f"  {word}", border="LTR", fill=True, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.set_text_color(*INK)
        self._font(10)
        self.multi_cell(0, 6, f"  {text}", border="LBR", fill=True, new_x=XPos.LMARGIN, new_y=YPos.NEXT, align="L")
        self.set_line_width(0.2)
        self.ln(4)

    def sheet_table(self, head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
        """A ruled table; `widths` are shares of the line."""
        self._font(9.5)
        self.set_draw_color(*RULE)
        self.set_fill_color(255, 255, 255)
        style = FontFace(emphasis="BOLD", fill_color=PALE)
        with self.table(
            col_widths=tuple(widths), line_height=6, padding=1, text_align="LEFT", width=172, headings_style=style
        ) as table:
            for texts in (head, *rows):
                row = table.row()
                for text in texts:
                    row.cell(text)
        self.ln(4)
