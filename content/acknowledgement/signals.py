"""What acknowledgement tells the layers above. Sent inside the transaction that made the change."""

from django.dispatch import Signal

edition_confirmed = Signal()
"""edition_id, user_id: a person confirmed an edition."""
