"""The door of the library."""

from content.library.applying import Answer, Fact, Vehicle, Verdict, overlapping
from content.library.editions import (
    DuplicateEdition,
    StoredFile,
    mark_extracting,
    mark_failed,
    mark_ready,
    receive,
    retry,
    withdraw,
)
from content.library.fitting import excluded, fitting, verdicts
from content.library.gate import LARGEST_ID, unseen_is_absent
from content.library.reading import (
    NotVisible,
    OpenEdition,
    manuals_in_force,
    open_edition,
    open_file,
    page_labels,
    page_of,
    publications_in_force,
)
from content.library.sections import open_section
from content.library.signals import edition_ready, edition_received, publication_changed
from content.library.supersession import relink
from portal.core.errors import Refused

__all__ = [
    "LARGEST_ID",
    "Answer",
    "DuplicateEdition",
    "Fact",
    "NotVisible",
    "OpenEdition",
    "Refused",
    "StoredFile",
    "Vehicle",
    "Verdict",
    "edition_ready",
    "edition_received",
    "excluded",
    "fitting",
    "manuals_in_force",
    "mark_extracting",
    "mark_failed",
    "mark_ready",
    "open_edition",
    "open_file",
    "open_section",
    "overlapping",
    "page_labels",
    "page_of",
    "publication_changed",
    "publications_in_force",
    "receive",
    "relink",
    "retry",
    "unseen_is_absent",
    "verdicts",
    "withdraw",
]
