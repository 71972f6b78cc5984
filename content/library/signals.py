"""What the library tells the layers above. Each is sent inside the transaction that made the change."""

from django.dispatch import Signal

edition_received = Signal()
"""edition_id: a file was stored and waits to be read."""

edition_ready = Signal()
"""edition_id: every page of it is read."""

publication_changed = Signal()
"""manual_id: what dealers may see or find of this manual may have changed (published, retargeted, unpublished,
deleted, an edition ready or withdrawn)."""

publication_withdrawn = Signal()
"""manual_id: a publication was taken back, and why is kept (`Withdrawal`)."""
