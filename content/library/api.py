"""The door of the library."""

from content.library.applying import Answer, Fact, Vehicle, Verdict, applies, overlapping
from content.library.editions import (
    DuplicateEdition,
    StoredFile,
    mark_extracting,
    mark_failed,
    mark_ready,
    receive,
    retry,
)
from content.library.fitting import excluded, fitting, verdicts
from content.library.gate import unseen_is_absent
from content.library.overlap import Scope
from content.library.reading import (
    NotVisible,
    OpenEdition,
    Withdrawn,
    manuals_in_force,
    open_edition,
    open_file,
    page_labels,
    page_of,
    publications_in_force,
)
from content.library.releasing import edition_refusal, new_manual_refusal
from content.library.scopes import scopes_then
from content.library.sections import open_section
from content.library.signals import edition_ready, edition_received, publication_changed, publication_withdrawn
from content.library.standing import Ended, Neighbour, Neighbours
from content.library.supersession import relink
from content.library.withdrawing import LONGEST_REASON, withdraw, withdraw_publication
from portal.core.errors import Refused

__all__ = [
    "LONGEST_REASON",
    "Answer",
    "DuplicateEdition",
    "Ended",
    "Fact",
    "Neighbour",
    "Neighbours",
    "NotVisible",
    "OpenEdition",
    "Refused",
    "Scope",
    "StoredFile",
    "Vehicle",
    "Verdict",
    "Withdrawn",
    "applies",
    "edition_ready",
    "edition_received",
    "edition_refusal",
    "excluded",
    "fitting",
    "manuals_in_force",
    "mark_extracting",
    "mark_failed",
    "mark_ready",
    "new_manual_refusal",
    "open_edition",
    "open_file",
    "open_section",
    "overlapping",
    "page_labels",
    "page_of",
    "publication_changed",
    "publication_withdrawn",
    "publications_in_force",
    "receive",
    "relink",
    "retry",
    "scopes_then",
    "unseen_is_absent",
    "verdicts",
    "withdraw",
    "withdraw_publication",
]
