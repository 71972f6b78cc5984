"""What campaigns tell the layers above."""

from django.dispatch import Signal

campaign_changed = Signal()
"""campaign_id: what dealers may see or find of this campaign may have changed (published, moved, unpublished, deleted).
Sent inside the transaction that made the change."""
