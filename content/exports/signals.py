"""What exports tell the layers above. Sent inside the transaction that made the change."""

from django.dispatch import Signal

export_ready = Signal()
"""export_id: the file of an export is there."""
