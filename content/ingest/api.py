"""The door of ingest."""

from content.ingest.admin.notes import Note, register_note
from content.ingest.admin.permissions import manual_for
from content.ingest.admin.underway import Underway, register_underway
from content.ingest.extraction.failures import sentence as failure_sentence
from content.ingest.here import process_now
from content.ingest.intake import check_pdf, clean_name, sha256_of, store_pdf, stored_name
from content.ingest.office.formats import office_format
from content.ingest.office.program import is_installed as office_is_installed
from content.ingest.office.program import printed as print_office
from content.ingest.pipeline import resume
from content.ingest.progress import Progress, progress

__all__ = [
    "Note",
    "Progress",
    "Underway",
    "check_pdf",
    "clean_name",
    "failure_sentence",
    "manual_for",
    "office_format",
    "office_is_installed",
    "print_office",
    "process_now",
    "progress",
    "register_note",
    "register_underway",
    "resume",
    "sha256_of",
    "store_pdf",
    "stored_name",
]
