"""What sessions tell the rooms above. Sent inside the transaction that made the change."""

from django.dispatch import Signal

attended = Signal()
"""booking: a Booking whose person has attended enough of the session. Sent again when a correction took
it back and another gave it again."""
session_changed = Signal()
"""session_id: a session whose facts, dates or state have changed."""
