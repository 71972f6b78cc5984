"""The door of ingest."""

from content.ingest.extraction.failures import sentence as failure_sentence
from content.ingest.intake import clean_name, sha256_of, store_pdf, stored_name
from content.ingest.pipeline import resume
from content.ingest.progress import Progress, progress

__all__ = [
    "Progress",
    "clean_name",
    "failure_sentence",
    "progress",
    "resume",
    "sha256_of",
    "store_pdf",
    "stored_name",
]
