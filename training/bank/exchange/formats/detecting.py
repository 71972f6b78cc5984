"""Which format a file is in, by what it holds; its name only decides between kinds of plain text."""

from __future__ import annotations

import csv
from collections.abc import Callable
from enum import StrEnum

from django.utils.translation import gettext as _

from training.bank.exchange.formats import gift, moodle_xml, qti_package, sheet
from training.bank.exchange.formats.archive import Archive
from training.bank.exchange.formats.decoding import decoded
from training.bank.exchange.formats.sheet_columns import key_of
from training.bank.exchange.formats.trees import local, tree_of
from training.bank.exchange.values import LARGEST_FILE, Contents, FileRefused, Reading


class Format(StrEnum):
    GIFT = "gift"
    MOODLE = "moodle"
    QTI_PACKAGE = "qti"
    QTI_XML = "qti-xml"
    CSV = "csv"
    XLSX = "xlsx"


READERS: dict[Format, Callable[[bytes, Reading], Contents]] = {
    Format.GIFT: gift.read,
    Format.MOODLE: moodle_xml.read,
    Format.QTI_PACKAGE: qti_package.read_package,
    Format.QTI_XML: qti_package.read_xml,
    Format.CSV: sheet.read_csv,
    Format.XLSX: sheet.read_xlsx,
}


def read(data: bytes, *, name: str, reading: Reading) -> Contents:
    """The questions of a file of any known format. Raises FileRefused."""
    return READERS[format_of(data, name=name)](data, reading)


def format_of(data: bytes, *, name: str) -> Format:
    """The format of a file. Raises FileRefused when it is none of ours."""
    if len(data) > LARGEST_FILE:
        raise FileRefused(_("The file is larger than %(count)s MB.") % {"count": LARGEST_FILE // 1024**2})
    if not data.strip():
        raise FileRefused(_("The file is empty."))
    if data.startswith(b"PK"):
        names = Archive(data).names
        return Format.XLSX if "xl/workbook.xml" in names else Format.QTI_PACKAGE
    if data.startswith((b"%PDF", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff")):
        raise FileRefused(_("This is no question file. Known are GIFT, Moodle XML, QTI, CSV and XLSX."))
    text = decoded(data[:4096] + b" " * (len(data[:4096]) % 2)) if b"\0" in data[:64] else ""
    start = (text or data[:4096].decode("utf-8", "ignore")).lstrip("\ufeff \t\r\n")
    if start.startswith("<"):
        return _xml(data)
    return Format.CSV if _is_table(data, name) else Format.GIFT


def _xml(data: bytes) -> Format:
    root = local(tree_of(data))
    if root == "quiz":
        return Format.MOODLE
    if root in ("assessmentItem", "qti-assessment-item", "questestinterop"):
        return Format.QTI_XML
    raise FileRefused(_("<%(name)s> is neither Moodle XML nor QTI.") % {"name": root[:40]})


def _is_table(data: bytes, name: str) -> bool:
    if name.lower().endswith((".csv", ".tsv")):
        return True
    if name.lower().endswith(".gift"):
        return False
    first = decoded(data).lstrip("\ufeff").partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    cells = next(csv.reader([first], delimiter=delimiter), [])
    return len(cells) > 1 and all(key_of(cell) for cell in cells if cell.strip())
