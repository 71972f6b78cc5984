"""What an attempt tells the rooms above. Sent inside the transaction that made the change."""

from django.dispatch import Signal

attempt_scored = Signal()
"""attempt: an Attempt whose `share` and `passed` are known now, or known anew. Receivers may be called again with the
same result."""
